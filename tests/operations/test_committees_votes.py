"""A vote: the roll frozen at opening, one voice each, ten seconds to take it back, closing for good."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Attendance, Ballot, Case, Round, SecretBox, Session, Voter
from quartierlibre.domain.committees.operations import AlreadyVoted
from quartierlibre.domain.committees.operations.rolls import digest_of
from quartierlibre.domain.committees.states import BallotMode, CaseState, Presence
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, committees, votes
from tests.factories.committees import choice
from tests.factories.votes import ABSTAIN, AGAINST, FOR, MACHINE

SECRET, BY_NAME, TOTALS = BallotMode.SECRET, BallotMode.BY_NAME, BallotMode.TOTALS


def close(held):
    return operations.close_round(by=MACHINE, round=held)


def totals(held):
    held.refresh_from_db()
    return held.votes_for, held.votes_against, held.abstentions


def undo(voter, cast):
    return operations.undo_ballot(by=voter.cast_by.seat.person, voter=voter, undo_token=cast.undo_token)


# -- opening ---------------------------------------------------------------------------------------------------------


def test_opening_writes_who_votes_and_how_it_will_be_counted():
    case = votes.case(members=4, session__recusal=choice("leaves_and_counts"))
    absent, *_others = committees.roll(case.session)
    operations.note_attendance(by=MACHINE, attendance=absent, presence=Presence.EXCUSED)
    held = votes.opened(case)
    facts = queries.facts_of_round(held)
    assert (facts.enrolled, facts.present, facts.voices, facts.recused) == (4, 3, 3, 0)
    assert (facts.majority, facts.tie, facts.recusal, facts.mode) == (
        "simple",
        "refused",
        "leaves_and_counts",
        "by_name",
    )
    assert facts.quorum["needed"] is None
    assert facts.roll == digest_of((voter.attendance_id, voter.cast_by_id) for voter in votes.voters(held))
    case.refresh_from_db()
    assert case.state == CaseState.VOTING
    event = Event.objects.get(name="committees.round.opened")
    assert event.data == {"case": case.pk, "number": 1, "mode": "by_name", "voices": 3}


def test_rules_published_after_the_opening_change_nothing():
    case = votes.case()
    held = votes.opened(case)
    applications.publish(case.session.committee.fund, rules=committees.rules(session__majority=choice("consensus")))
    for voter, said in zip(votes.voters(held), (FOR, FOR, AGAINST), strict=True):
        votes.cast(voter, said)
    assert queries.result_of(close(held)) == "adopted"


def test_a_proxy_is_a_voice_its_bearer_casts():
    case = votes.case(members=3, session__proxies_maximum={**choice(1), "unit": "proxies"})
    giver, bearer, _third = committees.roll(case.session)
    operations.note_attendance(by=MACHINE, attendance=giver, presence=Presence.PROXY, proxy_to=bearer)
    held = votes.opened(case)
    carried = list(queries.voices_carried(bearer, held))
    assert [voter.attendance_id for voter in carried] == [giver.pk, bearer.pk]
    votes.cast(carried[0])
    with pytest.raises(Refused, match=r"ballot\.not_yours"):
        operations.cast_ballot(by=giver.seat.person, voter=Voter.objects.get(attendance=bearer), choice=FOR)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda case: Session.objects.update(state="held", closed_at=timezone.now()), "session.not_open"),
        (lambda case: Case.objects.update(state=CaseState.DECIDED), "round.case_closed"),
        (lambda case: Attendance.objects.update(presence=Presence.EXCUSED), "round.nobody_votes"),
        (lambda case: votes.opened(case), "round.already_open"),
    ],
)
def test_a_vote_opens_only_when_it_can(change, code):
    case = votes.case()
    change(case)
    with pytest.raises(Refused) as refused:
        votes.opened(case)
    assert code in refused.value.verdict.codes


def test_without_its_quorum_a_session_does_not_vote():
    case = votes.case(members=3, session__quorum={**choice(3), "unit": "members"})
    operations.note_attendance(by=MACHINE, attendance=committees.roll(case.session)[0], presence=Presence.EXCUSED)
    with pytest.raises(Refused, match=r"round\.no_quorum"):
        votes.opened(case)
    assert not Round.objects.exists()


def test_how_to_vote_is_asked_when_the_regulation_does_not_say():
    case = votes.case()
    with pytest.raises(Refused, match=r"round\.mode_unsaid"):
        votes.opened(case, None)


def test_the_regulation_says_how_to_vote():
    assert votes.opened(votes.case(session__ballot=choice("secret")), None).mode == SECRET


def test_only_who_runs_the_session_opens_and_closes():
    case = votes.case()
    stranger = committees.person()
    member = committees.roll(case.session)[0].seat.person
    for by in (stranger, member):
        with pytest.raises(Refused, match="no_right"):
            operations.open_round(by=by, case=case, mode=BY_NAME)
    held = votes.opened(case)
    for by in (stranger, member):
        with pytest.raises(Refused, match="no_right"):
            operations.close_round(by=by, round=held)


# -- casting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [BY_NAME, SECRET])
def test_a_second_vote_is_an_error_that_gives_the_same_receipt(mode):
    held = votes.opened(votes.case(), mode)
    voter = votes.voters(held)[0]
    first = votes.cast(voter, FOR)
    for said in (FOR, AGAINST):
        with pytest.raises(AlreadyVoted) as again:
            votes.cast(voter, said)
        assert again.value.receipt == first.receipt
    close(held)
    with pytest.raises(AlreadyVoted) as late:
        votes.cast(voter, FOR)
    assert late.value.receipt == first.receipt
    assert totals(held) == (1, 0, 0)


@pytest.mark.parametrize("mode", [BY_NAME, SECRET])
def test_voices_and_amounts_are_counted_at_closing(mode):
    held = votes.opened(votes.case(members=5), mode)
    said = [(FOR, 15_000), (FOR, 5_000), (AGAINST, None), (ABSTAIN, None)]
    for voter, (each, amount) in zip(votes.voters(held), said, strict=False):
        votes.cast(voter, each, amount)
    assert queries.progress_of(held) == queries.Progress(cast=4, voices=5)
    close(held)
    assert totals(held) == (2, 1, 1)
    assert held.proposals == [5_000, 15_000]
    assert Ballot.objects.count() == (4 if mode == BY_NAME else 0)


@pytest.mark.parametrize(
    ("said", "amount", "code"),
    [
        (AGAINST, 1_000, "ballot.amount_without_for"),
        (FOR, 0, "ballot.amount_not_positive"),
        (FOR, 15_001, "ballot.amount_above_asked"),
    ],
)
def test_an_amount_that_makes_no_sense_is_refused(said, amount, code):
    voter = votes.voters(votes.opened(votes.case()))[0]
    with pytest.raises(Refused) as refused:
        votes.cast(voter, said, amount)
    assert refused.value.verdict.codes == {code}
    voter.refresh_from_db()
    assert not voter.has_voted


def test_hands_are_not_raised_on_a_phone():
    voter = votes.voters(votes.opened(votes.case(), TOTALS))[0]
    with pytest.raises(Refused, match=r"ballot\.by_hand"):
        votes.cast(voter)


def test_nothing_tells_the_totals_of_an_open_vote():
    held = votes.opened(votes.case(), SECRET)
    votes.cast(votes.voters(held)[0])
    held.refresh_from_db()
    assert totals(held) == (None, None, None)
    for ask in (queries.tally_of, queries.result_of, queries.shown_totals):
        with pytest.raises(queries.NotYet):
            ask(held)


def test_the_journal_keeps_no_trace_of_a_voice():
    held = votes.opened(votes.case(), SECRET)
    before = Event.objects.count()
    for voter in votes.voters(held):
        votes.cast(voter)
    assert Event.objects.count() == before


# -- taking back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [BY_NAME, SECRET])
def test_a_voice_is_taken_back_and_cast_again(mode):
    held = votes.opened(votes.case(), mode)
    voter = votes.voters(held)[0]
    first = votes.cast(voter, FOR, 7_000)
    undo(voter, first)
    assert queries.progress_of(held).cast == 0
    second = votes.cast(voter, AGAINST)
    assert second.receipt != first.receipt
    with pytest.raises(Refused, match=r"ballot\.not_undone"):  # the first token is worth nothing any more
        undo(voter, first)
    close(held)
    assert (totals(held), held.proposals) == ((0, 1, 0), [])


@pytest.mark.parametrize(("seconds", "in_time"), [(0, True), (9, True), (10, True), (12, False)])
def test_ten_seconds_to_take_it_back(seconds, in_time):
    voter = votes.voters(votes.opened(votes.case(), SECRET))[0]
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        cast = votes.cast(voter)
    with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
        if in_time:
            undo(voter, cast)
        else:
            with pytest.raises(Refused, match=r"ballot\.undo_too_late"):
                undo(voter, cast)


def test_a_closed_vote_takes_nothing_back():
    held = votes.opened(votes.case(), SECRET)
    voter = votes.voters(held)[0]
    cast = votes.cast(voter)
    close(held)
    with pytest.raises(Refused, match=r"round\.closed"):
        undo(voter, cast)
    assert totals(held) == (1, 0, 0)


def test_nobody_takes_back_the_voice_of_another():
    held = votes.opened(votes.case(), SECRET)
    mine, other = votes.voters(held)[:2]
    cast = votes.cast(mine, FOR)
    votes.cast(other, AGAINST)
    with pytest.raises(Refused, match=r"ballot\.not_undone"):
        operations.undo_ballot(by=other.cast_by.seat.person, voter=mine, undo_token=cast.undo_token)
    for token in (cast.undo_token, "", "made up", cast.undo_token[:-1]):
        with pytest.raises(Refused, match=r"ballot\.not_undone"):
            operations.undo_ballot(by=other.cast_by.seat.person, voter=other, undo_token=token)


def test_the_token_does_not_tell_the_choice():
    held = votes.opened(votes.case(members=9), SECRET)
    hidden = [votes.cast(voter, FOR).undo_token.split(".")[2].split(":")[0] for voter in votes.voters(held)]
    assert len(set(hidden)) == 9
    assert len({text[:2] for text in hidden}) > 1
    assert SecretBox.objects.get().votes_for == 9


# -- hands raised ----------------------------------------------------------------------------------------------------


def test_hands_counted_close_the_vote():
    held = votes.voted(votes.case(members=5), 3, 1, 1, proposals=[5_000, 3_000])
    assert (held.state, totals(held), held.proposals) == ("closed", (3, 1, 1), [3_000, 5_000])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ((3, 1, 0), "totals.too_many"),
        ((-1, 1, 0), "totals.negative"),
        ((0, 1, 0, [100]), "totals.too_many_proposals"),
        ((1, 0, 0, [15_001]), "ballot.amount_above_asked"),
    ],
)
def test_hands_that_do_not_add_up_are_refused(said, code):
    held = votes.opened(votes.case(members=3), TOTALS)
    with pytest.raises(Refused) as refused:
        operations.enter_totals(
            by=MACHINE,
            round=held,
            votes_for=said[0],
            votes_against=said[1],
            abstentions=said[2],
            proposals=said[3] if len(said) > 3 else [],
        )
    assert code in refused.value.verdict.codes
    assert totals(held) == (None, None, None)


def test_hands_not_counted_do_not_close():
    held = votes.opened(votes.case(), TOTALS)
    with pytest.raises(Refused, match=r"round\.hands_not_counted"):
        close(held)


def test_the_secretary_notes_hands_by_name_beside_phones():
    held = votes.opened(votes.case(members=3))
    phone, *others = votes.voters(held)
    votes.cast(phone, FOR)
    said = {phone.pk: (FOR, None), others[0].pk: (AGAINST, None), others[1].pk: (FOR, 4_000)}
    operations.enter_named(by=MACHINE, round=held, voices=said)
    with pytest.raises(Refused, match=r"ballot\.already_cast"):
        operations.enter_named(by=MACHINE, round=held, voices={phone.pk: (AGAINST, None)})
    close(held)
    assert (totals(held), held.proposals) == ((2, 1, 0), [4_000])


def test_closing_twice_closes_once():
    held = votes.opened(votes.case())
    first = close(held)
    assert close(held).closed_at == first.closed_at
    assert Event.objects.filter(name="committees.round.closed").count() == 1


# -- voting again ----------------------------------------------------------------------------------------------------


def test_voting_again_is_a_new_round_and_both_are_kept():
    case = votes.case()
    votes.voted(case, 1, 1)
    again = votes.voted(case, 3)
    assert [held.number for held in case.rounds.all()] == [1, 2]
    assert queries.counting_round(case) == again


def test_an_annulled_vote_says_why_and_counts_no_more():
    case = votes.case()
    held = votes.voted(case)
    with pytest.raises(Refused, match=r"round\.annulled_without_reason"):
        operations.annul_round(by=MACHINE, round=held, because=" ")
    operations.annul_round(by=MACHINE, round=held, because="Deux mains comptées deux fois.")
    held.refresh_from_db()
    case.refresh_from_db()
    assert (held.state, held.annulled_because) == ("annulled", "Deux mains comptées deux fois.")
    assert totals(held) == (3, 0, 0)
    assert (case.state, queries.counting_round(case)) == (CaseState.HEARD, None)
    assert votes.opened(case).number == 2


def test_a_secret_vote_that_would_tell_shows_no_totals():
    held = votes.opened(votes.case(members=3), SECRET)
    for voter in votes.voters(held):
        votes.cast(voter)
    held = close(held)
    assert queries.shown_totals(held) == queries.MASKED
    assert queries.result_of(held) == "adopted"
    assert "votes_for" not in json.dumps(held.facts)


def test_the_chair_breaks_a_tie_by_the_voice_they_cast():
    case = votes.case(members=2, session__tie=choice("chair"))
    chair = committees.roll(case.session)[1].seat
    Session.objects.update(chair=chair)
    held = votes.opened(case)
    for voter in votes.voters(held):
        votes.cast(voter, FOR if voter.attendance.seat_id == chair.pk else AGAINST)
    assert queries.result_of(close(held)) == "adopted"
