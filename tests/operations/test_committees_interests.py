"""B10: who is concerned steps aside; the system proposes, people judge, and the database takes no voice from them."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Ballot, Case, Interest, Round, Voter
from quartierlibre.domain.committees.states import BallotMode, InterestNature, InterestState, RoundState
from quartierlibre.domain.people.models import Group, GroupKind, Person
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import committees, funds, personas, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.factories.funds import clause
from tests.support.nightly import times
from tests.support.together import at_once

ONE_PROXY = {**clause(1, "proxies"), "source": "text"}


@pytest.fixture
def case():
    return committees.case(committees.session(members=3))


def seats(case):
    return list(case.session.committee.seats.select_related("person").order_by("pk"))


def propose(case):
    return operations.propose_recusals(by=MACHINE, session=case.session)


def declare(case, seat, nature="family", by=None):
    return operations.declare_interest(by=by or seat.person, case=case, seat=seat, nature=nature)


def change(case, **values):
    Application.objects.filter(pk=case.application_id).update(**values)


def tie(person, **said):
    return operations.declare_link(by=person, person=person, **{"name": "Sans rapport", **said})


def _own(case, person):
    change(case, holder=person)


def _in_the_team(case, person):
    case.application.team.add(person)


def _same_group(case, person):
    group = Group.objects.create(kind=GroupKind.ASSOCIATION, name="Glycines", rna="W595012345")
    change(case, group=group)
    tie(person, nature="association", group=group)


def _same_number(case, person):
    change(case, rna="W595012345")
    tie(
        person, nature="association", group=Group.objects.create(kind=GroupKind.ASSOCIATION, name="X", rna="W595012345")
    )


def _same_name(case, person):
    tie(person, nature="employer", name="les VOISINS de la Tour 3 !")


def _sits_for_it(case, person):
    person.seats.update(group_name="Voisins de la tour 3")


def _family_of_the_holder(case, person):
    change(case, holder=personas.amina())
    tie(person, nature="family", with_person=personas.amina())


def _family_by_name(case, person):
    tie(person, nature="family", name="Amina BELKACEM")


TIES = {
    _own: (InterestNature.OWN, InterestState.DECLARED),
    _in_the_team: (InterestNature.OWN, InterestState.DECLARED),
    _same_group: (InterestNature.ASSOCIATION, InterestState.PROPOSED),
    _same_number: (InterestNature.ASSOCIATION, InterestState.PROPOSED),
    _same_name: (InterestNature.EMPLOYER, InterestState.PROPOSED),
    _sits_for_it: (InterestNature.ASSOCIATION, InterestState.PROPOSED),
    _family_of_the_holder: (InterestNature.FAMILY, InterestState.PROPOSED),
    _family_by_name: (InterestNature.FAMILY, InterestState.PROPOSED),
}


@pytest.mark.parametrize("bring_together", TIES)
def test_a_recusal_is_proposed_from_what_was_declared_once(case, bring_together):
    seat = seats(case)[0]
    bring_together(case, seat.person)
    (found,) = propose(case)
    assert (found.seat, (found.nature, found.state)) == (seat, TIES[bring_together])
    assert propose(case) == []
    assert queries.recused_seats(case) == {seat.pk}


def test_nobody_is_proposed_without_a_tie_nor_for_one_that_ended(case):
    person = seats(case)[0].person
    operations.end_link(by=person, link=tie(person, nature="employer", name="Les voisins de la tour 3"))
    assert propose(case) == []


def test_calling_and_opening_propose_by_themselves(case):
    _same_name(case, seats(case)[0].person)
    operations.call_session(by=MACHINE, session=case.session)
    assert Interest.objects.count() == 1
    _same_name(case, seats(case)[1].person)
    committees.opened(case.session)
    assert Interest.objects.count() == 2


@pytest.mark.parametrize("state", ["proposed", "declared"])
def test_who_steps_aside_neither_sees_nor_votes_even_when_only_proposed(case, state):
    seat, other, _ = seats(case)
    if state == "proposed":
        _same_name(case, seat.person)
        propose(case)
    else:
        declare(case, seat)
    committees.opened(case.session)
    assert not queries.may_read_deliberation(seat.person, case)
    assert queries.may_read_deliberation(other.person, case)
    assert seat not in {voice.attendance.seat for voice in queries.voices_of(case)}
    assert case.pk not in queries.readable_deliberations(seat.person)
    assert case.pk in queries.readable_deliberations(other.person)


def test_a_manager_prepares_every_file_but_not_their_own_project(case):
    chloe = personas.chloe(case.session.committee.fund.territory)
    assert queries.may_read_deliberation(chloe, case)
    change(case, holder=chloe)
    assert not queries.may_read_deliberation(chloe, case)
    for stranger in (personas.driss(), personas.eve(funds.territory())):
        assert not queries.may_read_deliberation(stranger, case)


def test_dismissed_with_a_reason_they_are_back(case):
    seat = seats(case)[0]
    _same_name(case, seat.person)
    (proposed,) = propose(case)
    chloe = personas.chloe(case.session.committee.fund.territory)
    with pytest.raises(Refused, match=r"interest\.no_reason"):
        operations.dismiss_interest(by=chloe, interest=proposed, reason="")
    with pytest.raises(Refused, match=r"committee\.no_right"):
        operations.dismiss_interest(by=seat.person, interest=proposed, reason="Homonyme")
    dismissed = operations.dismiss_interest(by=chloe, interest=proposed, reason="Une autre association du même nom.")
    assert dismissed.state == InterestState.DISMISSED
    assert queries.may_read_deliberation(seat.person, case)
    assert propose(case) == []
    with pytest.raises(Refused, match=r"interest\.already_dismissed"):
        operations.dismiss_interest(by=chloe, interest=proposed, reason="Encore")
    assert declare(case, seat).state == InterestState.DECLARED
    assert Interest.objects.get().dismissal_reason == ""


def test_the_chair_does_not_lift_their_own_recusal_nor_anyone_their_own_project(case):
    chair, holder, _ = seats(case)
    change(case, holder=holder.person)
    _same_name(case, chair.person)
    session = committees.opened(case.session, chair=chair)
    mine, own = (Interest.objects.get(case=case, seat=seat) for seat in (chair, holder))
    with pytest.raises(Refused, match=r"interest\.own_judge"):
        operations.dismiss_interest(by=chair.person, interest=mine, reason="Je peux juger")
    with pytest.raises(Refused, match=r"interest\.own_project"):
        operations.dismiss_interest(by=chair.person, interest=own, reason="Il est gentil")
    assert session.chair == chair


def test_declared_twice_it_stays_one_and_confirms_what_was_proposed(case):
    seat = seats(case)[0]
    _same_name(case, seat.person)
    (proposed,) = propose(case)
    assert operations.confirm_interest(by=seat.person, interest=proposed).state == InterestState.DECLARED
    assert declare(case, seat).pk == proposed.pk
    names = list(Event.objects.filter(name__startswith="committees.interest").values_list("name", flat=True))
    assert sorted(names) == ["committees.interest.confirmed", "committees.interest.proposed"]


def test_a_member_speaks_for_themselves_of_their_own_committee(case):
    mine, other, _ = seats(case)
    elsewhere = committees.seat(committees.committee(funds.fund()))
    for seat, by, code in (
        (mine, other.person, "committee.no_right"),
        (elsewhere, elsewhere.person, "interest.not_a_member"),
    ):
        with pytest.raises(Refused, match=code):
            declare(case, seat, by=by)
    committees.opened(case.session)
    operations.close_session(by=MACHINE, session=case.session)
    with pytest.raises(Refused, match=r"session\.over"):
        declare(case, mine)


def test_leaving_and_coming_back_are_noted_once(case):
    interest = declare(case, seats(case)[0])
    left = operations.leave_room(by=MACHINE, interest=interest).left_room_at
    assert operations.leave_room(by=MACHINE, interest=interest).left_room_at == left
    assert operations.come_back(by=MACHINE, interest=interest).back_at >= left
    assert Event.objects.filter(name="committees.interest.moved").count() == 2


# The database, whoever asks and however


def sql(statement, *values, refused=r"steps aside|still stands"):
    """Run it, deferred checks included, and take it back; refused unless said otherwise."""
    expected = pytest.raises(IntegrityError, match=refused) if refused else nullcontext()
    with expected, transaction.atomic():
        _run(statement, values)
        transaction.set_rollback(True)


def _run(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


INSERT_INTEREST = """
INSERT INTO committees_interest (case_id, seat_id, nature, state, late, declared_at, dismissal_reason)
VALUES (%s, %s, 'family', %s, false, now(), '')
"""
INSERT_BALLOT = "INSERT INTO committees_ballot (voter_id, choice, cast_at) VALUES (%s, 'for', now())"


@pytest.mark.parametrize("state", ["proposed", "declared"])
@pytest.mark.parametrize("mode", [BallotMode.BY_NAME, BallotMode.SECRET, BallotMode.TOTALS])
def test_no_voice_of_who_steps_aside_enters_a_roll(case, mode, state):
    aside = committees.roll(committees.opened(case.session))[0]
    Interest.objects.create(case=case, seat=aside.seat, nature="family", state=state)
    held = Round.objects.create(case=case, number=1, mode=mode, facts={"voices": 3})
    with pytest.raises(IntegrityError, match="steps aside"), transaction.atomic():
        Voter.objects.create(round=held, attendance=aside, cast_by=aside)


def test_even_raw_sql_casts_no_ballot_for_who_steps_aside():
    case = votes.case()
    aside, other, _ = votes.voters(votes.opened(case))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT_INTEREST, [case.pk, aside.attendance.seat_id, "proposed"])
        for statement in (INSERT_BALLOT, "UPDATE committees_voter SET has_voted = true WHERE id = %s"):
            with pytest.raises(IntegrityError, match="steps aside"), transaction.atomic():
                cursor.execute(statement, [aside.pk])
        cursor.execute(INSERT_BALLOT, [other.pk])
        transaction.set_rollback(True)


@pytest.mark.parametrize("mode", [BallotMode.BY_NAME, BallotMode.SECRET, BallotMode.TOTALS])
def test_a_late_recusal_written_by_hand_is_refused_while_a_voice_stands(mode):
    case = votes.case()
    held = votes.opened(case, mode)
    voter = votes.voters(held)[0]
    sql(INSERT_INTEREST, case.pk, voter.attendance.seat_id, "declared")
    looked_into = INSERT_INTEREST.replace("'')", "'Homonyme')")
    sql(looked_into, case.pk, voter.attendance.seat_id, "dismissed", refused=None)


def test_the_bearer_of_a_proxy_who_steps_aside_carries_nothing():
    case = votes.case(members=3, session__proxies_maximum=ONE_PROXY)
    bearer, giver, other = committees.roll(case.session)
    operations.note_attendance(by=MACHINE, attendance=giver, presence="proxy", proxy_to=bearer)
    held = votes.opened(case)
    carried = held.voters.get(attendance=giver)
    votes.cast(carried)
    votes.cast(held.voters.get(attendance=other))
    declare(case, bearer.seat)
    carried.refresh_from_db()
    assert carried.voided_at is not None
    assert Ballot.objects.filter(voided_at=None).count() == 1
    assert [voice.attendance for voice in queries.voices_of(case)] == [other]


@pytest.mark.parametrize("closed", [False, True])
def test_a_late_recusal_on_a_named_vote_counts_again_without_them(closed):
    case = votes.case()
    held = votes.opened(case)
    for voter in votes.voters(held):
        votes.cast(voter)
    if closed:
        operations.close_round(by=MACHINE, round=held)
    late = declare(case, votes.voters(held)[0].attendance.seat)
    assert late.late
    held = operations.close_round(by=MACHINE, round=held)
    assert (held.votes_for, held.state) == (2, RoundState.CLOSED)
    assert Ballot.objects.count() == 3
    assert Ballot.objects.filter(voided_at=None).count() == 2
    assert Event.objects.get(name="committees.interest.declared").data == {"case": case.pk, "late": True}


@pytest.mark.parametrize("mode", [BallotMode.SECRET, BallotMode.TOTALS])
def test_a_late_recusal_on_a_vote_that_cannot_be_recounted_annuls_it(mode):
    case = votes.case()
    held = votes.opened(case, mode)
    if mode == BallotMode.SECRET:
        votes.cast(votes.voters(held)[0])
    declare(case, votes.voters(held)[0].attendance.seat)
    held.refresh_from_db()
    assert held.state == RoundState.ANNULLED
    again = votes.opened(Case.objects.get(pk=case.pk), mode)
    assert again.voters.count() == 2


def test_dismissing_after_the_vote_gives_no_voice_back():
    case = votes.case()
    held = votes.opened(case)
    voter = votes.voters(held)[0]
    votes.cast(voter)
    operations.dismiss_interest(by=MACHINE, interest=declare(case, voter.attendance.seat), reason="Erreur")
    voter.refresh_from_db()
    assert voter.voided_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_ballot_and_a_recusal_at_the_same_instant_never_leave_a_counted_voice():
    collisions = times(4, 12)
    for case in votes.cases(votes.fund(), files=collisions, members=2):
        held = votes.opened(case)
        voter = votes.voters(held)[0]
        person = Person.objects.get(pk=voter.cast_by.seat.person_id)
        acts = [
            lambda voter=voter: votes.cast(voter),
            lambda case=case, voter=voter, person=person: declare(case, voter.attendance.seat, by=person),
        ]
        outcomes = at_once(2, lambda n, acts=acts: acts[n]())
        assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refused)]
        assert Interest.objects.filter(case=case).count() == 1
        assert not Ballot.objects.filter(voter=voter, voided_at=None).exists()
    assert Round.objects.count() == collisions


@pytest.mark.parametrize("rule", [None, "leaves_and_counts", "leaves_not_counted", "stays_without_vote"])
def test_the_quorum_of_a_file_follows_the_regulation(rule):
    said = {"session__recusal": choice(rule)} if rule else {}
    half = {**clause(60, "percent_of_enrolled"), "source": "text"}
    case = votes.case(members=5, session__quorum=half, **said)
    declare(case, seats(case)[0])
    state = queries.quorum_now(case.session, case)
    assert (state.base, state.counted, state.needed) == ((4, 4, 3) if rule == "leaves_not_counted" else (5, 5, 3))
    assert queries.quorum_now(case.session).base == 5
