"""Loud defaults for every test."""

import pytest


def pytest_collection_modifyitems(items):
    """Everything may use the database except the unit tests."""
    for item in items:
        if "/unit/" not in str(item.path) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
