"""Registrations, made through the operations people use."""

from __future__ import annotations

from typing import Any

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import Coming, Contact, DeskFacts
from quartierlibre.domain.meetings.models import Desk, Meeting, Registration
from quartierlibre.domain.meetings.states import Source
from tests.factories import meetings
from tests.factories.meetings import TESTS
from tests.support import shelf
from tests.support.memory import remembered

_n = shelf.counter()
ELECTED, RESIDENTS = "Élu·e", "Habitant·e"


@remembered
def desk(meeting: Meeting | None = None, **said: Any) -> Desk:
    """Registration open to a published meeting; seats, categories… are said."""
    return operations.set_desk(by=TESTS, meeting=meeting or meetings.published(), facts=DeskFacts(**said))


def category(desk: Desk, name: str) -> Any:
    return desk.categories.get(name=name)


def people(desk: Desk, number: int = 1, *, of: str = "", **said: Any) -> list[Coming]:
    """So many of them, of a category."""
    chosen = category(desk, of) if of else None
    return [Coming(name=f"Camille Essai {next(_n)}", category=chosen, **said) for _ in range(number)]


def registered(desk: Desk, number: int = 1, *, of: str = "", email: str = "", **said: Any) -> Registration:
    """A party, reached at an address of its own."""
    contact = Contact(email=email or f"p{next(_n)}@example.org")
    source = said.pop("source", Source.ONLINE)
    return operations.register(
        by=None, desk=desk, contact=contact, people=people(desk, number, of=of, **said), source=source
    )
