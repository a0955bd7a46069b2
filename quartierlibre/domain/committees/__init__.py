"""Committees and the dates they sit. Deliberation comes later."""
