"""A meeting that will not be held, or not on that day: said where people look for it, never deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.meetings.models import Meeting, ProgrammeItem
from quartierlibre.domain.meetings.operations.actors import Actor, hold, tell
from quartierlibre.domain.meetings.rules import publishing as rules
from quartierlibre.domain.meetings.rules import times as time_rules
from quartierlibre.domain.meetings.rules.times import Times
from quartierlibre.domain.meetings.states import MEETING_MOVES, MeetingState
from quartierlibre.foundation import states


@transaction.atomic
def cancel_meeting(*, by: Actor, meeting: Meeting, note: str) -> Meeting:
    """It will not be held; `note` says why, in one sentence for everyone. Raises Refused."""
    meeting = hold(by, meeting)
    return _stop(MeetingState.CANCELLED, "meetings.meeting.cancelled", by=by, meeting=meeting, note=note)


@transaction.atomic
def postpone_meeting(*, by: Actor, meeting: Meeting, note: str) -> Meeting:
    """It will be held another day, not known yet: `move_meeting` tells it. `note` says why. Raises Refused."""
    meeting = hold(by, meeting)
    return _stop(MeetingState.POSTPONED, "meetings.meeting.postponed", by=by, meeting=meeting, note=note)


@transaction.atomic
def move_meeting(*, by: Actor, meeting: Meeting, times: Times, note: str = "") -> Meeting:
    """It is held at these times; the date given up stays told, and hours of the programme follow. Raises Refused.

    A postponed meeting is on again; a draft simply has another date.
    """
    meeting = hold(by, meeting)
    was = MeetingState(meeting.state)
    (time_rules.may_take_place(times) & states.may_move(_MAY_MOVE, was, MeetingState.PUBLISHED)).enforce()
    before = meeting.starts_at
    meeting.welcome_at, meeting.starts_at, meeting.ends_at = times.welcome_at, times.starts_at, times.ends_at
    meeting.has_hour, meeting.state_note = times.has_hour, note.strip()
    if was != MeetingState.DRAFT:
        meeting.state = MeetingState.PUBLISHED
        meeting.previous_starts_at, meeting.modified_at = before, timezone.now()
    meeting.sequence += 1
    meeting.save()
    _move_programme(meeting, before)
    tell("meetings.meeting.moved", by=by, meeting=meeting, sequence=meeting.sequence)
    meeting.refresh_from_db()
    return meeting


_MAY_MOVE = {
    state: {MeetingState.PUBLISHED} for state in (MeetingState.DRAFT, MeetingState.PUBLISHED, MeetingState.POSTPONED)
}


def _move_programme(meeting: Meeting, before: datetime) -> None:
    """The same hours on the clock of the new day, even when clocks moved between the two."""
    shift = _on_the_clock(meeting.starts_at) - _on_the_clock(before)
    items = []
    for item in meeting.programme.exclude(at=None):
        if item.at is not None:
            said = _on_the_clock(item.at) + shift
            item.at = time_rules.instant(said.date(), said.time())
            items.append(item)
    ProgrammeItem.objects.bulk_update(items, ["at"])


def _on_the_clock(at: datetime) -> datetime:
    return at.astimezone(time_rules.PARIS).replace(tzinfo=None, fold=0)


def _stop(state: MeetingState, event: str, *, by: Actor, meeting: Meeting, note: str) -> Meeting:
    (states.may_move(MEETING_MOVES, MeetingState(meeting.state), state) & rules.may_say_why(note)).enforce()
    meeting.state, meeting.state_note, meeting.modified_at = state, note.strip(), timezone.now()
    meeting.sequence += 1
    meeting.save(update_fields=["state", "state_note", "modified_at", "sequence"])
    tell(event, by=by, meeting=meeting, sequence=meeting.sequence)
    return meeting
