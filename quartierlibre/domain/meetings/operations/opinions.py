"""Ask those who came what they thought, and count it: nothing says who answered what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from quartierlibre.domain.meetings.models import Desk, Registration, Tally
from quartierlibre.domain.meetings.operations.certifying import certify_everyone
from quartierlibre.domain.meetings.operations.lines import held, hold_line, tell_of
from quartierlibre.domain.meetings.queries.after import last_moment_of
from quartierlibre.domain.meetings.rules import after as rules
from quartierlibre.domain.meetings.states import HOLDING, Mark, MeetingState, Question, RegistrationState
from quartierlibre.foundation.jobs.chores import each_apart
from quartierlibre.foundation.journal.operations import Machine

THANKS = Machine("thanks")
SOON_AFTER = timedelta(hours=2)


@transaction.atomic
def give_opinion(*, registration: Registration, marks: Mapping[Question, Mark]) -> None:
    """Count these answers, once for a registration; a question left out counts nothing. Raises Refused.

    The counters and the fact that this registration answered share no instant and no order: neither is in the journal.
    """
    registration, desk = held(registration)
    now, ended = timezone.now(), last_moment_of(desk)
    rules.may_give_opinion(
        is_over=ended <= now,
        until=ended + rules.OPINIONS_OPEN,
        now=now,
        is_expected=registration.state in HOLDING,
        has_answered=registration.has_answered,
    ).enforce()
    for question, mark in marks.items():
        Tally.objects.get_or_create(meeting=desk.meeting, question=question, mark=mark)
        Tally.objects.filter(meeting=desk.meeting, question=question, mark=mark).update(count=F("count") + 1)
    registration.has_answered = True
    registration.save(update_fields=["has_answered"])


def thank_due(*, now: datetime | None = None) -> int:
    """Thank those who had a place, once, soon after the end; their certificates are then ready. How many were."""
    now = now or timezone.now()
    over = Desk.objects.filter(
        meeting__state=MeetingState.PUBLISHED,
        meeting__last_moment__lte=now - SOON_AFTER,
        meeting__last_moment__gt=now - rules.OPINIONS_OPEN,
    ).select_related("meeting")
    due = (desk for desk in over.order_by("pk") if last_moment_of(desk) <= now - SOON_AFTER)
    return sum(each_apart("desk", due, lambda desk: _thank(desk, now)))


@transaction.atomic
def _thank(desk: Desk, now: datetime) -> int:
    desk = hold_line(desk.pk)
    due = Registration.objects.filter(desk=desk, state=RegistrationState.CONFIRMED, thanked_at=None).exclude(email="")
    certify_everyone(by=THANKS, desk=desk)
    told = list(due.order_by("number"))
    for each in told:
        each.thanked_at = now
        each.save(update_fields=["thanked_at"])
        tell_of("meetings.registration.thanked", by=THANKS, registration=each, desk=desk)
    return len(told)
