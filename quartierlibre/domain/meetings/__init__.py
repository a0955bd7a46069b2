"""Meetings and the agenda: PIC Labs, training days, networks, assemblies, alone or in series over several places.

Owns what a meeting is and when it takes place, its programme, its papers, and the themes it speaks of. An instant is
kept aware and shown at Paris time; a day whose hour nobody knows never shows one. Promises that a page once published
keeps its address. Refuses to know how pages, calendars and feeds are written.
"""
