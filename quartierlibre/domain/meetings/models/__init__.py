"""The tables of the agenda."""

from quartierlibre.domain.meetings.models.after import (
    Certificate,
    Cycle,
    CycleDay,
    Presence,
    Tally,
    Training,
)
from quartierlibre.domain.meetings.models.meeting import AgendaMark, Meeting
from quartierlibre.domain.meetings.models.programme import MeetingPaper, ProgrammeItem
from quartierlibre.domain.meetings.models.registration import AudienceCategory, Desk, Participant, Registration
from quartierlibre.domain.meetings.models.topic import NewsType, Series, Topic

__all__ = [
    "AgendaMark",
    "AudienceCategory",
    "Certificate",
    "Cycle",
    "CycleDay",
    "Desk",
    "Meeting",
    "MeetingPaper",
    "NewsType",
    "Participant",
    "Presence",
    "ProgrammeItem",
    "Registration",
    "Series",
    "Tally",
    "Topic",
    "Training",
]
