"""What can be found by its words: one row for each public thing, whatever room or door it comes from.

Knows titles, texts and addresses given by others, and how French is read (accents, plurals). Knows no room, no page.
"""
