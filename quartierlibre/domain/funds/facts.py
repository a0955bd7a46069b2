"""What is known of a project when a rulebook is asked about it. None always means « not known yet »."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from quartierlibre.foundation.money import Cents

Position = Literal["in", "edge", "out"]


@dataclass(frozen=True)
class ProjectFacts:
    """Facts, never opinions; today's date is one of them. Amounts are cents, distances metres."""

    today: date
    # who
    holder_kind: str | None = None
    group_size: int | None = None
    holder_lives_in_area: bool | None = None
    holder_is_minor: bool | None = None
    has_adult_responsible: bool | None = None
    rank_in_year: int | None = None
    granted_this_year_cents: Cents | None = None
    grants_this_year_by_object: Mapping[str, int] = field(default_factory=dict)
    has_late_report: bool | None = None
    repeats_a_project: bool | None = None
    cer_accepted: bool | None = None
    rules_accepted: bool | None = None
    # what, where, when
    objects: frozenset[str] = frozenset()
    theme_count: int | None = None
    position: Position | None = None
    metres: int | None = None
    nearest_name: str = ""
    in_town: bool | None = None
    residents_take_part: bool | None = None
    open_to_all: bool | None = None
    fundable_elsewhere: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    # money
    asked_cents: Cents | None = None
    cost_cents: Cents | None = None
    own_contribution_cents: Cents | None = None
    remaining_cents: Cents | None = None
    # file
    next_session_on: date | None = None
    filed_on: date | None = None
    papers: frozenset[str] | None = None
