"""An evening for page tests: Chloé runs it, Bruno sits on the committee, a file is on the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Attendance, Case, Committee, Seat, Session
from quartierlibre.domain.committees.states import BallotMode, Presence
from quartierlibre.domain.people.models import Person
from tests.access.world import SignedIn
from tests.factories import committees, personas, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.support.memory import remembered

BY_NAME = choice("by_name")
SECRET = choice("secret")
HANDS = choice("show_of_hands")


@dataclass
class Evening:
    session: Session
    cases: list[Case]
    chloe: Person
    bruno: Person
    seat: Seat

    @property
    def case(self) -> Case:
        return self.cases[0]

    @property
    def committee(self) -> Committee:
        return self.session.committee

    @property
    def place(self) -> Attendance:
        """Bruno's line on the roll."""
        return Attendance.objects.get(session=self.session, seat=self.seat)

    def refreshed(self) -> Case:
        self.case.refresh_from_db()
        return self.case


@remembered
def prepared(*, files: int = 2, members: int = 2, **rules_said: Any) -> Evening:
    """Planned in forty days: files on the agenda, Bruno among the members, nothing sent yet."""
    said = {"session__ballot": BY_NAME, **rules_said}
    fund = votes.fund(**{key: rule for key, rule in said.items() if rule is not None})
    committee = committees.committee(fund)
    bruno = personas.bruno(fund.territory)
    seat = committees.seat(committee, bruno)
    session = committees.session(committee, members=members, days=40)
    cases = [committees.case(session, **_file(n)) for n in range(files)]
    return Evening(session, cases, personas.chloe(fund.territory), bruno, seat)


def _file(n: int) -> dict[str, str]:
    return {
        "title": f"Repas de la tour {n}",
        "group_name": f"Les voisins de la tour {n}",
        "contact_email": f"tour-{n}@exemple.fr",
        "asked": "150",
    }


@remembered
def opened(**how: Any) -> Evening:
    """Open, with everybody in the room; Chloé's colleague chairs, another keeps the minutes."""
    evening = prepared(**how)
    others = list(Seat.objects.filter(committee=evening.committee).exclude(pk=evening.seat.pk).order_by("pk"))
    evening.session = committees.opened(evening.session, chair=others[0], secretary=others[1])
    for each in evening.cases:
        each.session = evening.session
    return evening


@remembered
def voting(mode: BallotMode | None = None, **how: Any) -> Evening:
    """The first file is being voted."""
    evening = opened(**how)
    votes.opened(evening.case, mode)
    return evening


@remembered
def voted(**how: Any) -> Evening:
    """The first file is voted: everybody is for."""
    evening = voting(**how)
    vote = evening.case.rounds.get()
    for voter in votes.voters(vote):
        votes.cast(voter)
    operations.close_round(by=MACHINE, round=vote)
    return evening


@remembered
def decided(**how: Any) -> Evening:
    """The first file is decided."""
    evening = voted(**how)
    votes.decide(evening.case)
    return evening


@remembered
def closed(**how: Any) -> Evening:
    """Over: the first file decided, the others put off."""
    evening = decided(**how)
    evening.session = operations.close_session(by=MACHINE, session=evening.session)
    return evening


def browser(person: Person) -> Client:
    return SignedIn(person)


def url(name: str, session: Session, *more: Any, part: str = "") -> str:
    return reverse(f"deliberate:{name}", args=[session.public_id, *more]) + part


def case_url(name: str, case: Case) -> str:
    return reverse(f"deliberate:{name}", args=[case.session.public_id, case.public_id])


def post(client: Client, address: str, htmx: bool = False, **typed: Any):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address, {"once_key": str(uuid4()), **typed}, headers=headers)


def present(attendance: Attendance) -> None:
    operations.note_attendance(by=MACHINE, attendance=attendance, presence=Presence.PRESENT)
