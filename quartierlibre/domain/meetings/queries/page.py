"""One meeting as its page tells it: eight short reads at most, whatever its programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.models import Meeting, MeetingPaper, ProgrammeItem, Topic
from quartierlibre.domain.meetings.queries.agenda import CARD, Card
from quartierlibre.domain.meetings.states import LISTED

SIBLINGS, ALIKE = 12, 3


@dataclass(frozen=True)
class Told:
    """A meeting and all that goes with it: `siblings` are of its series, `alike` share a theme, coming first."""

    meeting: Meeting
    topics: tuple[Topic, ...]
    programme: tuple[ProgrammeItem, ...]
    papers: tuple[MeetingPaper, ...]
    funds: tuple[Fund, ...]
    siblings: tuple[Card, ...]
    alike: tuple[Card, ...]


def told(meeting: Meeting, *, since: datetime) -> Told:
    """Everything around a meeting already loaded (with its series, territory and type)."""
    topics = tuple(meeting.topics.all())
    siblings = _siblings(meeting)
    return Told(
        meeting=meeting,
        topics=topics,
        programme=tuple(meeting.programme.all()),
        papers=tuple(meeting.papers.filter(is_public=True).select_related("file")),
        funds=tuple(Fund.objects.visible_to(AnonymousUser()).filter(meetings=meeting).order_by("name", "pk")),
        siblings=siblings,
        alike=() if siblings or not topics else _alike(meeting, topics, since),
    )


def _siblings(meeting: Meeting) -> tuple[Card, ...]:
    if meeting.series_id is None:
        return ()
    found = Meeting.objects.listed().filter(series=meeting.series_id).exclude(pk=meeting.pk)
    return tuple(Card(*row) for row in found.order_by("starts_at", "pk").values_list(*CARD)[:SIBLINGS])


def _alike(meeting: Meeting, topics: tuple[Topic, ...], since: datetime) -> tuple[Card, ...]:
    """The next ones to come with one of these themes."""
    bears = Meeting.topics.through.objects.filter(meeting=OuterRef("pk"), topic__in=topics)
    found = Meeting.objects.filter(Exists(bears), state__in=LISTED).coming(since).exclude(pk=meeting.pk)
    return tuple(Card(*row) for row in found.values_list(*CARD)[:ALIKE])
