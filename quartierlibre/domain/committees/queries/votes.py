"""What a vote may tell: how many voices were cast while it is open, its totals and its result once it is closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from quartierlibre.domain.committees.models import Attendance, Ballot, Case, Round, Voter
from quartierlibre.domain.committees.rules.outcomes import Result, RoundFacts, Tally, is_telling, outcome
from quartierlibre.domain.committees.states import BallotMode, Choice, RoundState


class NotYet(Exception):
    """Totals were asked of a vote that is still open: a mistake in our code, never an answer."""


@dataclass(frozen=True)
class Progress:
    """« 7 voix sur 9 »: all that is known of an open vote."""

    cast: int
    voices: int


@dataclass(frozen=True)
class ShownTotals:
    """The totals of a closed vote, or None when a secret vote must not show them."""

    votes_for: int | None
    votes_against: int | None
    abstentions: int | None

    @property
    def are_masked(self) -> bool:
        return self.votes_for is None


MASKED = ShownTotals(None, None, None)


def facts_of_round(held: Round) -> RoundFacts:
    return RoundFacts.read(held.facts)


def progress_of(held: Round) -> Progress:
    """Voices on the roll and voices cast, never for whom. One query."""
    on_the_roll = Q(voided_at=None)
    found = Voter.objects.filter(round=held).aggregate(
        voices=Count("pk", filter=on_the_roll), cast=Count("pk", filter=on_the_roll & Q(has_voted=True))
    )
    return Progress(cast=found["cast"], voices=found["voices"])


def tally_of(held: Round) -> Tally:
    """What was counted in a round that is over. Raises NotYet while it is open, for everyone."""
    if held.votes_for is None or held.votes_against is None or held.abstentions is None:
        raise NotYet(f"round {held.pk}")
    chair = facts_of_round(held).chair
    voided = list(held.voters.filter(voided_at__isnull=False).values_list("attendance__seat_id", flat=True))
    return Tally(
        votes_for=held.votes_for,
        votes_against=held.votes_against,
        abstentions=held.abstentions,
        voided=len(voided),
        chair=_choice_of(held, chair) if chair and held.mode == BallotMode.BY_NAME else None,
        chair_aside=chair in voided,
    )


def _choice_of(held: Round, seat_id: int) -> Choice | None:
    cast = Ballot.objects.filter(voter__round=held, voter__attendance__seat=seat_id, voided_at=None)
    found = cast.values_list("choice", flat=True).first()
    return Choice(found) if found else None


def result_of(held: Round) -> Result:
    """What the regulation says of a round that is over."""
    return outcome(facts_of_round(held), tally_of(held))


def shown_totals(held: Round) -> ShownTotals:
    """The totals as any page may print them: those of a secret vote are masked when they would tell who said what."""
    tally = tally_of(held)
    if is_telling(facts_of_round(held), tally):
        return MASKED
    return ShownTotals(tally.votes_for, tally.votes_against, tally.abstentions)


def counting_round(case: Case) -> Round | None:
    """The vote a decision rests on: the last one, when it is closed and not annulled."""
    last = Round.objects.filter(case=case).order_by("-number").first()
    return last if last is not None and last.state == RoundState.CLOSED else None


def open_round_of(case: Case) -> Round | None:
    return Round.objects.filter(case=case, state=RoundState.OPEN).first()


def voices_carried(attendance: Attendance, held: Round) -> QuerySet[Voter]:
    """The voices this member casts in this round: their own, then those given to them."""
    carried = Voter.objects.filter(round=held, cast_by=attendance, voided_at=None)
    return carried.select_related("attendance__seat__person").order_by("attendance_id")
