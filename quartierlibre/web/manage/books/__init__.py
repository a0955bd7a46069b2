"""The accounts of a fund: what is left, what funders bring, the month, the year, its end."""
