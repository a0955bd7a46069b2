"""Open a vote, cast a voice, take it back, close: voices and closing hold the same row, so closing is a wall.

A voice leaves no event in the journal: a named one is a row of its own, a secret one must leave no trace of its hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.models import Ballot, Case, Consultation, Interest, Round, SecretBox, Voter
from quartierlibre.domain.committees.operations import receipts
from quartierlibre.domain.committees.operations.actors import Actor, ensure_runs, lock_case
from quartierlibre.domain.committees.operations.deciding import move_case_to
from quartierlibre.domain.committees.operations.rolls import facts_now, write_roll
from quartierlibre.domain.committees.queries.sessions import Voice, floor_of, quorum_on, rulebook_of, voices_on
from quartierlibre.domain.committees.rules import votes as rules
from quartierlibre.domain.committees.rules.agenda import may_deliberate
from quartierlibre.domain.committees.rules.outcomes import RoundFacts
from quartierlibre.domain.committees.rules.recusals import STEPPED_ASIDE
from quartierlibre.domain.committees.states import (
    BallotMode,
    CaseState,
    Choice,
    RoundState,
    SessionState,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused, refuse_if

OF_A_VOICE = ("round", "has_voted", "receipt", "voided_at", "attendance__seat", "cast_by__seat__person")


@dataclass(frozen=True)
class Cast:
    """What the voter is given: a receipt to keep, a token good for ten seconds."""

    receipt: str
    undo_token: str


class AlreadyVoted(Refused):
    """This voice is in. `receipt` is the one given the first time, so that a lost answer is found again."""

    def __init__(self, receipt: str) -> None:
        self.receipt = receipt
        super().__init__(refuse_if(True, "ballot.already_cast", _("Cette voix est déjà comptée.")))


@transaction.atomic
def open_round(*, by: Actor, case: Case, mode: BallotMode | str | None = None) -> Round:
    """Put a file to the vote: who may vote and how the outcome is computed are written now and never change.

    `mode` is needed only where the regulation lets choose. A vote on a file already voted is a new round; both stay.
    """
    case = lock_case(case)
    ensure_runs(by, case.session)
    rulebook = rulebook_of(case.session)
    chosen, verdict = rules.mode_of(rulebook.value("session.ballot"), BallotMode(mode) if mode else None)
    floor = floor_of(case)
    voices = voices_on(floor)
    verdict &= rules.may_open_round(
        rules.OpeningFacts(
            session=SessionState(case.session.state),
            case=CaseState(case.state),
            voices=len(voices),
            quorum_met=quorum_on(floor, case.session).met,
        )
    )
    alone = rulebook.value("session.deliberates_alone")
    verdict &= may_deliberate(rule=alone, holder_in_room=case.holder_in_room)
    verdict.enforce()
    assert chosen is not None  # noqa: S101 - the verdict says so
    return put_to_vote(by=by, case=case, facts=facts_now(case, chosen, floor, voices), voices=voices)


def put_to_vote(
    *, by: Actor, case: Case, facts: RoundFacts, voices: Sequence[Voice], consultation: Consultation | None = None
) -> Round:
    """Write a round, its facts and its roll. The case must be held and the vote allowed."""
    held = Round.objects.create(
        case=case,
        number=case.rounds.count() + 1,
        mode=facts.mode,
        facts=facts.as_kept(),
        opened_by=by if isinstance(by, Person) else None,
        consultation=consultation,
    )
    write_roll(held, voices)
    if facts.mode == BallotMode.SECRET:
        SecretBox.objects.create(round=held)
    move_case_to(case, CaseState.VOTING)
    tell("committees.round.opened", by=by, held=held, case=case, mode=facts.mode, voices=len(voices))
    return held


@transaction.atomic
def cast_ballot(*, by: Person, voter: Voter, choice: Choice | str, amount: Cents | None = None) -> Cast:
    """Record one voice, at the first tap. `amount` (cents) is what the member would give, with a voice for.

    Raises AlreadyVoted, with the first receipt, when this voice is in, even once the vote is closed. Raises Refused.
    """
    held = hold_round(voter.round_id)
    voter = _voter(voter.pk)
    if voter.has_voted and voter.cast_by.seat.person_id == by.pk:
        raise AlreadyVoted(voter.receipt)
    rules.may_cast(
        rules.CastFacts(
            round=RoundState(held.state),
            mode=BallotMode(held.mode),
            is_own_voice=voter.cast_by.seat.person_id == by.pk,
            stepped_aside=voter.voided_at is not None or _stepped_aside(voter, held.case_id),
            choice=Choice(choice),
            amount=amount,
            asked=None if amount is None else _asked_in(held.case_id),
            in_time=_is_in_time(held),
        )
    ).enforce()
    return _record(held, voter, Choice(choice), amount)


def hold_round(pk: int) -> Round:
    """The round as it is now, held until the end of the transaction: casting, undoing and closing wait in line."""
    return Round.objects.select_for_update(of=("self",)).get(pk=pk)


def _is_in_time(held: Round) -> bool:
    """In the room, a vote that is open is in time."""
    return held.consultation is None or held.consultation.is_in_time()


def _voter(pk: int) -> Voter:
    """A voice and who casts it; every member at once does this, so it reads no more than it needs."""
    found = Voter.objects.select_related("attendance", "cast_by__seat")
    return found.only(*OF_A_VOICE).get(pk=pk)


def _asked_in(case_id: int) -> Cents | None:
    asked = Case.objects.values_list("application__asked_cents", flat=True).get(pk=case_id)
    return None if asked is None else Cents(asked)


def _stepped_aside(voter: Voter, case_id: int) -> bool:
    seats = {voter.attendance.seat_id, voter.cast_by.seat_id}
    return Interest.objects.filter(case=case_id, seat__in=seats, state__in=STEPPED_ASIDE).exists()


def _record(held: Round, voter: Voter, choice: Choice, amount: Cents | None) -> Cast:
    """The round must be held."""
    voter.has_voted, voter.receipt = True, receipts.new_receipt()
    voter.save(update_fields=["has_voted", "receipt"])
    if held.mode == BallotMode.SECRET:
        _count_in_box(held, choice, amount, 1)
    else:
        Ballot.objects.create(voter=voter, choice=choice, amount_cents=amount)
    return Cast(voter.receipt, receipts.undo_token(voter, choice, amount))


def _record_named(ballots: list[Ballot]) -> None:
    """Many named voices at once. The round must be held."""
    for ballot in ballots:
        ballot.voter.has_voted, ballot.voter.receipt = True, receipts.new_receipt()
    Voter.objects.bulk_update([ballot.voter for ballot in ballots], ["has_voted", "receipt"])
    Ballot.objects.bulk_create(ballots)


def _count_in_box(held: Round, choice: Choice, amount: Cents | None, step: int) -> None:
    """Add a voice to the sums, or take one back. Sorted amounts keep no order of arrival."""
    box = SecretBox.objects.get(round=held)
    field = {Choice.FOR: "votes_for", Choice.AGAINST: "votes_against", Choice.ABSTAIN: "abstentions"}[choice]
    setattr(box, field, getattr(box, field) + step)
    if amount is not None and step > 0:
        box.amounts = sorted([*box.amounts, amount])
    elif amount is not None:
        box.amounts.remove(amount)
    box.save(update_fields=[field, "amounts"])


@transaction.atomic
def undo_ballot(*, by: Person, voter: Voter, undo_token: str) -> Voter:
    """Take a voice back within ten seconds, while the vote is open; it may then be cast again. Raises Refused."""
    held = hold_round(voter.round_id)
    voter = _voter(voter.pk)
    choice, amount, in_time, is_last = Choice.ABSTAIN, None, True, voter.has_voted
    try:
        choice, amount = receipts.read_undo(voter, undo_token)
    except receipts.TooLate:
        in_time = False
    except receipts.NotHis:
        is_last = False
    rules.may_undo(
        state=RoundState(held.state),
        is_own_voice=voter.cast_by.seat.person_id == by.pk,
        is_last=is_last and voter.voided_at is None,
        in_time=in_time and _is_in_time(held),
    ).enforce()
    if held.mode == BallotMode.SECRET:
        _count_in_box(held, choice, amount, -1)
    else:
        Ballot.objects.filter(voter=voter).delete()
    voter.has_voted, voter.receipt = False, ""
    voter.save(update_fields=["has_voted", "receipt"])
    return voter


@transaction.atomic
def enter_named(*, by: Actor, round: Round, voices: Mapping[int, tuple[Choice | str, Cents | None]]) -> Round:
    """The secretary notes raised hands one by one: choice and amount by key of voter. The vote stays open.

    A voice already cast is left as it is when said the same way. Raises Refused when it differs, or for a stranger.
    """
    case, held = lock_round(round, with_file=True)
    ensure_runs(by, case.session)
    (rules.is_open(RoundState(held.state)) & rules.is_in_time(_is_in_time(held))).enforce()
    known = {voter.pk: voter for voter in held.voters.filter(voided_at=None).select_related("ballot")}
    asked = case.application.asked_cents
    new = []
    for pk, (choice, amount) in voices.items():
        voter = known.get(pk)
        same = voter is not None and voter.has_voted and voter.ballot.choice == choice
        (
            rules.may_enter_named(
                by_name=held.mode == BallotMode.BY_NAME,
                on_the_roll=voter is not None,
                differs=voter is not None and voter.has_voted and not same,
            )
            & rules.may_propose(Choice(choice), amount, None if asked is None else Cents(asked))
        ).enforce()
        if voter is not None and not voter.has_voted:
            new.append(Ballot(voter=voter, choice=choice, amount_cents=amount))
    _record_named(new)
    tell("committees.round.noted", by=by, held=held, case=case, voices=len(voices))
    return held


@transaction.atomic
def enter_totals(
    *,
    by: Actor,
    round: Round,
    votes_for: int,
    votes_against: int,
    abstentions: int,
    proposals: Sequence[Cents] = (),
) -> Round:
    """The secretary counts raised hands: totals close the vote. `proposals` are the amounts said aloud, in cents."""
    case, held = lock_round(round, with_file=True)
    ensure_runs(by, case.session)
    totals, asked = (votes_for, votes_against, abstentions), case.application.asked_cents
    (
        rules.is_open(RoundState(held.state))
        & rules.may_enter_totals(by_hand=held.mode == BallotMode.TOTALS)
        & rules.may_count(
            voices=held.voters.filter(voided_at=None).count(),
            totals=totals,
            proposals=proposals,
            asked=None if asked is None else Cents(asked),
        )
    ).enforce()
    return _close(by, case, held, totals, proposals)


@transaction.atomic
def close_round(*, by: Actor, round: Round) -> Round:
    """Close the vote for good and count. Closed again, nothing changes. Raises Refused while hands were not counted."""
    case, held = lock_round(round)
    ensure_runs(by, case.session)
    if held.state == RoundState.CLOSED:
        return held
    (
        rules.is_open(RoundState(held.state))
        & rules.may_close_round(counted=held.mode != BallotMode.TOTALS, in_writing=held.consultation_id is not None)
    ).enforce()
    return count_and_close(by, case, held)


def count_and_close(by: Actor, case: Case, held: Round) -> Round:
    """Count what the platform counts itself. The case and the round must be held."""
    if held.mode == BallotMode.SECRET:
        box = SecretBox.objects.get(round=held)
        return _close(by, case, held, (box.votes_for, box.votes_against, box.abstentions), box.amounts)
    return _close(by, case, held, *count_ballots(held))


def lock_round(round: Round, *, with_file: bool = False) -> tuple[Case, Round]:
    """Session, case, round, in that order."""
    case = lock_case(round.case, with_file=with_file)
    held = hold_round(round.pk)
    held.case = case
    return case, held


def count_ballots(held: Round) -> tuple[tuple[int, int, int], list[int]]:
    """Named voices that count, and the amounts they propose."""
    cast = list(Ballot.objects.filter(voter__round=held, voided_at=None).values_list("choice", "amount_cents"))
    choices = [choice for choice, _amount in cast]
    amounts = sorted(amount for _choice, amount in cast if amount is not None)
    return (choices.count(Choice.FOR), choices.count(Choice.AGAINST), choices.count(Choice.ABSTAIN)), amounts


def _close(by: Actor, case: Case, held: Round, totals: tuple[int, int, int], proposals: Iterable[int]) -> Round:
    held.state, held.closed_at = RoundState.CLOSED, timezone.now()
    held.votes_for, held.votes_against, held.abstentions = totals
    held.proposals = sorted(proposals)
    held.save()
    move_case_to(case, CaseState.VOTED)
    tell("committees.round.closed", by=by, held=held, case=case, voices=sum(totals))
    return held


def tell(name: str, *, by: Actor, held: Round, case: Case, **data: object) -> None:
    territory = case.session.committee.fund.territory_id
    journal.record(name, by=by, about=held, territory=territory, case=case.pk, number=held.number, **data)
