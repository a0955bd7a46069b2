"""Which pages are published, by heading, territory and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Coalesce, ExtractYear
from django.http import QueryDict
from django.utils import timezone

from quartierlibre.cms.models import Article, Heading, NewsPage
from quartierlibre.domain.meetings.models import Topic
from quartierlibre.domain.places.models import Territory

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet

SHOWN_IN_A_FEED = 30
SLUG, LONGEST_SLUG = re.compile(r"[-\w]+"), 80


@dataclass(frozen=True)
class Sieve:
    """What a reader narrows a list to; empty is anything."""

    heading: str = ""
    topic: str = ""
    territory: str = ""
    year: int = 0

    @property
    def is_narrow(self) -> bool:
        return bool(self.heading or self.topic or self.territory or self.year)


def read_sieve(asked: QueryDict) -> Sieve:
    """What the address says; what cannot be read narrows nothing."""
    year = asked.get("annee", "")
    return Sieve(
        heading=_slug(asked.get("type", "")),
        topic=_slug(asked.get("theme", "")),
        territory=_slug(asked.get("territoire", "")),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
    )


def _slug(text: str) -> str:
    return text if len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) else ""


def published(model: type[Article]) -> PageQuerySet:
    """Those anyone may read, the newest first; `at` is the moment they are dated."""
    dated = model.objects.live().annotate(at=Coalesce(F("dated"), F("first_published_at")))
    return dated.order_by("-at", "-pk")


def sifted(model: type[Article], sieve: Sieve) -> PageQuerySet:
    pages = published(model).select_related("heading", "picture")
    if sieve.heading:
        pages = pages.filter(heading__slug=sieve.heading)
    if sieve.topic:
        pages = pages.filter(topics__slug=sieve.topic)
    if sieve.territory:
        pages = pages.filter(territories__slug=sieve.territory)
    if sieve.year:
        first, after = (_new_year(sieve.year + more) for more in (0, 1))
        pages = pages.filter(at__gte=first, at__lt=after)
    return pages


def _new_year(year: int) -> datetime:
    return datetime(min(max(year, 1), 9998), 1, 1, tzinfo=timezone.get_default_timezone())


def newest_news(count: int) -> Sequence[NewsPage]:
    return list(published(NewsPage)[:count])


def years_of(model: type[Article]) -> list[int]:
    years = published(model).annotate(year=ExtractYear("at")).order_by("-year").values_list("year", flat=True)
    return [year for year in years.distinct() if year]


def headings_of(model: type[Article]) -> list[Heading]:
    """Only those that lead somewhere."""
    used = model.objects.live().exclude(heading=None).values("heading")
    return list(Heading.objects.filter(pk__in=used))


def topics_of(model: type[Article]) -> list[Topic]:
    used = model.objects.live().exclude(topics=None).values("topics")
    return list(Topic.objects.filter(pk__in=used))


def territories_of(model: type[Article]) -> list[Territory]:
    used = model.objects.live().exclude(territories=None).values("territories")
    return list(Territory.objects.filter(pk__in=used).order_by("name"))


def related_to(page: Article) -> list[Article]:
    """Pages the editor chose, still published; in their order."""
    chosen = page.related_pages.select_related("target").order_by("sort_order")
    return [link.target.specific for link in chosen if link.target.live]
