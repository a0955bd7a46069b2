"""A meeting as the value operations write."""

from __future__ import annotations

from quartierlibre.domain.meetings.facts import WRITTEN, Facts
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.rules.times import Times


def times_of(meeting: Meeting) -> Times:
    """When it takes place."""
    return Times(meeting.starts_at, meeting.ends_at, meeting.welcome_at, meeting.has_hour)


def facts_of(meeting: Meeting) -> Facts:
    """What is kept of it: change one thing with `dataclasses.replace` and hand it to `revise_meeting`."""
    return Facts(
        times=times_of(meeting),
        partners=tuple(meeting.partners),
        **{name: getattr(meeting, name) for name in WRITTEN},
    )
