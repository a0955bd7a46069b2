"""Reads of the room: the calendar everyone sees, the evening its members see."""

from quartierlibre.domain.committees.queries.advice import advice_for
from quartierlibre.domain.committees.queries.agenda import agenda_of, committee_of, similar_projects
from quartierlibre.domain.committees.queries.amounts import (
    AmountPage,
    amount_to_decide,
    envelope_of,
    waiting_list,
)
from quartierlibre.domain.committees.queries.calendar import (
    NextSitting,
    next_session_days,
    next_sitting,
    next_sittings,
)
from quartierlibre.domain.committees.queries.interests import (
    is_concerned,
    may_read_deliberation,
    readable_deliberations,
)
from quartierlibre.domain.committees.queries.sessions import quorum_now, recused_seats, rulebook_of, voices_of
from quartierlibre.domain.committees.queries.votes import (
    MASKED,
    NotYet,
    Progress,
    ShownTotals,
    counting_round,
    facts_of_round,
    open_round_of,
    progress_of,
    result_of,
    shown_totals,
    tally_of,
    voices_carried,
)

__all__ = [
    "MASKED",
    "AmountPage",
    "NextSitting",
    "NotYet",
    "Progress",
    "ShownTotals",
    "advice_for",
    "agenda_of",
    "amount_to_decide",
    "committee_of",
    "counting_round",
    "envelope_of",
    "facts_of_round",
    "is_concerned",
    "may_read_deliberation",
    "next_session_days",
    "next_sitting",
    "next_sittings",
    "open_round_of",
    "progress_of",
    "quorum_now",
    "readable_deliberations",
    "recused_seats",
    "result_of",
    "rulebook_of",
    "shown_totals",
    "similar_projects",
    "tally_of",
    "voices_carried",
    "voices_of",
    "waiting_list",
]
