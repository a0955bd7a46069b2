"""Reads of the room: the calendar everyone sees, the evening its members see."""

from quartierlibre.domain.committees.queries.agenda import agenda_of, committee_of, similar_projects
from quartierlibre.domain.committees.queries.calendar import (
    NextSitting,
    next_session_days,
    next_sitting,
    next_sittings,
)
from quartierlibre.domain.committees.queries.interests import is_concerned, may_read_deliberation
from quartierlibre.domain.committees.queries.sessions import quorum_now, recused_seats, rulebook_of, voices_of

__all__ = [
    "NextSitting",
    "agenda_of",
    "committee_of",
    "is_concerned",
    "may_read_deliberation",
    "next_session_days",
    "next_sitting",
    "next_sittings",
    "quorum_now",
    "recused_seats",
    "rulebook_of",
    "similar_projects",
    "voices_of",
]
