"""The register of a fund's decisions, its figures, and the page of a committee: what anyone may read.

Only the public copy of decisions is read here; of people, seats are counted and never named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property

from quartierlibre.domain.committees.models import Committee, Minutes, PublishedDecision, PublishedFigure, Seat, Session
from quartierlibre.domain.committees.models.public import FigureKind
from quartierlibre.domain.committees.queries.public import Cursor, cut
from quartierlibre.domain.committees.states import FAVOURABLE, MinutesState, SessionState
from quartierlibre.domain.funds.models import Fund, FundYear, Sector, Theme
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.questions import answers

FEW = 3  # fewer unfavourable decisions than this under one theme would point at someone
LINES = 20
LINE = (
    *("year", "number", "outcome", "public_id", "title", "holder", "theme_words", "themes", "amount_cents"),
    *("fund_year_id", "decided_on", "decision_id"),
)
_SUMS = """
SELECT figure.fund_year_id, fund_year.year, figure.kind, figure.key, figure.decisions, figure.granted_cents
FROM committees_publishedfigure figure JOIN funds_fundyear fund_year ON fund_year.id = figure.fund_year_id
WHERE fund_year.fund_id = %(fund)s AND figure.kind IN ('outcome', 'unfavourable')
"""
_COMMITTEES = """
SELECT committee.public_id, committee.name FROM committees_committee committee
LEFT JOIN funds_sector sector ON sector.id = committee.sector_id
WHERE committee.fund_id = %(fund)s ORDER BY sector.position, committee.id
"""
_LINES = """
SELECT year, number, outcome, public_id, title, holder, theme_words, themes, amount_cents, fund_year_id, decided_on,
    decision_id FROM committees_publisheddecision WHERE
"""
_WHOSE = {False: " fund_id = %(fund)s", True: " fund_year_id = %(year)s"}
_BEYOND = {
    False: " AND (decided_on, decision_id) < (%(value)s, %(key)s)",
    True: " AND (decided_on, decision_id) > (%(value)s, %(key)s)",
}
_ORDER = {
    False: " ORDER BY decided_on DESC, decision_id DESC LIMIT %(size)s",
    True: " ORDER BY decided_on, decision_id LIMIT %(size)s",
}


@dataclass(frozen=True)
class Line:
    """A decision of the register. `themes` is empty where so few were refused that it would point at someone."""

    year: int
    number: int
    outcome: str
    public_id: UUID | None
    title: str
    holder: str
    themes: str
    amount: Cents | None
    decided_on: date

    @property
    def is_granted(self) -> bool:
        return self.outcome in FAVOURABLE


@dataclass(frozen=True)
class Register:
    """One page of a register; `decisions` and `granted` are those of the year asked for, or of all."""

    lines: tuple[Line, ...]
    years: tuple[int, ...]
    decisions: int
    favourable: int
    granted: Cents
    before: Cursor | None
    after: Cursor | None


@dataclass(frozen=True)
class _Sums:
    """Figures of the outcomes of each year, and the themes whose refusals are few."""

    rows: tuple[tuple[int, int, str, str, int, int], ...]

    def of(self, year: int) -> tuple[int, int, int]:
        """Decisions, favourable ones and cents granted in a year, 0 for all years."""
        said = [row for row in self.rows if row[2] == FigureKind.OUTCOME and year in (0, row[1])]
        favourable = [row for row in said if row[3] in FAVOURABLE]
        return sum(row[4] for row in said), sum(row[4] for row in favourable), sum(row[5] for row in favourable)

    def key_of(self, year: int) -> int:
        """The fund year of that year, 0 when nothing was published of it."""
        return next((row[0] for row in self.rows if row[1] == year), 0)

    def years(self) -> tuple[int, ...]:
        return tuple(sorted({row[1] for row in self.rows}, reverse=True))

    def may_tell(self, fund_year: int, themes: Sequence[int]) -> bool:
        return all(self._refused.get((fund_year, str(theme)), 0) >= FEW for theme in themes)

    @cached_property
    def _refused(self) -> dict[tuple[int, str], int]:
        """Unfavourable decisions by fund year and theme."""
        return {(row[0], row[3]): row[4] for row in self.rows if row[2] == FigureKind.UNFAVOURABLE}


def register(fund: Fund, *, year: int = 0, cursor: Cursor | None = None, size: int = LINES) -> Register:
    """A page of the published decisions of a fund, the last first; of one year or of all. Two queries."""
    sums = _Sums(tuple(answers(_SUMS, {"fund": fund.pk})))
    back = bool(cursor and cursor.back)
    question = "".join((_LINES, _WHOSE[bool(year)], _BEYOND[back] if cursor else "", _ORDER[back]))
    facts = {"fund": fund.pk, "year": sums.key_of(year), "size": size + 1}
    rows = answers(question, {**facts, **({"value": cursor.value, "key": cursor.key} if cursor else {})})
    found, before, after = cut(rows, cursor, size, at=10, key=11)
    decisions, favourable, granted = sums.of(year)
    lines = tuple(_line(row, sums) for row in found)
    return Register(lines, sums.years(), decisions, favourable, Cents(granted), before, after)


def _line(row: tuple[Any, ...], sums: _Sums) -> Line:
    year, number, outcome, public_id, title, holder, words, themes, amount, fund_year, decided_on, _key = row
    told = words if outcome in FAVOURABLE or sums.may_tell(fund_year, themes) else ""
    return Line(year, number, outcome, public_id, title, holder, told, amount, decided_on)


def every_decision(fund: Fund, *, year: int = 0) -> Iterator[Line]:
    """The whole register, read as a stream: memory stays flat."""
    sums = _Sums(tuple(answers(_SUMS, {"fund": fund.pk})))
    found = PublishedDecision.objects.filter(fund=fund)
    found = found.filter(fund_year=sums.key_of(year)) if year else found
    rows = found.order_by("-decided_on", "-decision_id").values_list(*LINE)
    for row in rows.iterator(chunk_size=2_000):
        yield _line(row, sums)


@dataclass(frozen=True)
class Figure:
    """Projects granted under one heading, money asked and granted in cents."""

    label: str
    projects: int
    asked: Cents
    granted: Cents


@dataclass(frozen=True)
class YearFigures:
    """What a fund year granted: by theme, by sector, by month (first of the month)."""

    decisions: int
    favourable: int
    asked: Cents
    granted: Cents
    themes: tuple[Figure, ...]
    sectors: tuple[Figure, ...]
    months: tuple[tuple[date, Figure], ...]


def figures(fund_year: FundYear) -> YearFigures:
    """Decisions published of a year, counted by the database as they are published. Three queries."""
    rows = PublishedFigure.objects.filter(fund_year=fund_year).exclude(kind=FigureKind.UNFAVOURABLE)
    by_kind: dict[str, list[tuple[str, int, int, int]]] = {}
    for kind, key, *sums in rows.values_list("kind", "key", "decisions", "asked_cents", "granted_cents"):
        by_kind.setdefault(kind, []).append((str(key), int(sums[0]), int(sums[1]), int(sums[2])))
    outcomes = by_kind.get(FigureKind.OUTCOME, [])
    granted = [row for row in outcomes if row[0] in FAVOURABLE]
    themes, sectors = by_kind.get(FigureKind.THEME, []), by_kind.get(FigureKind.SECTOR, [])
    return YearFigures(
        decisions=sum(row[1] for row in outcomes),
        favourable=sum(row[1] for row in granted),
        asked=Cents(sum(row[2] for row in granted)),
        granted=Cents(sum(row[3] for row in granted)),
        themes=_named(themes, dict(Theme.objects.filter(pk__in=[row[0] for row in themes]).values_list("pk", "label"))),
        sectors=_named(sectors, dict(Sector.objects.filter(fund=fund_year.fund_id).values_list("pk", "name"))),
        months=tuple((_month(row[0]), _figure("", row)) for row in sorted(by_kind.get(FigureKind.MONTH, []))),
    )


def _month(key: str) -> date:
    return date.fromisoformat(f"{key}-01")


def _figure(label: str, row: tuple[str, int, int, int]) -> Figure:
    return Figure(label, row[1], Cents(row[2]), Cents(row[3]))


def _named(rows: Sequence[tuple[str, int, int, int]], names: Mapping[int, str]) -> tuple[Figure, ...]:
    """The largest sum first; an unnamed heading (the whole fund) keeps an empty label."""
    figures = [_figure(names.get(int(row[0]), ""), row) for row in rows]
    return tuple(sorted(figures, key=lambda each: (-each.granted, each.label)))


@dataclass(frozen=True)
class Bench:
    """Seats of one college: how many, how many vote, and the funders that hold some."""

    college: str
    seats: int
    votes: int
    funders: tuple[str, ...]


@dataclass(frozen=True)
class Evening:
    """A sitting that was held, with its minutes once they are signed and sealed."""

    public_id: UUID
    day: date
    number: int | None
    is_sealed: bool


def public_committees(fund: Fund) -> tuple[tuple[UUID, str], ...]:
    """Address and name of the committees of a fund, in its order. One query."""
    return tuple(answers(_COMMITTEES, {"fund": fund.pk}))


def benches(committee: Committee, day: date | None = None) -> tuple[Bench, ...]:
    """Who sits that day (today when not said), by college: counted, never named. One query."""
    held = Seat.objects.all().held_on(day or timezone.localdate()).filter(committee=committee)
    rows = held.order_by("college").values_list("college", "votes", "funder__name").annotate(seats=Count("pk"))
    found: dict[str, list[tuple[bool, str | None, int]]] = {}
    for college, votes, funder, seats in rows:
        found.setdefault(college, []).append((votes, funder, seats))
    return tuple(_bench(college, parts) for college, parts in found.items())


def _bench(college: str, parts: Sequence[tuple[bool, str | None, int]]) -> Bench:
    voting = sum(seats for votes, _funder, seats in parts if votes)
    funders = tuple(sorted({funder for _votes, funder, _seats in parts if funder}))
    return Bench(college, sum(seats for *_rest, seats in parts), voting, funders)


def evenings(committee: Committee, most: int = 12) -> tuple[Evening, ...]:
    """The last sittings held. One query."""
    held = Session.objects.filter(committee=committee, state=SessionState.HELD).order_by("-starts_at", "-pk")
    rows = held.values_list("public_id", "starts_at", "number", "minutes__sealed_at")
    return tuple(
        Evening(public_id, timezone.localdate(at), number, sealed is not None)
        for public_id, at, number, sealed in rows[:most]
    )


def sealed_minutes(public_id: UUID) -> Minutes | None:
    """The minutes of a sitting once signed and sealed: before that nobody outside reads of it. One query."""
    sealed = Minutes.objects.filter(session__public_id=public_id, state=MinutesState.SEALED)
    return sealed.select_related("session__committee__fund").first()


def decided_in(session: Session) -> tuple[Line, ...]:
    """What a sitting decided, in the order of the numbers. Two queries."""
    sums = _Sums(tuple(answers(_SUMS, {"fund": session.committee.fund_id})))
    rows = PublishedDecision.objects.filter(session=session).order_by("number").values_list(*LINE)
    return tuple(_line(row, sums) for row in rows)
