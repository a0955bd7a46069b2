"""The pages of the agenda that search engines may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.models.meeting import MeetingQuerySet

if TYPE_CHECKING:
    Base = Sitemap[Meeting]
else:
    Base = Sitemap


class AgendaSitemap(Base):
    """One address per meeting, with its last change; by thousands, as the protocol wants."""

    limit = 5_000

    def items(self) -> MeetingQuerySet:
        found: MeetingQuerySet = Meeting.objects.listed()
        return found.only("slug", "modified_at", "first_published_at").order_by("pk")

    def location(self, item: Meeting) -> str:
        return reverse("meet:meeting", args=[item.slug])

    def lastmod(self, item: Meeting) -> datetime | None:
        return item.modified_at or item.first_published_at
