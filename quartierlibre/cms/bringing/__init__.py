"""Bringing the pages of an older site over: what was read becomes meetings, news and resources, once each.

`meetings` and `articles` write the two sorts of items · `redirects` keeps old addresses alive · `operations` does it
all in one transaction and remembers what came from where.
"""
