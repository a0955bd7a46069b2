"""Put the page of a meeting right at once: its facts, its programme, its themes and funds; who comes is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.facts import Facts, Item
from quartierlibre.domain.meetings.models import Meeting, Topic
from quartierlibre.domain.meetings.operations.actors import Actor, hold, tell
from quartierlibre.domain.meetings.operations.moving import move_meeting
from quartierlibre.domain.meetings.operations.topics import in_series
from quartierlibre.domain.meetings.operations.writing import (
    note_change,
    revise_meeting,
    set_funds,
    set_programme,
    set_topics,
)
from quartierlibre.domain.meetings.queries.facts import facts_of, items_of
from quartierlibre.domain.meetings.states import LISTED, MeetingState

# What somebody on their way must know.
WAY_THERE = ("mode", "remote_url", "venue_name", "venue_address", "town")

# Another date of these is a move: the one given up stays told.
HELD_ON_ITS_DATE = (MeetingState.PUBLISHED, MeetingState.POSTPONED)


@transaction.atomic
def correct_meeting(
    *,
    by: Actor,
    meeting: Meeting,
    facts: Facts,
    programme: Sequence[Item] | None = None,
    topics: Iterable[Topic],
    funds: Iterable[Fund],
    new_series: str = "",
    note: str = "",
) -> Meeting:
    """The page says all this from now on; what is the same changes nothing. Raises Refused.

    Of a published meeting, `note` is shown at the top of the page. Who registered is told of another date or place, or
    of the note; a draft has nobody to tell. `programme` None leaves it as it is, its hours following the date.
    `new_series`, when not empty, names the series it belongs to from now on.
    """
    meeting, facts = hold(by, meeting), in_series(facts, by=by, title=new_series)
    before, is_public, note = facts_of(meeting), meeting.state in LISTED, note.strip()
    has_moved = meeting.state in HELD_ON_ITS_DATE and facts.times != before.times
    if has_moved:
        meeting = move_meeting(by=by, meeting=meeting, times=facts.times, note=note)
    meeting = revise_meeting(by=by, meeting=meeting, facts=facts)
    _set_around(by, meeting, programme, topics, funds)
    is_elsewhere = any(getattr(before, name) != getattr(facts_of(meeting), name) for name in WAY_THERE)
    if is_public and not has_moved and (is_elsewhere or note):
        _tell_who_comes(by, meeting, note)
    meeting.refresh_from_db()
    return meeting


def _set_around(
    by: Actor, meeting: Meeting, programme: Sequence[Item] | None, topics: Iterable[Topic], funds: Iterable[Fund]
) -> None:
    """Only what is not so already: calendars follow every change."""
    if programme is not None and [replace(each, title=each.title.strip()) for each in programme] != items_of(meeting):
        set_programme(by=by, meeting=meeting, items=programme)
    chosen, concerned = list(topics), list(funds)
    if set(chosen) != set(meeting.topics.all()):
        set_topics(by=by, meeting=meeting, topics=chosen)
    if set(concerned) != set(meeting.funds.all()):
        set_funds(by=by, meeting=meeting, funds=concerned)


def _tell_who_comes(by: Actor, meeting: Meeting, note: str) -> None:
    meeting.refresh_from_db()
    if note:
        meeting.state_note = note
        note_change(meeting)
        meeting.save(update_fields=["state_note", "sequence", "modified_at"])
    tell("meetings.meeting.corrected", by=by, meeting=meeting, sequence=meeting.sequence)
