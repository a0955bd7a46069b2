"""What a round decides: facts frozen at its opening, voices counted, the majority and the tie its regulation wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.states import BallotMode, Choice
from quartierlibre.foundation.money import Cents

FEWEST_VOICES_SHOWN = 4  # with fewer, the totals of a secret vote nearly name who said what (trust.md T8)


class Result(TextChoices):
    """What the regulation says of a round. `unsaid` and `chair` wait for a person, `second_round` for another vote."""

    ADOPTED = "adopted", _("Adopté")
    REJECTED = "rejected", _("Rejeté")
    SECOND_ROUND = "second_round", _("Égalité : un second vote a lieu")
    POSTPONED = "postponed", _("Égalité : la décision est reportée")
    CHAIR = "chair", _("Égalité : la voix de la présidence l’emporte")
    UNSAID = "unsaid", _("Le règlement ne le dit pas")


@dataclass(frozen=True)
class RoundFacts:
    """Written when a round opens, never after.

    `enrolled` are the members with a vote, `present` those of them in the room or represented, `recused` those of them
    who step aside, `voices` the roll, `roll` its digest. `chair` is the chair's seat, when on the roll. `majority`,
    `tie` and `recusal` are the codes of the regulation; None when it does not say. `quorum` is what was checked.
    `written` is set when members are asked in writing, their quorum lacking: how many answers it takes.
    """

    enrolled: int
    present: int
    recused: int
    voices: int
    mode: str
    majority: str | None = None
    tie: str | None = None
    recusal: str | None = None
    chair: int | None = None
    roll: str = ""
    quorum: Mapping[str, Any] = field(default_factory=dict)
    written: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> RoundFacts:
        return cls(**kept)

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Tally:
    """Voices counted. `voided` left the roll after its opening (late recusals); `chair` is the chair's, when known,
    and `chair_aside` says that theirs is one of those that left.
    """

    votes_for: int
    votes_against: int
    abstentions: int
    voided: int = 0
    chair: Choice | None = None
    chair_aside: bool = False

    @property
    def cast(self) -> int:
        return self.votes_for + self.votes_against + self.abstentions

    @property
    def is_tied(self) -> bool:
        return self.votes_for == self.votes_against


@dataclass(frozen=True)
class _Count:
    """`room` and `roster` are the voices a majority is taken of: who stepped aside is in neither."""

    votes_for: int
    votes_against: int
    room: int
    roster: int


_PASSES: Mapping[str, Callable[[_Count], bool]] = {
    "simple": lambda count: count.votes_for > count.votes_against,
    "of_present": lambda count: 2 * count.votes_for > count.room,
    "of_enrolled": lambda count: 2 * count.votes_for > count.roster,
    "two_thirds": lambda count: (
        count.votes_for > 0 and 3 * count.votes_for >= 2 * (count.votes_for + count.votes_against)
    ),
    "consensus": lambda count: count.votes_for > 0 and count.votes_against == 0,
}


def outcome(facts: RoundFacts, tally: Tally) -> Result:
    """Adopted, rejected, or what the regulation does of a tie; `unsaid` when it sets no majority, or no rule for a tie.

    A member who steps aside is in no count, so a recusal is never a voice against. An abstention is no voice either; it
    weighs only where the regulation asks for more than half of the people present or enrolled. Equal voices are a tie
    when one more would have been enough; otherwise the proposal is simply rejected. In writing, the people present are
    those who answered.
    """
    passes = _PASSES.get(facts.majority or "")
    if passes is None:
        return Result.UNSAID
    room = facts.voices - tally.voided if facts.written is None else tally.cast
    roster = facts.enrolled - facts.recused - tally.voided
    if passes(_Count(tally.votes_for, tally.votes_against, room, roster)):
        return Result.ADOPTED
    one_more = _Count(tally.votes_for + 1, tally.votes_against, room, roster)
    return _of_tie(facts, tally) if tally.is_tied and passes(one_more) else Result.REJECTED


def _of_tie(facts: RoundFacts, tally: Tally) -> Result:
    """A chair who is not on the roll has no voice to double: then nobody said how the tie is broken."""
    match facts.tie:
        case "refused":
            return Result.REJECTED
        case "second_round":
            return Result.SECOND_ROUND
        case "postpone":
            return Result.POSTPONED
        case "chair" if facts.chair is not None and not tally.chair_aside:
            if tally.chair is None:
                return Result.CHAIR
            return Result.ADOPTED if tally.chair == Choice.FOR else Result.REJECTED
    return Result.UNSAID


def median(proposals: Sequence[int], step: int | None = None) -> Cents | None:
    """The middle of the amounts proposed, in cents; of two middles the lower, rounded down to the regulation's step."""
    if not proposals:
        return None
    middle = sorted(proposals)[(len(proposals) - 1) // 2]
    return Cents(middle - middle % step if step else middle)


def is_telling(facts: RoundFacts, tally: Tally) -> bool:
    """True when the totals of a secret vote would tell what someone voted: too few voices, or all the same."""
    if facts.mode != BallotMode.SECRET:
        return False
    unanimous = tally.cast in (tally.votes_for, tally.votes_against, tally.abstentions)
    return tally.cast < FEWEST_VOICES_SHOWN or unanimous
