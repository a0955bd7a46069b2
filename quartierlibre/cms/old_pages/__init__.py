"""Reading printed pages of an older site: bytes in, an `OldPage` with its notes out. Knows no table, no Wagtail."""
