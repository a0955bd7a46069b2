"""A story is a list of acts, each with its moment; they are played in order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from quartierlibre.console.demo import clock
from quartierlibre.domain.committees.models import Committee, Seat, Session
from quartierlibre.domain.funds.models import Fund, FundYear
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.places.models import Territory

Data: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Act:
    when: datetime
    do: Callable[[], object]


@dataclass
class Stage:
    """What the acts of one story share; the empty places are filled as they are played.

    Committees and seats are known by the sector's short name, empty for the whole fund.
    """

    data: Data
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    territory: Territory = field(default_factory=Territory)
    fund: Fund = field(default_factory=Fund)
    years: dict[int, FundYear] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)
    sessions: dict[tuple[str, int], Session] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(clock.PARIS).date()

    @property
    def manager(self) -> Person:
        return self.people[self.data["manager"]]

    def before(self, days: int, hour: str) -> datetime:
        """So many days ago at that hour, and never later than a minute ago."""
        return min(clock.moment(self.today - timedelta(days=days), hour), self.now - timedelta(minutes=1))

    def after(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def first_open_day(self, days: int = 0) -> date:
        """So many days after the fund opened."""
        opened: date = self.data["opened_on"]
        return opened + timedelta(days=days)


def play(acts: Iterable[Act]) -> None:
    """In order of time; acts of one moment keep the order they were written in."""
    for act in sorted(acts, key=lambda act: act.when):
        with clock.at(act.when):
            act.do()
