"""Pages, grouped by what a person comes to do."""
