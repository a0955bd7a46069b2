"""Put a page before its readers, now or later; take it back; let it rest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.operations.actors import Actor, hold, tell
from quartierlibre.domain.meetings.queries.facts import facts_of
from quartierlibre.domain.meetings.rules import publishing as rules
from quartierlibre.domain.meetings.states import MEETING_MOVES, MeetingState
from quartierlibre.foundation import states
from quartierlibre.foundation.jobs.chores import each_apart
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Verdict


@transaction.atomic
def publish_meeting(*, by: Actor, meeting: Meeting) -> Meeting:
    """Anyone reads it from now on; a cancelled, postponed or archived one is on again, at its date. Raises Refused.

    The day it was first published is kept: the one of the page it was brought from, when there was one.
    """
    meeting = hold(by, meeting)
    (_may_become(meeting, MeetingState.PUBLISHED) & _may_be_read(meeting)).enforce()
    meeting.first_published_at = meeting.first_published_at or timezone.now()
    return _become(MeetingState.PUBLISHED, "meetings.meeting.published", by=by, meeting=meeting)


@transaction.atomic
def schedule_publication(*, by: Actor, meeting: Meeting, at: datetime) -> Meeting:
    """The draft is published at this instant, by itself. Raises Refused when it could not be, or for a past instant."""
    meeting = hold(by, meeting)
    (
        _may_become(meeting, MeetingState.PUBLISHED)
        & rules.may_wait(is_draft=meeting.state == MeetingState.DRAFT)
        & _may_be_read(meeting)
        & rules.may_schedule(at=at, now=timezone.now())
    ).enforce()
    return _schedule(at, "meetings.meeting.scheduled", by=by, meeting=meeting)


@transaction.atomic
def unschedule_publication(*, by: Actor, meeting: Meeting) -> Meeting:
    """The draft waits for somebody to publish it."""
    meeting = hold(by, meeting)
    return _schedule(None, "meetings.meeting.unscheduled", by=by, meeting=meeting)


def publish_due(*, now: datetime | None = None) -> int:
    """Publish the drafts whose instant has come, each in its own transaction; how many were. Safe to run twice."""
    due = Meeting.objects.filter(publish_at__lte=now or timezone.now()).order_by("publish_at", "pk")

    def publish(key: int) -> bool:
        held = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
        if held is not None:
            publish_meeting(by=Machine("publish_due"), meeting=held)
        return held is not None

    return sum(each_apart("meeting", due.values_list("pk", flat=True), publish))


@transaction.atomic
def take_back(*, by: Actor, meeting: Meeting) -> Meeting:
    """A page published by mistake is a draft again; its address no longer answers."""
    meeting = hold(by, meeting)
    _may_become(meeting, MeetingState.DRAFT).enforce()
    return _become(MeetingState.DRAFT, "meetings.meeting.taken_back", by=by, meeting=meeting)


@transaction.atomic
def archive_meeting(*, by: Actor, meeting: Meeting) -> Meeting:
    """The agenda no longer lists it; its address still answers, and says so."""
    meeting = hold(by, meeting)
    _may_become(meeting, MeetingState.ARCHIVED).enforce()
    return _become(MeetingState.ARCHIVED, "meetings.meeting.archived", by=by, meeting=meeting)


def _may_become(meeting: Meeting, state: MeetingState) -> Verdict:
    return states.may_move(MEETING_MOVES, MeetingState(meeting.state), state)


def _may_be_read(meeting: Meeting) -> Verdict:
    return rules.may_publish(mode=meeting.mode, has_place=facts_of(meeting).has_place())


def _become(state: MeetingState, event: str, *, by: Actor, meeting: Meeting) -> Meeting:
    meeting.state, meeting.publish_at, meeting.state_note = state, None, ""
    meeting.sequence += 1
    meeting.save(update_fields=["state", "publish_at", "state_note", "sequence", "first_published_at"])
    tell(event, by=by, meeting=meeting, sequence=meeting.sequence)
    return meeting


def _schedule(at: datetime | None, event: str, *, by: Actor, meeting: Meeting) -> Meeting:
    meeting.publish_at = at
    meeting.save(update_fields=["publish_at"])
    tell(event, by=by, meeting=meeting)
    return meeting
