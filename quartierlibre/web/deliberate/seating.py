"""Who sits on a committee, as its page says it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.committees.models import Committee, Link, Seat
from quartierlibre.domain.committees.operations.actors import plans_for
from quartierlibre.domain.committees.queries.minutes import college_said
from quartierlibre.domain.committees.queries.sessions import may_vote
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.operations import person_for, person_without_address


@dataclass(frozen=True)
class Sitter:
    """One seat in words. `links` are shown to the member and to who prepares the committee, else empty."""

    seat: Seat
    college: str
    votes: bool
    loses_vote: bool
    links: tuple[Link, ...]
    is_me: bool
    may_speak: bool

    @property
    def phone(self) -> str:
        return readable_phone(self.seat.person.phone) if self.seat.person.phone else ""


class CommitteePage:
    """Seats of today and to come, then the mandates that ended. Six queries, however many seats."""

    def __init__(self, committee: Committee, reader: Person, *, today: date) -> None:
        self.committee, self.reader, self.today = committee, reader, today
        self.manages = plans_for(reader, committee)
        regulation = current_regulation(committee.fund, today)
        self.regulation = regulation
        self._rulebook = regulation.rulebook if regulation else Rulebook()
        seats = Seat.objects.filter(committee=committee).select_related("person", "funder", "group")
        listed = list(seats.order_by("person__name", "pk"))
        self._links = self._links_of(listed)
        held = [each for each in listed if each.ends_on is None or each.ends_on >= today]
        self.sitters = [self._sitter(each) for each in held]
        self.former = [each for each in listed if each.ends_on is not None and each.ends_on < today]
        self.funders = [each for each in self.sitters if each.seat.funder]

    @property
    def voices(self) -> int:
        return sum(each.votes for each in self.sitters)

    @property
    def funders_vote(self) -> bool | None:
        """What the rulebook says of funders; None when it does not speak of them."""
        said: bool | None = self._rulebook.value("committee.funders_vote")
        return said

    @property
    def mine(self) -> Sitter | None:
        return next((each for each in self.sitters if each.is_me), None)

    def _links_of(self, seats: list[Seat]) -> dict[int, list[Link]]:
        people = {each.person_id for each in seats if self.manages or each.person_id == self.reader.pk}
        found: dict[int, list[Link]] = defaultdict(list)
        for link in Link.objects.filter(person__in=people, ended_at=None).order_by("pk"):
            found[link.person_id].append(link)
        return found

    def _sitter(self, seat: Seat) -> Sitter:
        votes = may_vote(seat, self._rulebook)
        is_me = seat.person_id == self.reader.pk
        return Sitter(
            seat=seat,
            college=college_said(seat.college),
            votes=votes,
            loses_vote=seat.votes and not votes,
            links=tuple(self._links[seat.person_id]) if seat.person_id in self._links else (),
            is_me=is_me,
            may_speak=is_me or self.manages,
        )


def somebody(committee: Committee, *, email: str, name: str, phone: str) -> Person:
    """The person of this address; without one, who already sits here under this name and phone, else somebody new."""
    if email:
        return person_for(email=email, name=name, phone=phone)
    known = Person.objects.filter(Q(email=None), name__iexact=name.strip(), phone=phone, seats__committee=committee)
    return known.first() or person_without_address(name=name, phone=phone)
