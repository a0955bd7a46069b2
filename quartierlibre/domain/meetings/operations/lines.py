"""The waiting line: a place that frees is offered to the next one, held until their deadline, then to the one after."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from quartierlibre.domain.meetings.models import Desk, Registration
from quartierlibre.domain.meetings.operations.actors import Actor, ensure_organises
from quartierlibre.domain.meetings.queries.coming import line_of, room_of
from quartierlibre.domain.meetings.rules import registering as rules
from quartierlibre.domain.meetings.states import REGISTRATION_MOVES, MeetingState, RegistrationState
from quartierlibre.foundation import states
from quartierlibre.foundation.jobs.chores import each_apart
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Verdict

LINE = Machine("waiting_line")


def promote(desk: Desk) -> int:
    """Offer the free places of a desk already held, in order; how many parties were. None once the meeting started."""
    now = timezone.now()
    if desk.meeting.state != MeetingState.PUBLISHED or desk.meeting.starts_at <= now:
        return 0
    chosen = list(rules.next_in_line(room_of(desk), line_of(desk)))
    for each in Registration.objects.filter(pk__in=chosen).order_by("number"):
        _offer(desk, each, now)
    return len(chosen)


def _offer(desk: Desk, registration: Registration, now: datetime) -> None:
    deadline = rules.answer_by(now=now, hours=desk.answer_hours, starts_at=desk.meeting.starts_at)
    registration.answer_by = deadline
    state, event = (RegistrationState.OFFERED, "offered") if deadline else (RegistrationState.CONFIRMED, "seated")
    become(state, f"meetings.registration.{event}", by=LINE, registration=registration, desk=desk)


@transaction.atomic
def accept_offer(*, by: Actor | None, registration: Registration) -> Registration:
    """The party takes the place it was offered. Raises Refused once the deadline has passed."""
    registration, desk = held(registration)
    rules.may_answer(state=registration.state, deadline=registration.answer_by, now=timezone.now()).enforce()
    registration.answer_by = None
    become(RegistrationState.CONFIRMED, "meetings.registration.accepted", by=by, registration=registration, desk=desk)
    return registration


def lapse_due(*, now: datetime | None = None) -> int:
    """Offers nobody answered lapse, and their places go to the next ones; how many did. Safe to run twice."""
    late = Registration.objects.filter(state=RegistrationState.OFFERED, answer_by__lte=now or timezone.now())
    desks = late.order_by("desk").values_list("desk", flat=True).distinct()
    return sum(each_apart("desk", desks, lambda desk: _lapse(hold_line(desk), late)))


def _lapse(desk: Desk, late: QuerySet[Registration]) -> int:
    gone = 0
    for each in late.filter(desk=desk).order_by("number"):
        each.answer_by = None
        become(RegistrationState.LAPSED, "meetings.registration.lapsed", by=LINE, registration=each, desk=desk)
        gone += 1
    promote(hold_line(desk.pk))
    return gone


def hold_line(key: int) -> Desk:
    """The desk as it is now, held: whoever changes a registration holds it first, so that no place is given twice."""
    return Desk.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=key)


def held(registration: Registration) -> tuple[Registration, Desk]:
    """The registration as it is now, under its desk."""
    desk = hold_line(registration.desk_id)
    return Registration.objects.get(pk=registration.pk), desk


def may_become(registration: Registration, state: RegistrationState) -> Verdict:
    return states.may_move(REGISTRATION_MOVES, RegistrationState(registration.state), state)


def ensure_may_touch(by: Actor | None, desk: Desk) -> None:
    """Whoever came by the personal link (None), or those who organise the meeting. Raises Refused."""
    if by is not None:
        ensure_organises(by, desk.meeting.territory_id)


def become(state: RegistrationState, event: str, *, by: Actor | None, registration: Registration, desk: Desk) -> None:
    """Move a registration of a desk that is held, and say so. Raises Refused for a move its table does not know."""
    may_become(registration, state).enforce()
    registration.state = state
    registration.must_call = registration.must_call or (not registration.email and event in TOLD_BY_PHONE)
    registration.save(update_fields=["state", "answer_by", "must_call"])
    tell_of(event, by=by, registration=registration, desk=desk)


TOLD_BY_PHONE = frozenset(
    {"meetings.registration.offered", "meetings.registration.seated", "meetings.registration.lapsed"}
)


def tell_of(event: str, *, by: Actor | None, registration: Registration, desk: Desk, **data: object) -> None:
    """Write in the journal of the meeting's territory: numbers, never anybody's name."""
    journal.record(
        event,
        by=by,
        about=registration,
        territory=desk.meeting.territory_id,
        meeting=desk.meeting_id,
        state=registration.state,
        **data,
    )
