"""Reads of the room: the calendar everyone sees, the evening its members see."""

from quartierlibre.domain.committees.queries.calendar import (
    NextSitting,
    next_session_days,
    next_sitting,
    next_sittings,
)

__all__ = ["NextSitting", "next_session_days", "next_sitting", "next_sittings"]
