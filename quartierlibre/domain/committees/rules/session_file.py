"""What a session publishes, written in one single way, so that anyone can recount it and nobody can change a digit.

The text is JSON with sorted keys and no space. `seal` is the SHA-256 of that text without `seal` itself; `previous` is
the SHA-256 of the whole file published before in the same committee. `quartierlibre/console/verify_session.py` checks
all of it with nothing but Python.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

FORMAT = "quartier-libre/session/1"


@dataclass(frozen=True)
class BallotShown:
    """One voice of a vote by name: the receipt its voter holds, and no name."""

    receipt: str
    choice: str
    amount_cents: int | None = None


@dataclass(frozen=True)
class QuorumShown:
    """`needed` and `base` are None when nothing was checked, or when it is not a part of something."""

    needed: int | None
    counted: int
    met: bool
    base: int | None = None


@dataclass(frozen=True)
class WrittenShown:
    """A vote cast in writing: in which consultation, how many answered, how many had to (None: no number asked)."""

    consultation: int
    counted: int
    needed: int | None = None
    base: int | None = None


@dataclass(frozen=True)
class ConsultationShown:
    """Members asked in writing, from a day to another, in Paris. Days are ISO."""

    number: int
    opened_on: str
    last_day: str
    closed_on: str


@dataclass(frozen=True)
class RoundShown:
    """One vote. `totals` (for, against, abstained) is None when a secret vote would tell who said what.

    `chair` is None without a chair who votes, « unknown » when their choice is not, else their choice. `quorum` is that
    of the room; a vote `written` took place because it was not met.
    """

    number: int
    mode: str
    state: str
    enrolled: int
    present: int
    recused: int
    voices: int
    voided: int
    quorum: QuorumShown
    totals: tuple[int, int, int] | None
    result: str
    chair: str | None = None
    proposals: Sequence[int] | None = None
    ballots: Sequence[BallotShown] | None = None
    receipts: Sequence[str] | None = None
    written: WrittenShown | None = None


@dataclass(frozen=True)
class PotShown:
    """What a decision did to one envelope, in cents: set aside before and after, free money before.

    `ahead_cents` is the part promised before the money is there, by an explicit override.
    """

    reserved_before_cents: int
    reserved_after_cents: int
    available_before_cents: int
    ahead_cents: int = 0


@dataclass(frozen=True)
class DecisionShown:
    """A decision and where its money comes from, in cents; nothing of it when no money was granted."""

    number: int
    outcome: str
    in_force: bool
    round: int | None
    amount_cents: int | None = None
    overridden: bool = False
    pots: Sequence[PotShown] = ()


@dataclass(frozen=True)
class CaseShown:
    """One file: its number, never its holder. `recused` members stepped aside, `dismissed` ties were looked into."""

    number: str
    state: str
    asked_cents: int | None
    recused: int
    dismissed: int = 0
    rounds: Sequence[RoundShown] = ()
    decisions: Sequence[DecisionShown] = ()


@dataclass(frozen=True)
class PresenceShown:
    """Counts, no names: `seats` on the roll, `voters` those with a voice."""

    seats: int
    voters: int
    present: int = 0
    remote: int = 0
    proxy: int = 0
    excused: int = 0
    absent: int = 0


@dataclass(frozen=True)
class SessionShown:
    """The evening. `rules` are the deciding rules of the regulation it opened under: value and unit, those set only."""

    fund: str
    committee: str
    session: str
    number: int
    opened_at: str
    closed_at: str
    second_call_of: str | None
    regulation: int
    rules: Mapping[str, Mapping[str, Any]]
    presence: PresenceShown
    cases: Sequence[CaseShown] = field(default_factory=tuple)
    consultations: Sequence[ConsultationShown] = ()


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of these values."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of everything but the seal."""
    return sha256(canonical({key: value for key, value in content.items() if key != "seal"}).encode()).hexdigest()


def session_text(session: SessionShown, *, previous_sha256: str) -> str:
    """The file of a session, sealed, after the one before it (empty for the first)."""
    content = {"format": FORMAT, "previous": previous_sha256, **asdict(session)}
    _leave_out_what_is_not_written(content)
    return canonical({**content, "seal": seal_of(content)})


def _leave_out_what_is_not_written(content: dict[str, Any]) -> None:
    """An evening decided in the room says nothing of consultations: its text is that of files published before them."""
    if not content["consultations"]:
        del content["consultations"]
    for case in content["cases"]:
        for vote in case["rounds"]:
            if vote["written"] is None:
                del vote["written"]
