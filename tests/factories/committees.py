"""An evening of a committee, reached through the operations people use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import ApplicationState
from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Attendance, Case, Committee, Seat, Session
from quartierlibre.domain.committees.states import Presence
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from tests.factories import applications, personas, stories
from tests.factories.applications import MACHINE, RULES
from tests.factories.funds import clause
from tests.support import shelf
from tests.support.memory import remembered

_n = shelf.counter()


def rules(**said: Any) -> dict[str, Any]:
    """The usual rulebook and these rules: `rules(session__quorum=…)`, two underscores for the dot."""
    return {**RULES, **{key.replace("__", "."): value for key, value in said.items()}}


def choice(value: Any) -> dict[str, Any]:
    return {**clause(value, "choice"), "source": "text"}


@remembered
def committee(fund: Fund | None = None, **details: Any) -> Committee:
    return operations.form_committee(by=MACHINE, fund=fund or applications.fund(), name="Comité des tests", **details)


def person() -> Person:
    n = next(_n)
    return Person.objects.create_user(email=f"membre-{n}@exemple.fr", name=f"Membre {n}")


@remembered
def seat(of: Committee, who: Person | None = None, **details: Any) -> Seat:
    """A resident who votes, since long ago."""
    said = {"college": "residents", "basis": "elected", "votes": True, "starts_on": personas.LONG_AGO, **details}
    return operations.give_seat(by=MACHINE, committee=of, person=who or person(), **said)


@remembered
def session(of: Committee | None = None, *, members: int = 3, days: int = 30, **rules_said: Any) -> Session:
    """A session to come, with this many voting members."""
    of = of or committee(applications.fund(rules=rules(**rules_said)))
    for _ in range(members):
        seat(of)
    return operations.plan_session(by=MACHINE, committee=of, starts_at=timezone.now() + timedelta(days=days))


@remembered
def admissible(fund: Fund, **answers: Any) -> Application:
    """A file found admissible by the manager."""
    filed = stories.submitted(fund, **answers)
    Application.objects.filter(pk=filed.pk).update(state=ApplicationState.ADMISSIBLE)
    filed.refresh_from_db()
    return filed


@remembered
def case(of: Session, **answers: Any) -> Case:
    """A file on the order of the day."""
    made = operations.schedule(by=MACHINE, application=admissible(of.committee.fund, **answers), session=of)
    assert made is not None
    return made


@remembered
def opened(of: Session, *, here: int | None = None, **officers: Any) -> Session:
    """The session, opened, with so many members noted present (all of them when not said)."""
    made = operations.open_session(by=MACHINE, session=of, **officers)
    for each in roll(made)[:here]:
        operations.note_attendance(by=MACHINE, attendance=each, presence=Presence.PRESENT)
    return made


def roll(of: Session) -> list[Attendance]:
    return list(of.attendances.select_related("seat__person").order_by("pk"))
