"""Drafts, answers, budget lines, documents, filing, and the help a person gets to file.

Owns the form (versioned questions), the draft that never loses a word, the code that brings it back, and the filed
application with the version of the rulebook it accepted. Promises: a number without gaps, filed once, seen only by its
people and by the territory's staff. Knows the fund it is filed with; refuses to know who decides, and who is paid.
"""
