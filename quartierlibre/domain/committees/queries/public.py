"""What anyone may read of decisions: the catalogue of projects granted, one project, the register, the figures.

Only the public copy is read here (`models/public.py`), never a holder's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from quartierlibre.domain.committees.models import (
    PublicationMark,
    PublishedDecision,
    PublishedPosting,
    PublishedTally,
)
from quartierlibre.domain.committees.states import FAVOURABLE
from quartierlibre.domain.funds.models import Fund, Theme
from quartierlibre.domain.places.models import Commune, Neighbourhood
from quartierlibre.foundation.money import Cents

CARDS, SIMILAR, ROWS = 20, 3, 50
# Where a band of amounts begins (cents); the database counts with the same steps (migration `published_decisions`).
BANDS = (0, 30_000, 60_000, 100_000)
CARD = (
    *("published__public_id", "published__title", "published__where_words", "published__theme_words"),
    *("published__holder_kind", "published__holder", "published__fund__name", "decided_on", "amount_cents"),
    "published_id",
)


@dataclass(frozen=True)
class Sieve:
    """What a reader narrows the catalogue to; "" or 0 is anything. `band` counts from 1 along `BANDS`."""

    place: str = ""
    theme: int = 0
    year: int = 0
    band: int = 0
    largest: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.place or self.theme or self.year or self.band)


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after this value and key in the order of the list, or before when `back`."""

    value: date | int
    key: int
    back: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.back else ''}{self.value}.{self.key}"


def read_cursor(text: str, *, by_amount: bool = False) -> Cursor | None:
    """The cursor written in an address; None for anything else."""
    value, _dot, key = text.removeprefix("-").partition(".")
    if not key.isdigit() or len(text) > 40:
        return None
    try:
        return Cursor(int(value) if by_amount else date.fromisoformat(value), int(key), text.startswith("-"))
    except ValueError:
        return None


@dataclass(frozen=True)
class Card:
    """A project granted, as a list shows it."""

    public_id: UUID
    title: str
    where: str
    themes: str
    holder_kind: str
    holder: str
    fund: str
    decided_on: date
    amount: Cents


@dataclass(frozen=True)
class Counts:
    """Projects under each value of a filter, the other filters staying as they are; "" or 0 is any value."""

    place: Mapping[str, int]
    theme: Mapping[int, int]
    year: Mapping[int, int]
    band: Mapping[int, int]
    total: int
    granted: Cents


@dataclass(frozen=True)
class Shelf:
    """One page of the catalogue, and where the pages before and after begin."""

    cards: tuple[Card, ...]
    before: Cursor | None
    after: Cursor | None


def revision() -> int:
    """Moves with every publication: what was made of published decisions holds until then. One query."""
    return PublicationMark.objects.values_list("revision", flat=True).first() or 0


def counts(sieve: Sieve) -> Counts:
    """How many projects each value of each filter would show. One query, along indexes, whatever their number."""
    chosen = {"place": sieve.place, "theme": sieve.theme, "year": sieve.year, "band": sieve.band}
    tallies = PublishedTally.objects.order_by()
    parts = []
    for name in chosen:
        others = {key: value for key, value in chosen.items() if key != name}
        key = Cast(name, TextField())
        rows = tallies.filter(**others).annotate(facet=Value(name), key=key)
        parts.append(rows.values_list("facet", "key", "projects", "granted_cents"))
    found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in chosen}
    for facet, key, projects, cents in parts[0].union(*parts[1:], all=True):
        found[facet][key] = projects, cents
    total, granted = found["place"].get(sieve.place, (0, 0))
    return Counts(
        place={key: projects for key, (projects, _cents) in found["place"].items()},
        theme=_by_number(found["theme"]),
        year=_by_number(found["year"]),
        band=_by_number(found["band"]),
        total=total,
        granted=Cents(granted),
    )


def _by_number(found: Mapping[str, tuple[int, int]]) -> dict[int, int]:
    return {int(key): projects for key, (projects, _cents) in found.items()}


def place_counts(sieve: Sieve) -> dict[str, int]:
    """Projects by place, the other filters staying as they are: what a map shows. One query."""
    rows = PublishedTally.objects.filter(theme=sieve.theme, year=sieve.year, band=sieve.band).exclude(place="")
    return dict(rows.values_list("place", "projects"))


def shelf(sieve: Sieve, cursor: Cursor | None = None, size: int = CARDS) -> Shelf:
    """One page of projects granted, the newest or the largest first. One query."""
    order = "amount_cents" if sieve.largest else "decided_on"
    found, before, after = page_of(_postings(sieve), order, "published_id", cursor, size, CARD)
    return Shelf(tuple(Card(*row[:8], Cents(row[8])) for row in found), before, after)


def _postings(sieve: Sieve) -> QuerySet[PublishedPosting]:
    """Every filter is a stretch of an index: a year is a range of days, a band a range of amounts."""
    found = PublishedPosting.objects.filter(place=sieve.place, theme=sieve.theme)
    if sieve.year:
        found = found.filter(decided_on__range=(date(sieve.year, 1, 1), date(sieve.year, 12, 31)))
    if sieve.band:
        found = found.filter(amount_cents__gte=BANDS[sieve.band - 1])
    if 0 < sieve.band < len(BANDS):
        found = found.filter(amount_cents__lt=BANDS[sieve.band])
    return found


def page_of(
    rows: QuerySet[Any], order: str, key: str, cursor: Cursor | None, size: int, columns: Sequence[str]
) -> tuple[list[tuple[Any, ...]], Cursor | None, Cursor | None]:
    """A page read along an index from a cursor, never by counting rows. The columns end with `order` and `key`."""
    back = bool(cursor and cursor.back)
    if cursor:
        side = "gt" if back else "lt"
        beyond = Q(**{f"{order}__{side}": cursor.value}) | Q(**{order: cursor.value, f"{key}__{side}": cursor.key})
        rows = rows.filter(beyond, **{f"{order}__{side}e": cursor.value})
    signs = ("", "") if back else ("-", "-")
    found = list(rows.order_by(signs[0] + order, signs[1] + key).values_list(*columns)[: size + 1])
    more = len(found) > size
    found = found[:size][::-1] if back else found[:size]
    at, of = columns.index(order), columns.index(key)
    first = Cursor(found[0][at], found[0][of], back=True) if found and (more if back else cursor) else None
    last = Cursor(found[-1][at], found[-1][of]) if found and (more or back) else None
    return found, first, last


@dataclass(frozen=True)
class Names:
    """The words of the values of filters: places by key, grouped by kind, and themes."""

    places: Mapping[str, str]
    themes: Mapping[int, str]


def names_of(places: Sequence[str], themes: Sequence[int]) -> Names:
    """What to call these places and themes. One query."""
    codes: dict[str, list[str]] = {"fonds": [], "commune": [], "quartier": []}
    for place in filter(None, places):
        kind, _colon, code = place.partition(":")
        codes[kind].append(code)
    parts = [
        _named("fonds", Fund.objects.filter(slug__in=codes["fonds"]), "slug", "name"),
        _named("commune", Commune.objects.filter(insee_code__in=codes["commune"]), "insee_code", "name"),
        _named("quartier", Neighbourhood.objects.filter(code__in=codes["quartier"]), "code", "name"),
        _named("theme", Theme.objects.filter(pk__in=[key for key in themes if key]), "pk", "label"),
    ]
    found: dict[str, str] = {}
    labels: dict[int, str] = {}
    for kind, key, name in parts[0].union(*parts[1:], all=True):
        if kind == "theme":
            labels[int(key)] = name
        else:
            found[f"{kind}:{key}"] = name
    return Names(found, labels)


def _named(kind: str, rows: QuerySet[Any], key: str, name: str) -> QuerySet[Any, tuple[str, str, str]]:
    known = rows.order_by().annotate(a_kind=Value(kind), a_key=Cast(key, TextField()), a_name=Cast(name, TextField()))
    return known.values_list("a_kind", "a_key", "a_name")


@dataclass(frozen=True)
class Project:
    """Everything public of a project granted."""

    decision_id: int
    public_id: UUID
    title: str
    pitch: str
    holder_kind: str
    holder: str
    where: str
    places: tuple[str, ...]
    themes: tuple[int, ...]
    theme_words: str
    starts_on: date | None
    ends_on: date | None
    outcome: str
    asked: Cents | None
    amount: Cents
    reason: str
    conditions: str
    decided_on: date
    year: int
    number: int
    fund_slug: str
    fund: str
    territory_id: int
    committee_id: UUID
    committee: str
    sat_at: datetime


PROJECT = (
    *("decision_id", "public_id", "title", "pitch", "holder_kind", "holder", "where_words", "places", "themes"),
    *("theme_words", "starts_on", "ends_on", "outcome", "asked_cents", "amount_cents", "reason", "conditions"),
    *("decided_on", "year", "number", "fund__slug", "fund__name", "fund__territory_id", "committee__public_id"),
    *("committee__name", "session__starts_at"),
)


def project(public_id: UUID) -> Project | None:
    """A project granted, by its public name; the last decision when there were several. One query."""
    granted = PublishedDecision.objects.filter(public_id=public_id, outcome__in=FAVOURABLE)
    row = granted.order_by("-decided_on", "-pk").values_list(*PROJECT).first()
    return Project(*row) if row else None


def similar(to: Project) -> tuple[Card, ...]:
    """The last projects granted nearby on the same theme, else nearby. One query."""
    nearby = next((place for place in to.places if place.startswith("quartier:")), f"fonds:{to.fund_slug}")
    theme = to.themes[0] if to.themes else 0
    same = PublishedPosting.objects.filter(place=nearby, theme=theme).exclude(published=to.decision_id)
    rows = same.order_by("-decided_on", "-published_id").values_list(*CARD)[:SIMILAR]
    return tuple(Card(*row[:8], Cents(row[8])) for row in rows)


EXPORTED = (
    *("published__year", "published__number", "published__decided_on", "published__title", "published__holder"),
    *("published__where_words", "published__theme_words", "published__fund__name", "published__asked_cents"),
    *("published__amount_cents", "published__public_id"),
)


def every_project(sieve: Sieve) -> Iterator[tuple[Any, ...]]:
    """Every project the sieve lets through, as `EXPORTED`, read as a stream: memory stays flat."""
    order = "-amount_cents" if sieve.largest else "-decided_on"
    rows = _postings(sieve).order_by(order, "-published_id").values_list(*EXPORTED)
    return rows.iterator(chunk_size=2_000)
