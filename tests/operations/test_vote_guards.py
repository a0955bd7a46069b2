"""What the database refuses even to someone who writes SQL: votes and decisions stay as they were made."""

import pytest
from django.db import DatabaseError, connection, transaction

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Ballot, Decision, Round, SecretBox, Voter
from quartierlibre.domain.committees.states import BallotMode, Outcome
from tests.factories import committees, votes
from tests.factories.votes import AGAINST, FOR, MACHINE


def refused(statement, *values, says):
    with pytest.raises(DatabaseError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def vote(mode=BallotMode.BY_NAME, *, closed=True):
    held = votes.opened(votes.case(), mode)
    for voter in votes.voters(held)[:2]:
        votes.cast(voter, FOR)
    return operations.close_round(by=MACHINE, round=held) if closed else held


def test_no_voice_enters_a_closed_round():
    held = vote()
    silent = held.voters.get(has_voted=False)
    insert = "INSERT INTO committees_ballot (voter_id, choice, cast_at) VALUES (%s, 'for', now())"
    refused(insert, silent.pk, says="is not open")
    refused("UPDATE committees_voter SET has_voted = true WHERE id = %s", silent.pk, says="is not open")
    refused("DELETE FROM committees_ballot", says="is not open")


def test_a_choice_never_changes_even_while_the_vote_is_open():
    held = vote(closed=False)
    refused("UPDATE committees_ballot SET choice = 'against'", says="never changes")
    refused("UPDATE committees_ballot SET amount_cents = 5", says="never changes")
    refused("UPDATE committees_ballot SET cast_at = now()", says="never changes")
    Ballot.objects.filter(voter__round=held).update(voided_at=held.opened_at)
    refused("UPDATE committees_ballot SET voided_at = NULL", says="never changes")


def test_a_member_has_one_ballot():
    held = vote(closed=False)
    voter = held.voters.filter(has_voted=True).first()
    insert = "INSERT INTO committees_ballot (voter_id, choice, cast_at) VALUES (%s, 'for', now())"
    refused(insert, voter.pk, says="committees_ballot_voter_id_key")


def test_the_secret_box_opens_for_nobody_once_closed():
    vote(BallotMode.SECRET)
    refused("UPDATE committees_secretbox SET votes_for = 9", says="is not open")
    refused("DELETE FROM committees_secretbox", says="stays with its round")


@pytest.mark.parametrize("mode", [BallotMode.BY_NAME, BallotMode.SECRET])
def test_a_closed_round_never_opens_again_and_keeps_its_totals(mode):
    vote(mode)
    opened = "UPDATE committees_round SET state = 'open', closed_at = NULL, votes_for = NULL, votes_against = NULL,"
    refused(f"{opened} abstentions = NULL", says="is over")
    refused("UPDATE committees_round SET closed_at = now() + interval '1 hour'", says="is over")
    refused("UPDATE committees_round SET votes_for = 3", says="totals of round")
    refused("""UPDATE committees_round SET facts = facts || '{"majority": "consensus"}'""", says="facts it opened with")
    refused("DELETE FROM committees_round", says="kept for ever")


def test_an_annulled_round_stays_annulled():
    held = vote()
    operations.annul_round(by=MACHINE, round=held, because="Une voix de trop.")
    refused("UPDATE committees_round SET state = 'closed'", says="is over")
    refused("UPDATE committees_round SET annulled_because = 'autre'", says="is over")


def test_the_roll_takes_no_one_once_written():
    held = vote(closed=False)
    latecomer = committees.roll(held.case.session)[0]
    insert = "INSERT INTO committees_voter (round_id, attendance_id, cast_by_id, has_voted, receipt) VALUES"
    refused(f"{insert} (%s, %s, %s, false, '')", held.pk, latecomer.pk, latecomer.pk, says="is complete")
    refused("DELETE FROM committees_ballot; DELETE FROM committees_voter", says="stays as it is")


def test_a_voided_voice_stays_voided():
    held = vote(closed=False)
    Voter.objects.filter(round=held).update(voided_at=held.opened_at)
    refused("UPDATE committees_voter SET voided_at = NULL", says="stays as it is")


def test_a_decision_is_never_rewritten():
    votes.decided(votes.case())
    for change in ("amount_cents = 1", "reason = 'x'", "outcome = 'part'", "number = 9", "round_id = NULL"):
        refused(f"UPDATE committees_decision SET {change}", says="as it was taken")
    refused("DELETE FROM committees_decision", says="as it was taken")


def test_a_decision_is_superseded_and_published_once():
    decision = votes.decided(votes.case())
    for column in ("superseded_at", "published_at"):
        Decision.objects.update(**{column: decision.decided_at})
        refused(f"UPDATE committees_decision SET {column} = NULL", says="as it was taken")
        refused(f"UPDATE committees_decision SET {column} = now()", says="as it was taken")


def test_money_and_outcome_agree():
    case = votes.case()
    decision = votes.decided(case, Outcome.REFUSED)
    columns = "public_id, case_id, fund_id, fund_year_id, regulation_id, number, outcome, reason, conditions, bounds,"
    copy = (
        f"INSERT INTO committees_decision ({columns} overridden_because, decided_at, superseded_at) SELECT"
        " gen_random_uuid(), case_id, fund_id, fund_year_id, regulation_id, 99, 'granted', reason, conditions, bounds,"
        " '', decided_at, now() FROM committees_decision WHERE id = %s"
    )
    refused(copy, decision.pk, says="a_grant_has_its_money")


def test_a_round_that_closes_honestly_is_still_accepted():
    """The guards above refuse lies, not the work: the same rows move along when the operations move them."""
    held = vote(closed=False)
    votes.cast(held.voters.get(has_voted=False), AGAINST)
    closed = operations.close_round(by=MACHINE, round=held)
    assert (closed.votes_for, closed.votes_against) == (2, 1)
    assert Round.objects.get().state == "closed"
    assert not SecretBox.objects.exists()
