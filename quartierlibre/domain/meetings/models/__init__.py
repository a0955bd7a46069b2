"""The tables of the agenda."""

from quartierlibre.domain.meetings.models.meeting import AgendaMark, Meeting
from quartierlibre.domain.meetings.models.programme import MeetingPaper, ProgrammeItem
from quartierlibre.domain.meetings.models.registration import AudienceCategory, Desk, Participant, Registration
from quartierlibre.domain.meetings.models.topic import NewsType, Series, Topic

__all__ = [
    "AgendaMark",
    "AudienceCategory",
    "Desk",
    "Meeting",
    "MeetingPaper",
    "NewsType",
    "Participant",
    "ProgrammeItem",
    "Registration",
    "Series",
    "Topic",
]
