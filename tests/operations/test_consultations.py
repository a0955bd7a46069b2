"""Members asked in writing, when a sitting lacked its quorum: who answers, until when, and what it decides."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Ballot, Case, Consultation, Interest, Round, Voter
from quartierlibre.domain.committees.operations import AlreadyVoted, consulting
from quartierlibre.domain.committees.queries.consultations import silent, who_answered
from quartierlibre.domain.committees.states import BallotMode, CaseState, Outcome, Presence, RoundState
from quartierlibre.domain.committees.tasks import close_due
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import committees, votes
from tests.factories.applications import MACHINE, fund
from tests.factories.committees import choice
from tests.factories.consultations import WRITTEN, answered, close, lacking, opened, over
from tests.factories.funds import clause
from tests.factories.votes import AGAINST, FOR
from tests.support.together import at_once

SECRET, BY_NAME = BallotMode.SECRET, BallotMode.BY_NAME


def said(value, unit):
    return {**clause(value, unit), "source": "text"}


def session_of(cases):
    return cases[0].session


def asked(**how):
    """A consultation on one file, and its vote."""
    (case,) = lacking(**how)
    held = opened(case.session)
    return held, held.rounds.get()


def state(case):
    return Case.objects.get(pk=case.pk).state


# -- opening ---------------------------------------------------------------------------------------------------------


def test_every_member_with_a_voice_is_asked_about_every_file_heard_whoever_came():
    cases = lacking(files=2)
    held = opened(session_of(cases))
    assert [vote.voters.count() for vote in held.rounds.order_by("pk")] == [5, 5]
    assert {state(each) for each in cases} == {CaseState.VOTING}
    assert Event.objects.get(name="committees.consultation.opened").subject_id == str(held.pk)


def test_a_member_who_steps_aside_is_not_asked_and_not_even_sql_takes_their_answer():
    (case,) = lacking()
    aside = committees.roll(case.session)[0].seat
    operations.declare_interest(by=aside.person, case=case, seat=aside, nature="neighbour")
    vote = opened(case.session).rounds.get()
    assert aside.pk not in vote.voters.values_list("attendance__seat", flat=True)
    late = vote.voters.first()
    Interest.objects.create(case=case, seat=late.attendance.seat, nature="family")
    with pytest.raises(Refused, match=r"ballot\.recused"):
        votes.cast(late)
    with pytest.raises(DatabaseError, match="steps aside"), transaction.atomic():
        Ballot.objects.create(voter=late, choice=FOR)
    Interest.objects.filter(seat=late.attendance.seat).delete()


def test_a_file_not_heard_is_not_asked_about():
    cases = lacking(files=2)
    Case.objects.filter(pk=cases[1].pk).update(state=CaseState.WAITING)
    held = opened(session_of(cases))
    assert [each.case_id for each in held.rounds.all()] == [cases[0].pk]
    assert state(cases[1]) == CaseState.WAITING


def test_a_proxy_given_for_the_evening_does_not_answer():
    asked_about, other = lacking(files=2, session__proxies_maximum=said(1, "proxies"))
    giver, bearer = committees.roll(other.session)[4], committees.roll(other.session)[0]
    operations.note_attendance(by=MACHINE, attendance=giver, presence=Presence.PROXY, proxy_to=bearer)
    Case.objects.filter(pk=other.pk).update(state=CaseState.WAITING)
    held = opened(asked_about.session)
    vote = held.rounds.get()
    assert all(each.attendance_id == each.cast_by_id for each in votes.voters(vote))
    roomy = {**vote.facts, "voices": 9}
    made = Round.objects.create(case=other, number=1, mode=BY_NAME, facts=roomy, consultation=held)
    with pytest.raises(DatabaseError, match="answers for themselves"), transaction.atomic():
        Voter.objects.create(round=made, attendance=giver, cast_by=bearer)


@pytest.mark.parametrize("policy", [None, "postpone", "second_call"])
def test_another_policy_lets_nobody_ask_in_writing(policy):
    (case,) = lacking(session__no_quorum=choice(policy) if policy else None)
    with pytest.raises(Refused, match=r"session\.no_consultation"):
        opened(case.session)
    assert not Consultation.objects.exists()


def test_a_sitting_with_its_quorum_asks_nobody():
    (case,) = lacking(here=3)
    with pytest.raises(Refused, match=r"session\.quorum_met"):
        opened(case.session)


def test_a_rulebook_without_quorum_asks_nobody():
    (case,) = lacking(session__quorum=None)
    with pytest.raises(Refused, match=r"session\.quorum_met"):
        opened(case.session)


def test_nothing_heard_nothing_asked():
    (case,) = lacking()
    Case.objects.filter(pk=case.pk).update(state=CaseState.WAITING)
    with pytest.raises(Refused, match=r"consultation\.nothing_heard"):
        opened(case.session)


@pytest.mark.parametrize(
    ("days", "code"), [(None, "no_last_day"), (-1, "in_the_past"), (0, "in_the_past")], ids=["unsaid", "past", "today"]
)
def test_the_last_day_is_said_and_to_come(days, code):
    (case,) = lacking()
    last_day = None if days is None else timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match=rf"consultation\.{code}"):
        opened(case.session, last_day=last_day)


def test_where_the_regulation_gives_a_time_nobody_types_another():
    (case,) = lacking(session__written_days=said(2, "weeks"))
    with pytest.raises(Refused, match=r"consultation\.other_day"):
        opened(case.session, last_day=timezone.localdate() + timedelta(days=3))
    assert opened(case.session, last_day=None).last_day == timezone.localdate() + timedelta(days=14)


@pytest.mark.parametrize(
    ("ballot", "mode", "expected"),
    [("show_of_hands", None, BY_NAME), ("by_name", None, BY_NAME), ("secret", None, SECRET), ("secret", BY_NAME, None)],
)
def test_answers_are_taken_as_the_regulation_votes_and_no_hand_is_raised_in_writing(ballot, mode, expected):
    (case,) = lacking(session__ballot=choice(ballot))
    if expected is None:
        with pytest.raises(Refused, match=r"round\.other_mode"):
            opened(case.session, mode=mode)
        return
    assert opened(case.session, mode=mode).rounds.get().mode == expected


def test_an_unset_way_of_voting_is_chosen_never_assumed():
    (case,) = lacking(session__ballot=None)
    with pytest.raises(Refused, match=r"round\.mode_unsaid"):
        opened(case.session)
    with pytest.raises(Refused, match=r"round\.other_mode"):
        opened(case.session, mode=BallotMode.TOTALS)
    assert opened(case.session, mode=SECRET).rounds.get().mode == SECRET


def test_asked_once_at_a_time_and_who_was_there_is_settled():
    (case,) = lacking()
    opened(case.session)
    with pytest.raises(Refused, match=r"consultation\.under_way"):
        opened(case.session)
    late = committees.roll(case.session)[2]
    with pytest.raises(Refused, match=r"session\.consulted"):
        operations.note_attendance(by=MACHINE, attendance=late, presence="present")
    with pytest.raises(Refused, match=r"session\.consulted"):
        operations.note_departure(by=MACHINE, attendance=committees.roll(case.session)[0])
    with pytest.raises(Refused, match=r"session\.consulting"):
        operations.close_session(by=MACHINE, session=case.session)
    assert {each.presence for each in committees.roll(case.session)} == {Presence.PRESENT, Presence.ABSENT}


# -- answering -------------------------------------------------------------------------------------------------------


def test_a_second_answer_is_an_error_that_gives_the_same_receipt():
    _held, vote = asked()
    voter = votes.voters(vote)[4]
    first = votes.cast(voter)
    with pytest.raises(AlreadyVoted) as again:
        votes.cast(voter, AGAINST)
    assert again.value.receipt == first.receipt
    assert Ballot.objects.get(voter=voter).choice == FOR


def test_nobody_answers_after_the_last_day_even_while_nothing_is_closed_yet():
    held, vote = asked()
    voter, other = votes.voters(vote)[:2]
    with time_machine.travel(over(held)):
        with pytest.raises(Refused, match=r"round\.too_late"):
            votes.cast(voter)
        with pytest.raises(Refused, match=r"round\.too_late"):
            operations.enter_named(by=MACHINE, round=vote, voices={other.pk: (FOR, None)})
    votes.cast(voter)


def test_the_last_day_itself_counts_until_midnight_in_paris():
    held, vote = asked()
    with time_machine.travel(f"{held.last_day}T21:30:00+00:00"):
        votes.cast(votes.voters(vote)[0])


def test_an_answer_on_paper_is_noted_by_the_secretary():
    _held, vote = asked()
    voter = votes.voters(vote)[3]
    operations.enter_named(by=MACHINE, round=vote, voices={voter.pk: (AGAINST, None)})
    assert Ballot.objects.get(voter=voter).choice == AGAINST


def test_nothing_is_told_before_the_close():
    held, vote = asked()
    for voter in votes.voters(vote)[:3]:
        votes.cast(voter)
    vote.refresh_from_db()
    assert (vote.votes_for, vote.votes_against, vote.abstentions) == (None, None, None)
    with pytest.raises(queries.NotYet):
        queries.tally_of(vote)
    with pytest.raises(Refused, match=r"round\.in_writing"):
        operations.close_round(by=MACHINE, round=vote)
    assert len(silent(held)) == 2


# -- the reminder ----------------------------------------------------------------------------------------------------


def test_the_reminder_leaves_once_to_those_who_have_not_answered():
    held, vote = asked()
    votes.cast(votes.voters(vote)[0])
    operations.remind_silent(by=MACHINE, consultation=held)
    told = Event.objects.get(name="committees.consultation.reminded").data["attendances"]
    assert sorted(told) == [each.pk for each in committees.roll(held.session)[1:]]
    with pytest.raises(Refused, match=r"consultation\.already_reminded"):
        operations.remind_silent(by=MACHINE, consultation=held)


def test_nobody_is_reminded_once_everyone_answered_or_once_it_is_over():
    held = answered(session_of(lacking()), "+++++")
    with pytest.raises(Refused, match=r"consultation\.all_answered"):
        operations.remind_silent(by=MACHINE, consultation=held)
    with time_machine.travel(over(held)), pytest.raises(Refused, match=r"consultation\.closed"):
        operations.remind_silent(by=MACHINE, consultation=held)


# -- closing ---------------------------------------------------------------------------------------------------------


def test_it_closes_before_its_last_day_only_when_everyone_answered():
    (case,) = lacking()
    held = answered(case.session, "++++")
    with pytest.raises(Refused, match=r"consultation\.answers_missing"):
        operations.close_consultation(by=MACHINE, consultation=held)
    votes.cast(votes.voters(held.rounds.get())[4])
    assert operations.close_consultation(by=MACHINE, consultation=held).closed_at
    assert state(case) == CaseState.VOTED


def test_the_last_day_passed_it_closes_by_itself_once():
    (case,) = lacking()
    held = answered(case.session)
    close_due()
    assert state(case) == CaseState.VOTING
    with time_machine.travel(over(held)):
        close_due()
        close_due()
    assert state(case) == CaseState.VOTED
    assert Event.objects.filter(name="committees.consultation.closed").count() == 1


def test_one_that_cannot_be_closed_holds_up_no_other_and_is_told_and_tried_again(monkeypatch):
    (first,) = lacking()
    said = committees.rules(**(votes.SIMPLE | WRITTEN))
    (second,) = lacking(of=fund("Fonds des Lilas", within=first.application.fund.territory, rules=said))
    stuck, fine = answered(first.session), answered(second.session)
    count = consulting._count

    def fail(by, session, round_id):
        count(by, session, round_id)
        if session.pk == stuck.session_id:
            raise DatabaseError("the disk is full")

    with time_machine.travel(over(fine)):
        with monkeypatch.context() as broken:
            broken.setattr(consulting, "_count", fail)
            with pytest.raises(ExceptionGroup) as told:
                close_due()
        assert [str(each) for each in told.value.exceptions] == ["the disk is full"]
        assert told.value.exceptions[0].__notes__ == [f"consultation {stuck.pk}"]
        assert list(Consultation.objects.filter(closed_at=None)) == [stuck]
        assert stuck.rounds.get().state == RoundState.OPEN
        assert fine.rounds.get().state == RoundState.CLOSED
        close_due()
    assert not Consultation.objects.filter(closed_at=None).exists()


def test_closed_it_is_closed_for_good():
    held = close(answered(session_of(lacking())))
    with pytest.raises(Refused, match=r"round\.closed"):
        votes.cast(votes.voters(held.rounds.get())[4])
    again = operations.close_consultation(by=MACHINE, consultation=held)
    held.refresh_from_db()
    assert again.closed_at == held.closed_at


@pytest.mark.parametrize(("wanted", "voted"), [(4, False), (3, True), (None, True)])
def test_it_takes_as_many_answers_as_the_regulation_says_and_unset_is_not_checked(wanted, voted):
    (case,) = lacking(session__written_quorum=said(wanted, "members") if wanted else None)
    vote = close(answered(case.session, "++-")).rounds.get()
    assert (state(case) == CaseState.VOTED) is voted
    assert (vote.votes_for, vote.annulled_because) == ((2, "") if voted else (None, "3 réponses, il en fallait 4."))


@pytest.mark.parametrize(("choices", "result"), [("++-", "adopted"), ("++--", "rejected"), ("++0", "adopted")])
def test_half_of_the_people_present_are_half_of_those_who_answered(choices, result):
    (case,) = lacking(session__majority=choice("of_present"))
    vote = close(answered(case.session, choices)).rounds.get()
    assert queries.result_of(vote) == result


def test_a_decision_is_taken_with_its_money_under_the_same_rules():
    (case,) = lacking()
    close(answered(case.session))
    pot = case.envelope
    before = votes.pots(pot)
    with pytest.raises(Refused, match=r"decision\.against_the_vote"):
        votes.decide(case, Outcome.REFUSED)
    decision = votes.decide(case)
    assert votes.pots(pot) == (before[0] - decision.amount_cents, before[1] + decision.amount_cents, 0)
    assert operations.close_session(by=MACHINE, session=case.session).state == "held"


def test_a_tie_that_calls_for_a_second_vote_is_asked_again_and_both_stay():
    (case,) = lacking(session__tie=choice("second_round"))
    close(answered(case.session, "+-"))
    assert queries.result_of(case.rounds.get()) == "second_round"
    again = opened(case.session)
    assert (again.number, [each.number for each in case.rounds.all()]) == (2, [1, 2])


def test_a_late_recusal_takes_the_answer_away_in_the_open():
    (case,) = lacking()
    held = close(answered(case.session))
    seat = votes.voters(held.rounds.get())[0].attendance.seat
    operations.declare_interest(by=seat.person, case=case, seat=seat, nature="neighbour")
    vote = held.rounds.get()
    assert (vote.votes_for, vote.votes_against, vote.voters.exclude(voided_at=None).count()) == (1, 1, 1)


def test_who_answered_is_known_as_who_was_there_is():
    held = close(answered(session_of(lacking()), "+-"))
    listed = who_answered(held)  # by name, and names are counted: « 10 » comes before « 9 »
    said = {voter.attendance.seat.person.name: voter.has_voted for voter in held.rounds.get().voters.all()}
    assert {each.name: bool(each.cast) for each in listed} == said
    assert sorted(said.values()) == [False, False, False, True, True]


@pytest.mark.parametrize("name", ["last_day", "opened_at", "number"])
def test_the_database_keeps_it_as_it_was_announced(name):
    held, _vote = asked()
    later = {"last_day": held.last_day + timedelta(days=9), "opened_at": timezone.now(), "number": 7}[name]
    with pytest.raises(DatabaseError, match="as it was announced"), transaction.atomic():
        Consultation.objects.filter(pk=held.pk).update(**{name: later})


def test_the_database_closes_it_only_with_its_votes_and_opens_nothing_in_it_after():
    held, vote = asked()
    with pytest.raises(DatabaseError, match="is open"), transaction.atomic():
        Consultation.objects.filter(pk=held.pk).update(closed_at=timezone.now())
    close(held)
    with pytest.raises(DatabaseError, match="as it was announced"), transaction.atomic():
        Consultation.objects.filter(pk=held.pk).update(closed_at=None)
    with pytest.raises(DatabaseError, match="takes no vote"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO committees_round (public_id, case_id, number, mode, state, facts, opened_at, proposals,"
            " annulled_because, consultation_id) SELECT gen_random_uuid(), case_id, 9, mode, 'open', facts, now(),"
            " '[]', '', consultation_id FROM committees_round WHERE id = %s",
            [vote.pk],
        )
    with pytest.raises(DatabaseError, match="in the room or in writing"), transaction.atomic():
        Round.objects.filter(pk=vote.pk).update(consultation=None)


@pytest.mark.django_db(transaction=True)
def test_two_closings_at_once_count_once():
    (case,) = lacking()
    held = answered(case.session, "+++++")
    done = at_once(4, lambda _n: operations.close_consultation(by=MACHINE, consultation=held).closed_at)
    assert len(set(done)) == 1
    assert Event.objects.filter(name="committees.round.closed").count() == 1
    vote = held.rounds.get()
    assert (vote.votes_for, state(case)) == (5, CaseState.VOTED)
    decided = at_once(4, lambda _n: _decided(case))
    assert sorted(decided) == [False, False, False, True]


def _decided(case):
    try:
        votes.decide(case)
    except Refused:
        return False
    return True
