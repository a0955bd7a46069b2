"""One meeting as its page tells it: eight short reads at most, whatever its programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.models import Meeting, MeetingPaper, ProgrammeItem, Topic
from quartierlibre.domain.meetings.queries.agenda import CARD, Card
from quartierlibre.domain.meetings.states import LISTED
from quartierlibre.foundation.questions import answers

SIBLINGS, ALIKE = 12, 3
# One question for what its page is kept by; the desk is its own, or that of the cycle it is a day of.
_STANDING = """
SELECT (SELECT revision FROM meetings_agendamark), desk.id, desk.taken >= desk.seats, desk.closes_at
FROM (SELECT 1) AS one LEFT JOIN meetings_desk desk ON desk.id = COALESCE(
    (SELECT own.id FROM meetings_desk own JOIN meetings_meeting m ON m.id = own.meeting_id WHERE m.slug = %(slug)s),
    (SELECT cycle.desk_id FROM meetings_cycle cycle JOIN meetings_cycleday day ON day.cycle_id = cycle.id
     JOIN meetings_meeting m ON m.id = day.meeting_id WHERE m.slug = %(slug)s)
)
"""


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


def standing(slug: str) -> tuple[Any, ...]:
    """What moves when its page does: the agenda, its registration opened or closed, full or not. One query."""
    return answers(_STANDING, {"slug": slug})[0]


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
