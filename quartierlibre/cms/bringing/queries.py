"""What is known of the page an item came from."""

from __future__ import annotations

from datetime import datetime

from quartierlibre.cms.bringing.models import BroughtPage


def modified_there(key: int) -> datetime | None:
    """When the older site last changed the page this one came from, when it said so."""
    return BroughtPage.objects.filter(page=key).values_list("source_modified", flat=True).first()
