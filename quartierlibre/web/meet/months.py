"""A month of the agenda: a table on a wide screen, the list of its busy days on a phone."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from quartierlibre.domain.meetings.queries import agenda
from quartierlibre.domain.meetings.queries.agenda import Card
from quartierlibre.domain.meetings.rules.times import EARLIEST, LATEST
from quartierlibre.pagekit import kept_page
from quartierlibre.pagekit.meetings.saying import where_said
from quartierlibre.pagekit.words import as_day, hour, month_name
from quartierlibre.web.meet.addresses import query_of
from quartierlibre.web.meet.cards import state_badge
from quartierlibre.web.meet.listing import Sifted, today


@dataclass(frozen=True)
class Entry:
    """A meeting on one of its days; its hour on the first one only."""

    slug: str
    title: str
    hour: str
    where: str
    badge: SafeString


@dataclass(frozen=True)
class Day:
    day: date
    is_inside: bool
    is_today: bool
    entries: tuple[Entry, ...]


class MonthPage(Sifted):
    """The weeks of a month, and the months around it."""

    def __init__(self, asked: QueryDict, year: int, month: int) -> None:
        super().__init__(asked)
        if not EARLIEST.year <= year <= LATEST.year:
            raise Http404
        self.first = date(year, month, 1)

    @property
    def mark(self) -> Hashable:
        return kept_page.this_hour("month", self.revision, self.sieve, self.first)

    @property
    def name(self) -> str:
        return month_name(self.first)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return agenda.month(self.sieve, self.first)

    @cached_property
    def weeks(self) -> list[list[Day]]:
        weeks = Calendar().monthdatescalendar(self.first.year, self.first.month)
        entries = self._entries()
        now = today()
        return [[Day(day, day.month == self.first.month, day == now, entries.get(day, ())) for day in w] for w in weeks]

    def _entries(self) -> dict[date, tuple[Entry, ...]]:
        """A meeting of several days is on each of them."""
        found: dict[date, tuple[Entry, ...]] = {}
        for card in self.cards:
            first = as_day(card.starts_at)
            last = as_day(card.ends_at - timedelta(microseconds=1)) if card.ends_at else first
            for number in range((last - first).days + 1):
                day = first + timedelta(days=number)
                found[day] = (*found.get(day, ()), _entry(card, is_first=number == 0))
        return found

    @property
    def before(self) -> dict[str, Any] | None:
        return self._neighbour(self.first - timedelta(days=1))

    @property
    def after(self) -> dict[str, Any] | None:
        return self._neighbour(self.first + timedelta(days=31))

    def _neighbour(self, day: date) -> dict[str, Any] | None:
        if not EARLIEST <= day <= LATEST:
            return None
        address = reverse("meet:month", args=[day.year, day.month])
        return {"name": month_name(day), "href": address + query_of(self.sieve)}

    @property
    def list_query(self) -> str:
        return query_of(self.sieve)


def _entry(card: Card, *, is_first: bool) -> Entry:
    said = hour(card.starts_at) if card.has_hour and is_first else ""
    badge = mark_safe(state_badge(card.state))  # noqa: S308 - escaped there
    return Entry(card.slug, card.title, said, where_said(card), badge)
