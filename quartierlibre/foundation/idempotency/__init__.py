"""One key, one effect: a form sent twice acts once and shows the same answer."""
