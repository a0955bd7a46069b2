"""Départements, communes, EPCI and neighbourhoods by vintage; where a point falls. Knows no fund and no person."""
