"""Wiring: settings, urls, entry points. Knows every floor; holds no rule."""
