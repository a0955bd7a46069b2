"""Pages of the desk: the morning, the list, one file, a paper sheet, the sessions."""
