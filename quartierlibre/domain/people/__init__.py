"""Persons, groups and mandates; the one list of roles and rights."""
