"""Themes, types of news and series: made once, found again by their old number or their name."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from quartierlibre.domain.meetings.facts import Facts
from quartierlibre.domain.meetings.models import NewsType, Series, Topic
from quartierlibre.domain.meetings.operations.actors import Actor, ensure_organises
from quartierlibre.domain.meetings.queries.addresses import free_slug
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def topic_for(*, by: Actor, name: str, old_id: int | None = None) -> Topic:
    """The theme of this old number or, failing that, of this name (whatever its accents and case); made if new.

    An old number learnt later is kept; a second number for a name already numbered makes another theme.
    """
    ensure_organises(by, None)
    slug = free_slug(name, taken=())
    known = Topic.objects.filter(old_id=old_id).first() if old_id else None
    known = known or Topic.objects.filter(slug=slug).exclude(**_numbered_otherwise(old_id)).first()
    if known is None:
        slug = free_slug(name, taken=Topic.objects.filter(slug__startswith=slug[:60]).values_list("slug", flat=True))
        made = Topic.objects.create(name=name.strip(), slug=slug, old_id=old_id)
        journal.record("meetings.topic.added", by=by, about=made, old_id=old_id)
        return made
    if old_id and known.old_id is None:
        known.old_id = old_id
        known.save(update_fields=["old_id"])
    return known


def _numbered_otherwise(old_id: int | None) -> dict[str, bool]:
    return {"old_id__isnull": False} if old_id else {"pk__isnull": True}


@transaction.atomic
def news_type_for(*, by: Actor, name: str, old_id: int | None = None) -> NewsType:
    """The type of this old number or name; made if new."""
    ensure_organises(by, None)
    known = NewsType.objects.filter(old_id=old_id).first() if old_id else None
    known = known or NewsType.objects.filter(name=name.strip()).first()
    if known is None:
        known = NewsType.objects.create(name=name.strip(), old_id=old_id)
        journal.record("meetings.type.added", by=by, about=known, old_id=old_id)
    elif old_id and known.old_id is None:
        known.old_id = old_id
        known.save(update_fields=["old_id"])
    return known


@transaction.atomic
def create_series(*, by: Actor, title: str, summary: str = "", territory: Territory | None = None) -> Series:
    """Meetings that belong together, under one title."""
    ensure_organises(by, territory)
    start = free_slug(title, taken=())
    slug = free_slug(title, taken=Series.objects.filter(slug__startswith=start[:60]).values_list("slug", flat=True))
    series = Series.objects.create(title=title.strip(), slug=slug, summary=summary.strip(), territory=territory)
    journal.record("meetings.series.created", by=by, about=series, territory=territory)
    return series


@transaction.atomic
def series_for(*, by: Actor, title: str, territory: Territory | None = None) -> Series:
    """The series of this name (whatever its accents and case) in this territory, or of none; made if new."""
    ensure_organises(by, territory)
    name = free_slug(title, taken=())
    known = Series.objects.filter(Q(territory=territory) | Q(territory=None), slug__startswith=name[:60])
    same = next((each for each in known.order_by("pk") if free_slug(each.title, taken=()) == name), None)
    return same or create_series(by=by, title=title, territory=territory)


def in_series(facts: Facts, *, by: Actor, title: str) -> Facts:
    """The same facts, in the series of this title; as they are when it is empty."""
    named = title.strip()
    return replace(facts, series=series_for(by=by, title=named, territory=facts.territory)) if named else facts
