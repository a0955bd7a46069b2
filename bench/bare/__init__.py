"""The unit U: a bare Django view that reads 20 rows with one query and renders a plain page of about 4 kB."""
