"""The tables of the agenda."""

from quartierlibre.domain.meetings.models.meeting import AgendaMark, Meeting
from quartierlibre.domain.meetings.models.programme import MeetingPaper, ProgrammeItem
from quartierlibre.domain.meetings.models.topic import NewsType, Series, Topic

__all__ = ["AgendaMark", "Meeting", "MeetingPaper", "NewsType", "ProgrammeItem", "Series", "Topic"]
