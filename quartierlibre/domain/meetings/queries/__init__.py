"""Reads of the agenda: its pages, lists, months and addresses."""
