"""Who comes to the PIC Labs of the demonstration: places, a line that waits, a door already kept, opinions given."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from quartierlibre.console.demo.acts import Act
from quartierlibre.console.demo.ground import DATA
from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import Coming, Contact, DeskFacts
from quartierlibre.domain.meetings.models import Desk, Meeting, Registration
from quartierlibre.domain.meetings.states import Mark, Question, RegistrationState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.verdicts import Refused

SEED = 2017


@dataclass
class Told:
    """One meeting as the file tells it, and what its acts share."""

    by: Person
    said: Mapping[str, Any]
    people: list[Mapping[str, Any]]
    meetings: Mapping[str, Meeting]
    chance: random.Random

    @property
    def desk(self) -> Desk:
        return Desk.objects.select_related("meeting").get(meeting=self.meetings[self.said["slug"]])


def registration_acts(
    *, by: Person, meetings: Mapping[str, Meeting], announced: Mapping[str, datetime], held: Mapping[str, datetime]
) -> Iterator[Act]:
    """Registration opens when a meeting is announced; people come one after another; the door, then opinions."""
    data = tomllib.loads((DATA / "registrations.toml").read_text(encoding="utf-8"))
    now = timezone.now()
    for said in data["desks"]:
        told = Told(by, said, data["people"], meetings, random.Random(SEED))  # noqa: S311 - invented people
        opens, starts = announced[said["slug"]] + timedelta(minutes=30), held[said["slug"]]
        yield Act(opens, partial(_open, told, data["categories"]))
        last = min(now - timedelta(minutes=5), starts - timedelta(hours=6))
        parties = range(said["parties"])
        for number in parties:
            yield Act(opens + (last - opens) * (number + 1) / (len(parties) + 1), partial(_register, told, number))
        for number in range(said.get("gone", 0)):
            yield Act(last, partial(_step_back, told, number))
        if starts < now:
            yield Act(starts + timedelta(minutes=20), partial(_keep_the_door, told))
            yield Act(starts + timedelta(days=1), partial(_after, told))


def _open(told: Told, categories: list[list[Any]]) -> None:
    facts = DeskFacts(
        seats=told.said["seats"],
        categories=tuple((name, quota or None) for name, quota in categories),
        needs=("interpreter", "child_care", "transport", "meal"),
        contact="Gaëlle, 03 00 00 00 00",
    )
    operations.set_desk(by=told.by, meeting=told.meetings[told.said["slug"]], facts=facts)


def _register(told: Told, number: int) -> None:
    """The next people of the list, who may come together; the list begins again when it ends."""
    desk = told.desk
    said = told.people[number % len(told.people)]
    categories = {each.name: each for each in desk.categories.all()}
    territories = list(Territory.objects.order_by("name", "pk"))
    together = [said["name"], *said.get("with", ())]
    people = [
        Coming(
            name=name,
            category=categories[said["category"]],
            function=said.get("function", ""),
            organisation=said.get("organisation", ""),
            territory=territories[number % len(territories)] if number % 4 else None,
            needs=tuple(said.get("needs", ())) if at == 0 else (),
        )
        for at, name in enumerate(together)
    ]
    email = "" if said.get("phone") else f"{said['key']}@demo.example"
    contact = Contact(email, said.get("phone", ""))
    try:
        operations.register(by=None, desk=desk, contact=contact, people=people)
    except Refused:  # the same people cannot fill the room
        return


def _step_back(told: Told, number: int) -> None:
    confirmed = Registration.objects.filter(desk=told.desk, state=RegistrationState.CONFIRMED).order_by("number")
    found = confirmed[number * 3 : number * 3 + 1].first()
    if found is not None:
        operations.cancel_registration(by=None, registration=found)


def _keep_the_door(told: Told) -> None:
    """Five in six came."""
    for registration in Registration.objects.filter(desk=told.desk, state=RegistrationState.CONFIRMED):
        if told.chance.random() < 5 / 6:
            for each in registration.people.all():
                operations.note_arrival(by=told.by, participant=each)


def _after(told: Told) -> None:
    """Certificates are ready, and half of those who came said what they thought."""
    operations.certify_everyone(by=told.by, desk=told.desk)
    for registration in Registration.objects.filter(desk=told.desk, people__arrived_at__isnull=False).distinct():
        if told.chance.random() < 1 / 2:
            marks = {question: told.chance.choice((Mark.YES, Mark.YES, Mark.RATHER, Mark.NO)) for question in Question}
            operations.give_opinion(registration=registration, marks=marks)
    Registration.objects.filter(desk=told.desk).update(thanked_at=timezone.now())
