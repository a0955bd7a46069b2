"""Private uploads: checked, cleaned, counted, and served only to those who may read them."""
