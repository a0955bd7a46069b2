"""Who waits for the money of an envelope, in order, and what is left in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import WaitingPlace
from quartierlibre.domain.committees.queries.interests import readable_deliberations
from quartierlibre.domain.funds.models import Envelope
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.money import Cents
from quartierlibre.web.deliberate.access import funds_in_charge


@dataclass(frozen=True)
class Place:
    """One file in line. `short` is what its envelope lacks for it; `is_open` is false to whoever steps aside on it."""

    place: WaitingPlace
    rank: int
    short: Cents
    is_open: bool

    @property
    def is_first(self) -> bool:
        return self.rank == 1

    @property
    def may_be_served(self) -> bool:
        return self.is_open and self.is_first and not self.short


@dataclass(frozen=True)
class Line:
    """Everyone who waits for one envelope, first come first."""

    envelope: Envelope
    places: Sequence[Place]
    left: Cents

    @property
    def name(self) -> str:
        sector, year = self.envelope.sector, self.envelope.fund_year
        where = sector.name if sector else _("tout le fonds")
        return _("%(fund)s, %(where)s, %(year)s") % {"fund": year.fund.name, "where": where, "year": year.year}

    @property
    def wanted(self) -> Cents:
        return Cents(sum(each.place.amount_cents for each in self.places))

    @property
    def lacks(self) -> Cents:
        """What must come for everyone to be served."""
        return Cents(max(self.wanted - self.left, 0))


def lines_for(person: Person) -> list[Line]:
    """The waiting lists of the funds whose sessions this person prepares. Three queries, however long they are."""
    waiting = WaitingPlace.objects.filter(
        ended_at=None, envelope__fund_year__fund__territory__in=funds_in_charge(person)
    ).select_related(
        "case__application",
        "case__session__committee",
        "envelope__available",
        "envelope__sector",
        "envelope__fund_year__fund",
    )
    in_order = waiting.order_by(
        "envelope__fund_year__fund__name", "-envelope__fund_year__year", "envelope__pk", "since", "pk"
    )
    readable = set(readable_deliberations(person))
    return [_line(list(places), readable) for _key, places in groupby(in_order, key=lambda each: each.envelope_id)]


def _line(places: list[WaitingPlace], readable: set[int]) -> Line:
    envelope = places[0].envelope
    left = Cents(envelope.available.balance_cents)
    listed = [
        Place(each, rank, Cents(max(each.amount_cents - left, 0)), each.case_id in readable)
        for rank, each in enumerate(places, start=1)
    ]
    return Line(envelope, listed, left)
