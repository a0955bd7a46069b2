"""The hard cases of the domain that touch committees and their sessions, by number in the dossier (domain.md 11)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.verdicts import rank_in_year
from quartierlibre.domain.applications.states import ApplicationState
from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Case, Session
from quartierlibre.domain.committees.queries.minutes import account_of
from quartierlibre.domain.committees.queries.sessions import quorum_now
from quartierlibre.domain.committees.states import BallotMode, CaseState, Outcome
from quartierlibre.domain.people.models import Group, GroupKind
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.committees.minutes_sheet import consultation_said
from tests.factories import applications, committees, consultations, personas, stories, votes
from tests.factories import funds as money
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.factories.funds import clause


def said(value, unit):
    return {**clause(value, unit), "source": "text"}


THREE = said(3, "members")


def lacking(**rules_said):
    """A session that needs three members and has two, with one file."""
    session = committees.session(members=4, session__quorum=THREE, **rules_said)
    case = committees.case(session)
    return committees.opened(session, here=2), case


def codes(session):
    return {each.code for each in queries.advice_for(session)}


# 6. Quorum not met


def test_case_06_quorum_not_met_the_session_hears_and_does_not_decide():
    session, case = lacking()
    case = operations.hear(by=MACHINE, case=case, holder_presence="present")
    assert case.state == CaseState.HEARD
    with pytest.raises(Refused, match="quorum"):
        votes.opened(case)
    operations.note_attendance(by=MACHINE, attendance=committees.roll(session)[2], presence="present")
    assert votes.opened(case).state == "open"


@pytest.mark.parametrize("policy", [None, "postpone", "written"])
def test_case_06_without_a_policy_for_it_no_second_call_is_invented(policy):
    session, _case = lacking(**({"session__no_quorum": choice(policy)} if policy else {}))
    with pytest.raises(Refused, match=r"session\.no_second_call"):
        operations.plan_second_call(by=MACHINE, session=session, starts_at=timezone.now() + timedelta(days=40))


def test_case_06_a_second_call_decides_whoever_comes():
    session, case = lacking(session__no_quorum=choice("second_call"))
    operations.close_session(by=MACHINE, session=session)
    at = timezone.now() + timedelta(days=45)
    second = operations.plan_second_call(by=MACHINE, session=session, starts_at=at, place="Salle B")
    assert second.second_call_of == session
    with pytest.raises(Refused, match=r"session\.already_called_again"):
        operations.plan_second_call(by=MACHINE, session=session, starts_at=at + timedelta(days=1))
    again = operations.schedule(by=MACHINE, application=case.application, session=second)
    committees.opened(second, here=1)
    assert quorum_now(Session.objects.get(pk=second.pk)).needed is None
    assert len(votes.voters(votes.opened(again))) == 1


def test_case_06_in_writing_every_member_answers_from_home_and_the_file_is_decided():
    (case,) = consultations.lacking()
    with pytest.raises(Refused, match="quorum"):
        votes.opened(case)
    held = consultations.answered(case.session, "++-")
    assert [vote.voters.count() for vote in held.rounds.all()] == [5]
    consultations.close(held)
    assert quorum_now(case.session).counted == 2  # answering is not being there
    decision = votes.decide(case)
    assert (decision.outcome, decision.round.consultation) == (Outcome.GRANTED, held)
    session = operations.close_session(by=MACHINE, session=case.session)
    said = " ".join(consultation_said(account_of(session, None).consultations[0]))
    assert "Le quorum n’était pas atteint" in said
    assert "Ont répondu (3)" in said


def test_case_06_postponed_the_file_goes_on_to_the_next_session():
    session, case = lacking(session__no_quorum=choice("postpone"))
    later = committees.session(session.committee, members=0, days=60)
    operations.close_session(by=MACHINE, session=session)
    assert operations.schedule(by=MACHINE, application=case.application).session == later


def test_case_06_a_session_with_its_quorum_is_not_called_again():
    session = committees.session(members=3, session__quorum=THREE, session__no_quorum=choice("second_call"))
    with pytest.raises(Refused, match=r"session\.quorum_met"):
        operations.plan_second_call(
            by=MACHINE, session=committees.opened(session), starts_at=timezone.now() + timedelta(days=40)
        )


def test_case_06_an_unset_quorum_is_not_checked_and_is_said():
    session = committees.opened(committees.session(members=5), here=1)
    state = quorum_now(session)
    assert (state.needed, state.met, state.base_said) == (None, True, "Le règlement ne fixe pas de quorum.")


def test_case_06_open_composition_counts_those_who_came_to_the_last_sessions():
    """A committee anyone may join has no fixed number: half of those active in its last two sessions."""
    half = {"session__quorum": said(50, "percent_of_active"), "session__quorum_window": said(2, "sessions")}
    committee = committees.committee(applications.fund(rules=committees.rules(**half)))
    for days, here in ((5, 1), (10, 4), (15, 2)):  # the oldest is out of the window
        _held(committee, days=days, members=10 if days == 5 else 0, here=here)
    session = committees.opened(committees.session(committee, members=0, days=20), here=1)
    state = quorum_now(session)
    assert (state.base, state.needed, state.counted, state.met) == (4, 2, 1, False)
    operations.note_attendance(by=MACHINE, attendance=committees.roll(session)[9], presence="present")
    assert quorum_now(session).met


def _held(committee, *, days, members, here):
    session = committees.opened(committees.session(committee, members=members, days=days), here=here)
    return operations.close_session(by=MACHINE, session=session)


# 7. A member presents their own project


def test_case_07_a_committee_of_the_associations_that_ask_may_lose_its_voters_and_says_so():
    """Every member sits for an association; all four carry this project together: nobody is left to vote."""
    said_rules = {"session__quorum": said(50, "percent_of_enrolled"), "session__recusal": choice("leaves_not_counted")}
    session = committees.session(members=4, **said_rules)
    case = committees.case(session)
    for seat in session.committee.seats.all():
        case.application.team.add(seat.person)
    session = committees.opened(session)
    assert len(queries.recused_seats(case)) == 4
    assert queries.voices_of(case) == ()
    state = queries.quorum_now(session, case)
    assert (state.base, state.counted) == (0, 0)
    with pytest.raises(Refused, match="nobody_votes"):
        votes.opened(case)


@pytest.mark.parametrize(("rule", "met"), [("leaves_and_counts", True), ("leaves_not_counted", False)])
def test_case_07_with_strict_recusal_a_file_may_lose_the_quorum_the_session_has(rule, met):
    session = committees.session(members=3, session__quorum=THREE, session__recusal=choice(rule))
    case = committees.case(session)
    group = Group.objects.create(kind=GroupKind.ASSOCIATION, name="Les Glycines", rna="W595012345")
    session.committee.seats.filter(pk=session.committee.seats.first().pk).update(group=group)
    Application.objects.filter(pk=case.application_id).update(rna="W595012345")
    session = committees.opened(session)
    assert queries.quorum_now(session).met
    assert queries.quorum_now(session, case).met is met
    if not met:
        with pytest.raises(Refused, match="quorum"):
            votes.opened(case)


# 8. A funder's representative in the committee


@pytest.mark.parametrize(("rule", "votes_there"), [(None, True), (True, True), (False, False)])
def test_case_08_a_funder_sits_flagged_and_votes_only_as_the_regulation_says(rule, votes_there):
    rules_said = {} if rule is None else {"committee__funders_vote": said(rule, "yes_no")}
    session = committees.session(members=2, **rules_said)
    seat = committees.seat(session.committee, college="elected", basis="by_right", funder=money.funder())
    case = committees.case(session)
    committees.opened(session)
    assert seat.funder is not None
    assert ("funders_vote_unsaid" in codes(case.session)) is (rule is None)
    assert (seat in {voice.attendance.seat for voice in queries.voices_of(case)}) is votes_there


# 12. Rules that change in mid-year


def test_case_12_a_session_keeps_the_quorum_and_the_voters_it_opened_with():
    session = committees.session(members=3, session__quorum=THREE)
    case = committees.case(session)
    funder = committees.seat(session.committee, college="funders", funder=money.funder())
    session = committees.opened(session)
    stricter = committees.rules(session__quorum=said(50, "members"), committee__funders_vote=said(False, "yes_no"))
    applications.publish(session.committee.fund, rules=stricter)
    operations.end_seat(by=MACHINE, seat=committees.roll(session)[0].seat, on=timezone.localdate())
    assert (quorum_now(session).needed, quorum_now(session).met) == (3, True)
    assert funder in {voice.attendance.seat for voice in queries.voices_of(case)}
    later = committees.opened(committees.session(session.committee, members=0, days=60))
    assert (quorum_now(later).needed, quorum_now(later).met) == (50, False)
    assert not later.attendances.get(seat=funder).may_vote


# 16. Filed again after an adjournment


def test_case_16_adjourned_a_file_keeps_its_number_its_rank_and_its_filing_day():
    session = committees.session(members=3)
    case = committees.case(session)
    before = case.application
    committees.opened(session)
    operations.adjourn(by=MACHINE, case=case, reason="Le devis du chapiteau manque.")
    after = Application.objects.get(pk=before.pk)
    assert (after.number, after.filed_on, after.state) == (before.number, before.filed_on, ApplicationState.ADMISSIBLE)
    assert rank_in_year(after, timezone.localdate()) == 1
    # Nearer than the lead time: a new file would be too late, this one had its day long ago.
    Application.objects.filter(pk=before.pk).update(filed_on=timezone.localdate() - timedelta(days=60))
    near = committees.session(session.committee, members=0, days=3)
    again = operations.schedule(by=MACHINE, application=Application.objects.get(pk=before.pk))
    assert (again.session, again.application_id) == (near, before.pk)
    assert [each.state for each in Case.objects.filter(application=before).order_by("pk")] == ["adjourned", "waiting"]
    with pytest.raises(Refused, match=r"case\.no_reason"):
        operations.adjourn(by=MACHINE, case=again, reason="")


# 17. The yearly repeat


def test_case_17_last_year_s_party_is_shown_to_the_committee_and_refused_by_nobody():
    fund = applications.fund()
    last = stories.submitted(fund, title="Fête du quartier 2025")
    Application.objects.filter(pk=last.pk).update(filed_on=timezone.localdate() - timedelta(days=365))
    session = committees.session(committees.committee(fund), members=3)
    case = committees.case(session, title="Fête du quartier 2026")
    (shown,) = queries.similar_projects(case.application)
    assert (shown.application, shown.same_holder, shown.alike_title) == (last, True, True)
    committees.opened(session)
    assert votes.opened(case).state == "open"


# 21. The holder is not there


@pytest.mark.parametrize(
    ("rule", "presence", "granted"),
    [
        ("required", "absent", False),
        ("required", "represented", True),
        ("required", "remote", True),
        ("invited", "absent", True),
        (None, "absent", True),
    ],
)
def test_case_21_an_absent_holder_is_not_granted_where_presence_is_compulsory(rule, presence, granted):
    case = votes.case(**({"session__holder_presence": choice(rule)} if rule else {}))
    case = operations.hear(by=MACHINE, case=case, holder_presence=presence)
    votes.voted(case)
    case.refresh_from_db()
    if granted:
        assert votes.decide(case).amount_cents
        return
    with pytest.raises(Refused, match=r"case\.holder_required"):
        votes.decide(case)
    assert votes.decide(case, Outcome.ADJOURNED).outcome == Outcome.ADJOURNED


def test_case_21_the_vote_waits_until_the_holders_are_out_where_the_committee_deliberates_alone():
    case = votes.case(session__deliberates_alone=said(True, "yes_no"))
    case = operations.hear(by=MACHINE, case=case, holder_presence="present")
    with pytest.raises(Refused, match=r"case\.holder_in_room"):
        votes.opened(case)
    assert votes.opened(operations.deliberate_alone(by=MACHINE, case=case), BallotMode.SECRET).mode == BallotMode.SECRET


# 22. Several roles in one body


def test_case_22_the_manager_who_also_sits_votes_once_and_steps_aside_like_anyone():
    session = committees.session(members=2)
    chloe = personas.chloe(session.committee.fund.territory)
    seat = committees.seat(session.committee, chloe, college="manager", basis="by_right", title="secretary")
    mine, other = committees.case(session, title="À moi"), committees.case(session, title="Aux autres")
    Application.objects.filter(pk=mine.application_id).update(holder=chloe)
    session = operations.open_session(by=chloe, session=session)
    for each in committees.roll(session):
        operations.note_attendance(by=chloe, attendance=each, presence="present")
    assert session.secretary == seat
    assert "manager_votes" in codes(session)
    assert seat not in {voice.attendance.seat for voice in queries.voices_of(mine)}
    assert sum(voice.attendance.seat == seat for voice in queries.voices_of(other)) == 1
    assert not queries.may_read_deliberation(chloe, mine)
    assert queries.may_read_deliberation(chloe, other)
