"""Voices cast at the same instant: one each (trust.md B9), none behind a closing (B11)."""

import random
import time
from collections import Counter

import pytest
from django.db import connection

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Ballot, Case, Round, SecretBox
from quartierlibre.domain.committees.operations import AlreadyVoted, Cast
from quartierlibre.domain.committees.states import BallotMode
from quartierlibre.foundation.verdicts import Refused
from tests.factories import votes
from tests.factories.votes import ABSTAIN, AGAINST, FOR, MACHINE
from tests.support.nightly import times
from tests.support.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ITEMS, CONNECTIONS = times(24, 200), 8
CLOSINGS, IN_FLIGHT = times(6, 100), times(12, 20)
COLLISIONS = times(4, 12)
BY_NAME, SECRET = BallotMode.BY_NAME, BallotMode.SECRET


def cast(voter, said=FOR):
    """What the member is told: a receipt, the receipt of before, or a refusal."""
    try:
        return votes.cast(voter, said)
    except Refused as refused:
        return refused


def many_votes(number, *, members, mode):
    """So many open votes on as many files, each with this roll."""
    case = votes.case(members=members)
    held = votes.opened(case, mode)
    case.refresh_from_db()
    held.case = case
    rounds = votes.rounds_of(votes.many(case, number), held)
    votes.rolls_of(rounds, held)
    if mode == SECRET:
        SecretBox.objects.bulk_create(SecretBox(round=each) for each in rounds)
    return list(Round.objects.filter(pk__in=[each.pk for each in rounds]).order_by("pk"))


@pytest.mark.parametrize("mode", [BY_NAME, SECRET])
def test_one_ballot_per_member_and_per_file(mode):
    rounds = many_votes(ITEMS // 2, members=1, mode=mode)
    voters = [votes.voters(held)[0] for held in rounds]

    def work(n):
        mine = voters[:]
        random.Random(n).shuffle(mine)  # everyone meets everyone, on every file
        return [(voter.pk, cast(voter, random.Random(n).choice([FOR, AGAINST]))) for voter in mine]

    answers = [each for outcomes in at_once(CONNECTIONS, work) for each in outcomes]
    assert len(answers) == CONNECTIONS * len(voters)
    receipts, won = {}, Counter()
    for pk, answer in answers:
        assert isinstance(answer, Cast | AlreadyVoted)
        receipts.setdefault(pk, set()).add(answer.receipt)
        won[pk] += isinstance(answer, Cast)
    assert set(won.values()) == {1}
    assert {len(given) for given in receipts.values()} == {1}  # the seven others get the same receipt
    if mode == BY_NAME:
        assert Ballot.objects.count() == len(voters)
    else:
        boxes = SecretBox.objects.filter(round__in=rounds)
        assert {box.votes_for + box.votes_against for box in boxes} == {1}


@pytest.mark.parametrize("mode", [BY_NAME, SECRET])
def test_closing_is_a_wall(mode):
    """Voices in flight and a closing: what was acknowledged is what was counted."""
    rounds = many_votes(CLOSINGS // 2, members=IN_FLIGHT, mode=mode)
    rolls = {held.pk: votes.voters(held) for held in rounds}
    late = 0
    for number, held in enumerate(rounds):
        moment = random.Random(number).randrange(IN_FLIGHT)

        def work(n, held=held, moment=moment):
            if n == moment:
                return operations.close_round(by=MACHINE, round=held)
            time.sleep(random.Random(n).random() / 10)  # some before the closing, some during, some after
            return cast(rolls[held.pk][n], FOR)

        outcomes = at_once(IN_FLIGHT, work)
        acknowledged = sum(isinstance(each, Cast) for each in outcomes)
        held.refresh_from_db()
        assert held.votes_for == acknowledged
        walled = [each for each in outcomes if isinstance(each, Refused)]
        assert {tuple(each.verdict.codes) for each in walled} <= {("round.closed",)}
        assert acknowledged + len(walled) == IN_FLIGHT - 1
        late += len(walled)
    assert late > 0, "no voice ever came after a closing: the test races nothing"


def test_taking_back_and_closing_at_once():
    """A voice taken back is not counted, a voice counted was not taken back."""
    for held in many_votes(COLLISIONS, members=3, mode=SECRET):
        first, second, _third = votes.voters(held)
        given = votes.cast(first, FOR)
        votes.cast(second, AGAINST)

        def work(n, held=held, first=first, given=given):
            if n == 0:
                return operations.close_round(by=MACHINE, round=held)
            return operations.undo_ballot(by=first.cast_by.seat.person, voter=first, undo_token=given.undo_token)

        outcomes = at_once(2, work)
        held.refresh_from_db()
        refused = any(isinstance(each, Refused) for each in outcomes)
        assert (held.votes_for, held.votes_against) == ((1, 1) if refused else (0, 1))


def test_a_recusal_and_a_voice_at_once():
    """Whoever comes first, no voice of the member stands once both are done."""
    refused = 0
    for held in many_votes(COLLISIONS, members=3, mode=BY_NAME):
        mine = votes.voters(held)[0]

        def work(n, held=held, mine=mine):
            if n == 0:
                return cast(mine)
            seat = mine.attendance.seat
            return operations.declare_interest(by=MACHINE, case=held.case, seat=seat, nature="family")

        outcomes = at_once(2, work)
        assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refused)]
        refused += any(isinstance(each, Refused) for each in outcomes)
        assert queries.progress_of(held) == queries.Progress(cast=0, voices=2)
        assert not Ballot.objects.filter(voter=mine, voided_at=None).exists()
        assert operations.close_round(by=MACHINE, round=held).votes_for == 0


def test_two_secretaries_open_one_vote():
    case = votes.case()
    outcomes = at_once(4, lambda _n: _opened(case))
    assert sum(isinstance(each, Round) for each in outcomes) == 1
    assert {tuple(each.verdict.codes) for each in outcomes if isinstance(each, Refused)} == {("round.already_open",)}
    assert Case.objects.get(pk=case.pk).rounds.count() == 1


def _opened(case):
    try:
        return votes.opened(case)
    except Refused as refused:
        return refused


def test_nothing_shows_the_count_of_an_open_vote():
    """For every role: the columns are empty and what is asked raises; only « so many voices of so many » is told."""
    (held,) = many_votes(1, members=5, mode=SECRET)
    for voter, said in zip(votes.voters(held), (FOR, AGAINST, ABSTAIN), strict=False):
        votes.cast(voter, said)
    held.refresh_from_db()
    assert (held.votes_for, held.votes_against, held.abstentions, held.proposals) == (None, None, None, [])
    with pytest.raises(queries.NotYet):
        queries.tally_of(held)
    with connection.cursor() as cursor, pytest.raises(Exception, match="totals_are_known_only_once_closed"):
        cursor.execute("UPDATE committees_round SET votes_for = 1 WHERE id = %s", [held.pk])
