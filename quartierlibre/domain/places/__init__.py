"""Départements, communes, EPCI, and neighbourhoods by vintage; where a point falls.

Owns the outlines and the files they come from; promises metres right at any latitude, and a bad file refused whole.
One point is looked up in plain Python (`lookup`), many at once with shapely (`atlas`); pages ask `queries` only.
Knows no fund and no person.
"""
