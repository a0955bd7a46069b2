"""What a meeting may be and become. Pure: facts in, verdict or instants out.

`times` instants, days and hours as people say them · `publishing` what a page needs before anyone reads it.
"""
