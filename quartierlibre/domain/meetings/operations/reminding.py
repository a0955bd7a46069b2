"""Tell people once that their meeting comes; note who was called."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.meetings.models import Desk, Registration
from quartierlibre.domain.meetings.operations.actors import Actor
from quartierlibre.domain.meetings.operations.desks import hold_as_organiser
from quartierlibre.domain.meetings.operations.lines import hold_line, tell_of
from quartierlibre.domain.meetings.states import MeetingState, RegistrationState
from quartierlibre.foundation.jobs.chores import each_apart
from quartierlibre.foundation.journal.operations import Machine

LONGEST_NOTICE = timedelta(days=60)
TOO_FRESH = timedelta(days=1)  # whoever registered yesterday remembers


def remind_due(*, now: datetime | None = None) -> int:
    """Remind, once per date of the meeting, those who hold a place; how many were. Safe to run twice."""
    now = now or timezone.now()
    desks = Desk.objects.filter(
        meeting__state=MeetingState.PUBLISHED,
        meeting__starts_at__gt=now,
        meeting__starts_at__lte=now + LONGEST_NOTICE,
        remind_days__gt=0,
    ).select_related("meeting")
    due = (desk for desk in desks.order_by("pk") if _is_near(desk, now))
    return sum(each_apart("desk", due, lambda desk: _remind(desk, now)))


def _is_near(desk: Desk, now: datetime) -> bool:
    return desk.meeting.starts_at - timedelta(days=desk.remind_days) <= now


@transaction.atomic
def _remind(desk: Desk, now: datetime) -> int:
    desk = hold_line(desk.pk)
    starts_at = desk.meeting.starts_at
    due = Registration.objects.filter(
        ~Q(reminded_for=starts_at) | Q(reminded_for=None),
        desk=desk,
        state=RegistrationState.CONFIRMED,
        created_at__lte=now - TOO_FRESH,
    )
    told = list(due.exclude(email="").order_by("number"))
    for each in told:
        each.reminded_for = starts_at
        each.save(update_fields=["reminded_for"])
        tell_of("meetings.registration.reminded", by=Machine("reminders"), registration=each, desk=desk)
    return len(told)


@transaction.atomic
def note_called(*, by: Actor, registration: Registration) -> Registration:
    """Somebody without e-mail was told by telephone. Raises Refused without the right."""
    desk = hold_as_organiser(by, registration.desk)
    registration = Registration.objects.get(pk=registration.pk)
    registration.must_call = False
    registration.save(update_fields=["must_call"])
    tell_of("meetings.registration.called", by=by, registration=registration, desk=desk)
    return registration
