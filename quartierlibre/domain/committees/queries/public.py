"""What anyone may read of decisions: the catalogue of projects granted, one project, the register, the figures.

Only the public copy is read here (`models/public.py`), never a holder's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from quartierlibre.domain.committees.models import (
    PublishedPosting,
    PublishedTally,
)
from quartierlibre.domain.funds.models import Fund, Theme
from quartierlibre.domain.places.models import Commune, Neighbourhood
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.questions import answers

CARDS, SIMILAR = 20, 3
# Where a band of amounts begins (cents); the database counts with the same steps (migration `published_decisions`).
BANDS = (0, 30_000, 60_000, 100_000)
MOST = 2**62  # more than any grant


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


# Written by hand: put together by Django for each page, these questions would cost more than their answers.
_REVISION = "SELECT revision FROM committees_publicationmark"
_COUNTS = """
SELECT 'place', place, projects, granted_cents FROM committees_publishedtally
WHERE theme = %(theme)s AND year = %(year)s AND band = %(band)s
UNION ALL SELECT 'theme', theme::text, projects, granted_cents FROM committees_publishedtally
WHERE place = %(place)s AND year = %(year)s AND band = %(band)s
UNION ALL SELECT 'year', year::text, projects, granted_cents FROM committees_publishedtally
WHERE place = %(place)s AND theme = %(theme)s AND band = %(band)s
UNION ALL SELECT 'band', band::text, projects, granted_cents FROM committees_publishedtally
WHERE place = %(place)s AND theme = %(theme)s AND year = %(year)s
"""


_POSTINGS = """
SELECT published_id, decided_on, amount_cents FROM committees_publishedposting WHERE place = %(place)s
AND theme = %(theme)s
"""
_YEAR = " AND decided_on BETWEEN %(first)s AND %(last)s"
_BAND = " AND amount_cents >= %(least)s AND amount_cents < %(most)s"
_NEWEST = {False: " ORDER BY decided_on DESC, published_id DESC", True: " ORDER BY decided_on, published_id"}
_LARGEST = {False: " ORDER BY amount_cents DESC, published_id DESC", True: " ORDER BY amount_cents, published_id"}
_NEWEST_BEYOND = {
    False: " AND (decided_on, published_id) < (%(value)s, %(key)s)",
    True: " AND (decided_on, published_id) > (%(value)s, %(key)s)",
}
_LARGEST_BEYOND = {
    False: " AND (amount_cents, published_id) < (%(value)s, %(key)s)",
    True: " AND (amount_cents, published_id) > (%(value)s, %(key)s)",
}
_CARDS = (
    """
SELECT public_id, title, where_words, theme_words, holder_kind, holder, p.decided_on, p.amount_cents, p.published_id
FROM (""",
    """ LIMIT %(size)s) p JOIN committees_publisheddecision d ON d.decision_id = p.published_id""",
)
_PROJECT = """
SELECT d.decision_id, d.public_id, d.title, d.pitch, d.holder_kind, d.holder, d.where_words, d.places, d.themes,
    d.theme_words, d.starts_on, d.ends_on, d.outcome, d.asked_cents, d.amount_cents, d.reason, d.conditions,
    d.decided_on, d.year, d.number, fund.slug, fund.name, committee.public_id, committee.name
FROM committees_publisheddecision d JOIN funds_fund fund ON fund.id = d.fund_id
JOIN committees_committee committee ON committee.id = d.committee_id
WHERE d.public_id = %(public_id)s ORDER BY d.decided_on DESC, d.decision_id DESC LIMIT 1
"""
_SIMILAR = """
SELECT public_id, title, where_words, theme_words, holder_kind, holder, p.decided_on, p.amount_cents
FROM (SELECT published_id, decided_on, amount_cents FROM committees_publishedposting
    WHERE place = %(place)s AND theme = %(theme)s AND published_id <> %(but)s
    ORDER BY decided_on DESC, published_id DESC LIMIT %(size)s) p
JOIN committees_publisheddecision d ON d.decision_id = p.published_id
ORDER BY p.decided_on DESC, p.published_id DESC
"""


def revision() -> int:
    """Moves with every publication: what was made of published decisions holds until then. One query."""
    found = answers(_REVISION, {})
    return int(found[0][0]) if found else 0


def counts(sieve: Sieve) -> Counts:
    """How many projects each value of each filter would show. One query, along indexes, whatever their number."""
    found: dict[str, dict[str, tuple[int, int]]] = {"place": {}, "theme": {}, "year": {}, "band": {}}
    for facet, key, projects, cents in answers(_COUNTS, {name: getattr(sieve, name) for name in found}):
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
    """One page of projects granted, the newest or the largest first. One query.

    Every filter is a stretch of an index: a year is a range of days, a band a range of amounts.
    """
    back = bool(cursor and cursor.back)
    order = (_LARGEST if sieve.largest else _NEWEST)[back]
    beyond = (_LARGEST_BEYOND if sieve.largest else _NEWEST_BEYOND)[back] if cursor else ""
    parts = (_CARDS[0], _POSTINGS, _YEAR * bool(sieve.year), _BAND * bool(sieve.band), beyond, order, _CARDS[1], order)
    rows = answers("".join(parts), {**_facts(sieve, cursor), "size": size + 1})
    found, before, after = cut(rows, cursor, size, at=7 if sieve.largest else 6, key=8)
    return Shelf(tuple(_card(row) for row in found), before, after)


def _card(row: Sequence[Any]) -> Card:
    public_id, title, where, themes, kind, holder, day, cents = row[:8]
    return Card(public_id, title, where, themes, kind, holder, day, Cents(cents))


def _facts(sieve: Sieve, cursor: Cursor | None) -> dict[str, Any]:
    limits = (*BANDS, MOST)
    year = min(max(sieve.year, 1), 9999)
    return {
        "place": sieve.place,
        "theme": sieve.theme,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "least": limits[max(sieve.band - 1, 0)],
        "most": limits[sieve.band],
        "value": cursor.value if cursor else None,
        "key": cursor.key if cursor else None,
    }


def cut(
    rows: list[tuple[Any, ...]], cursor: Cursor | None, size: int, *, at: int, key: int
) -> tuple[list[tuple[Any, ...]], Cursor | None, Cursor | None]:
    """A page of `size` rows out of one more, in the order of the list, and where the pages beside it begin."""
    back, more = bool(cursor and cursor.back), len(rows) > size
    found = rows[:size][::-1] if back else rows[:size]
    before = Cursor(found[0][at], found[0][key], back=True) if found and (more if back else cursor) else None
    after = Cursor(found[-1][at], found[-1][key]) if found and (more or back) else None
    return found, before, after


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


def _named(kind: str, rows: QuerySet[Any], key: str, name: str) -> Any:
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
    places: Sequence[str]
    themes: Sequence[int]
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
    committee_id: UUID
    committee: str


def project(public_id: UUID) -> Project | None:
    """A project granted, by its public name; the last decision when there were several. One query."""
    found = answers(_PROJECT, {"public_id": public_id})
    return Project(*found[0]) if found else None


def similar(to: Project) -> tuple[Card, ...]:
    """The last projects granted nearby on the same theme, else nearby. One query."""
    nearby = next((place for place in to.places if place.startswith("quartier:")), f"fonds:{to.fund_slug}")
    facts = {"place": nearby, "theme": to.themes[0] if to.themes else 0, "but": to.decision_id, "size": SIMILAR}
    return tuple(_card(row) for row in answers(_SIMILAR, facts))


EXPORTED = (
    *("published__year", "published__number", "published__decided_on", "published__title", "published__holder"),
    *("published__where_words", "published__theme_words", "published__fund__name", "published__asked_cents"),
    *("published__amount_cents", "published__public_id"),
)


def every_project(sieve: Sieve) -> Iterator[tuple[Any, ...]]:
    """Every project the sieve lets through, as `EXPORTED`, read as a stream: memory stays flat."""
    facts = _facts(sieve, None)
    rows = PublishedPosting.objects.filter(place=sieve.place, theme=sieve.theme)
    if sieve.year:
        rows = rows.filter(decided_on__range=(facts["first"], facts["last"]))
    if sieve.band:
        rows = rows.filter(amount_cents__gte=facts["least"], amount_cents__lt=facts["most"])
    order = "-amount_cents" if sieve.largest else "-decided_on"
    return rows.order_by(order, "-published_id").values_list(*EXPORTED).iterator(chunk_size=2_000)
