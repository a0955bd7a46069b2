"""A meeting as the value operations write."""

from __future__ import annotations

from quartierlibre.domain.meetings.facts import WRITTEN, Facts, Item
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.rules.times import Times
from quartierlibre.domain.meetings.states import ItemKind


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


def items_of(meeting: Meeting) -> list[Item]:
    """Its programme, in order."""
    return [Item(each.title, ItemKind(each.kind), each.at) for each in meeting.programme.all()]
