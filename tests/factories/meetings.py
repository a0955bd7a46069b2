"""Meetings, built through the operations people use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.facts import Facts, Item
from quartierlibre.domain.meetings.models import Meeting, Series, Topic
from quartierlibre.domain.meetings.rules.times import Times, instant
from quartierlibre.domain.meetings.states import ItemKind, MeetingKind
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal.operations import Machine
from tests.factories import personas
from tests.support import shelf
from tests.support.memory import remembered

TESTS = Machine("tests")
_n = shelf.counter()


def at(day: date, clock: str) -> datetime:
    """The instant when a clock of Paris says `13:30` on that day."""
    return instant(day, time.fromisoformat(clock))


def day(days: int = 30) -> date:
    return timezone.localdate() + timedelta(days=days)


def afternoon(on: date | None = None) -> Times:
    """Doors at 13:30, from 14:00 to 17:00."""
    on = on or day()
    return Times(at(on, "14:00"), at(on, "17:00"), at(on, "13:30"))


def facts(**said: Any) -> Facts:
    """A PIC Lab of an afternoon, in a month, with a place; anything else is said."""
    n = next(_n)
    usual: dict[str, Any] = {
        "title": f"PIC Lab n° {n}",
        "times": afternoon(said.pop("on", None)),
        "kind": MeetingKind.PIC_LAB,
        "venue_name": "Maison des essais",
        "venue_address": "6 rue des Tests",
        "town": "Hautefosse",
        "summary": "Trois heures pour échanger.",
        "body": "<p>Venez nombreux.</p>",
        "organiser": "Centre de ressources",
    }
    return Facts(**{**usual, **said})


def programme(on: date | None = None) -> list[Item]:
    on = on or day()
    return [
        Item("Accueil", ItemKind.WELCOME, at(on, "13:30")),
        Item("Le dispositif", ItemKind.PRESENTATION, at(on, "14:00")),
        Item("Carrefour", ItemKind.CARREFOUR),
        Item("Clôture", ItemKind.CLOSING, at(on, "17:00")),
    ]


@remembered
def gaelle(territory: Territory) -> Person:
    """Works for the resource centre: organises meetings."""
    return personas._with_mandate("Gaelle Morin", Role.EVENT_ORGANISER, territory)


@remembered
def topic(name: str = "Participation citoyenne", old_id: int | None = None) -> Topic:
    return operations.topic_for(by=TESTS, name=name, old_id=old_id)


@remembered
def series(title: str = "Les PIC Labs") -> Series:
    return operations.create_series(by=TESTS, title=title)


@remembered
def draft(**said: Any) -> Meeting:
    """A draft; `topics` and `programme` too may be said."""
    more = {name: said.pop(name) for name in ("topics", "programme") if name in said}
    return operations.create_meeting(by=TESTS, facts=facts(**said), **more)


@remembered
def published(**said: Any) -> Meeting:
    """A meeting anyone can read."""
    return operations.publish_meeting(by=TESTS, meeting=draft(**said))


# The page the project starts from, in facts: a meeting at 14:00 which its old site showed at 02:00.
SEED_DAY = date(2017, 9, 28)
