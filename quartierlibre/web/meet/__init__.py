"""Everyone: the agenda, its months, the page of a meeting, its calendar and feeds."""
