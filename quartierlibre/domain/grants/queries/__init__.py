"""Reads of this room, for pages."""
