"""Who is there: noted at the door, also by a telephone that had no network and says it late."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.meetings.coming import Coming, Contact
from quartierlibre.domain.meetings.models import Desk, Participant, Registration
from quartierlibre.domain.meetings.operations.actors import Actor
from quartierlibre.domain.meetings.operations.desks import hold_as_organiser
from quartierlibre.domain.meetings.operations.lines import become, tell_of
from quartierlibre.domain.meetings.operations.registering import register
from quartierlibre.domain.meetings.queries.coming import room_of
from quartierlibre.domain.meetings.rules import registering as rules
from quartierlibre.domain.meetings.states import HOLDING, RegistrationState, Source


@transaction.atomic
def note_arrival(
    *, by: Actor, participant: Participant, is_there: bool = True, at: datetime | None = None
) -> Participant:
    """They are there, or were noted by mistake. What was said last counts, whatever the order in which it is received.

    Said twice, it changes nothing. Whoever waits, or did not answer, takes a place left. Raises Refused when none is.
    """
    desk = hold_as_organiser(by, participant.registration.desk)
    participant = Participant.objects.select_related("registration").get(pk=participant.pk)
    at = min(at or timezone.now(), timezone.now())
    if participant.arrival_told_at and at <= participant.arrival_told_at:
        return participant
    if is_there:
        _give_a_place(by, desk, participant.registration)
    participant.arrived_at = at if is_there else None
    participant.arrival_told_at = at
    participant.save(update_fields=["arrived_at", "arrival_told_at"])
    name = "meetings.participant.arrived" if is_there else "meetings.participant.not_there"
    tell_of(name, by=by, registration=participant.registration, desk=desk, participant=participant.pk)
    return participant


def _give_a_place(by: Actor, desk: Desk, registration: Registration) -> None:
    if registration.state in HOLDING:
        return
    party = rules.party_of(registration.people.values_list("category_id", flat=True))
    rules.may_seat(room_of(desk).fits(party)).enforce()
    become(RegistrationState.CONFIRMED, "meetings.registration.seated", by=by, registration=registration, desk=desk)


@transaction.atomic
def welcome_walk_in(
    *, by: Actor, desk: Desk, coming: Coming, at: datetime | None = None, public_id: uuid.UUID | None = None
) -> Participant:
    """Somebody who had not registered takes a place left, and is there. Raises Refused when none is left.

    The same `public_id` is the same person: a telephone may say it again.
    """
    made = register(
        by=by, desk=desk, contact=Contact(), people=[coming], source=Source.DOOR, public_id=public_id or uuid.uuid4()
    )
    return note_arrival(by=by, participant=made.people.get(position=1), at=at)
