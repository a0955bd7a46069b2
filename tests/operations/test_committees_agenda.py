"""A file goes to the first session it reaches, is heard at its hour, and loses nothing when it is put off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import withdraw_application
from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Case
from quartierlibre.domain.committees.operations.actors import lock_case, lock_session
from quartierlibre.domain.committees.states import CaseState, HolderPresence
from quartierlibre.domain.funds import operations as funds
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, committees, personas, stories, votes
from tests.factories import funds as money
from tests.factories.applications import MACHINE
from tests.support.together import at_once

BUSY = 3  # days: nearer than the lead time of the usual rulebook (15 days)


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def committee(fund):
    return committees.committee(fund)


def schedule(application, **said):
    return operations.schedule(by=said.pop("by", MACHINE), application=application, **said)


def order(session):
    return [case.application.title for case in queries.agenda_of(session)]


def test_a_file_goes_to_the_first_session_it_reaches(fund, committee):
    too_near = committees.session(committee, days=BUSY)
    second = committees.session(committee, members=0, days=30)
    committees.session(committee, members=0, days=60)
    case = schedule(committees.admissible(fund))
    assert (case.session, case.position, case.state) == (second, 1, CaseState.WAITING)
    event = Event.objects.get(name="committees.case.scheduled")
    assert event.data == {"session": second.pk, "application": case.application_id, "in_time": True}
    assert not too_near.cases.exists()


def test_said_again_it_is_the_same_case(fund, committee):
    committees.session(committee)
    application = committees.admissible(fund)
    assert schedule(application) == schedule(application)
    assert Event.objects.filter(name="committees.case.scheduled").count() == 1


def test_filed_on_the_last_day_is_in_time_and_the_day_after_is_not(fund, committee):
    session = committees.session(committee, days=15)
    application = committees.admissible(fund)
    assert schedule(application).session == session
    later = committees.admissible(fund, title="Autre")
    Application.objects.filter(pk=later.pk).update(filed_on=timezone.localdate() + timedelta(days=1))
    later.refresh_from_db()
    assert schedule(later) is None


def test_without_a_lead_time_every_session_to_come_suits():
    fund = applications.fund(rules={"session.majority": committees.choice("simple")})
    session = committees.session(committees.committee(fund), days=1)
    assert schedule(committees.admissible(fund)).session == session


def test_no_session_to_come_is_said_with_nothing(fund, committee):
    application = committees.admissible(fund)
    assert schedule(application) is None
    assert not Case.objects.exists()


def test_its_sector_chooses_the_committee(fund):
    north, south = (funds.add_sector(by=MACHINE, fund=fund, slug=slug, name=slug) for slug in ("nord", "sud"))
    for sector in (north, south):
        committees.session(committees.committee(fund, sector=sector), members=1)
    application = committees.admissible(fund)
    with pytest.raises(Refused, match=r"agenda\.no_committee"):
        schedule(application)
    Application.objects.filter(pk=application.pk).update(sector=south)
    application.refresh_from_db()
    assert schedule(application).session.committee.sector == south


def test_the_case_knows_its_envelope(fund, committee):
    committees.session(committee)
    assert schedule(committees.admissible(fund)).envelope is None
    envelope = votes.endow(fund, 10_000)
    assert schedule(committees.admissible(fund, title="Deux")).envelope == envelope


@pytest.mark.parametrize("withdrawn", [False, True])
def test_only_an_admissible_file_goes_before_a_committee(fund, committee, withdrawn):
    committees.session(committee)
    application = stories.submitted(fund)
    if withdrawn:
        application = withdraw_application(by=None, application=application)
    with pytest.raises(Refused, match=r"agenda\.not_admissible"):
        schedule(application)


def test_a_session_chosen_by_hand_is_of_its_committee_to_come_and_late_for_a_reason(fund, committee):
    near, begun = committees.session(committee, days=BUSY), committees.session(committee, members=0, days=20)
    committees.opened(begun)
    elsewhere = committees.session(committees.committee(applications.fund("Autre fonds")))
    application = committees.admissible(fund)
    for session, code in ((near, "too_late"), (begun, "session_begun"), (elsewhere, "other_committee")):
        with pytest.raises(Refused, match=rf"agenda\.{code}"):
            schedule(application, session=session)
    case = schedule(application, session=near, because="La fête est le 14 juillet.")
    assert (case.session, case.note) == (near, "La fête est le 14 juillet.")
    assert Event.objects.get(name="committees.case.scheduled").data["in_time"] is False
    with pytest.raises(Refused, match=r"agenda\.already_scheduled"):
        schedule(application, session=committees.session(committee, members=0, days=40))


def test_only_who_plans_sessions_there_schedules(fund, committee):
    committees.session(committee)
    application = committees.admissible(fund)
    for stranger in (personas.driss(), personas.eve(money.territory())):
        with pytest.raises(Refused, match=r"committee\.no_right"):
            schedule(application, by=stranger)
    assert schedule(application, by=personas.chloe(fund.territory))


def three(fund, committee):
    session = committees.session(committee)
    for title in ("Un", "Deux", "Trois"):
        committees.case(session, title=title)
    return session


def test_the_order_changes_and_hours_follow_the_places(fund, committee):
    session = three(fund, committee)
    listed = operations.set_hearings(by=MACHINE, session=session, first_at=session.starts_at, minutes=20)
    hours = [case.hearing_at for case in listed]
    assert [hour - session.starts_at for hour in hours] == [timedelta(minutes=20 * n) for n in range(3)]
    operations.move_case(by=MACHINE, case=listed[2], position=1)
    assert order(session) == ["Trois", "Un", "Deux"]
    assert [case.hearing_at for case in queries.agenda_of(session)] == hours
    for place in (-5, 99):
        operations.move_case(by=MACHINE, case=listed[2], position=place)
    assert order(session) == ["Un", "Deux", "Trois"]
    with pytest.raises(Refused, match=r"agenda\.minutes"):
        operations.set_hearings(by=MACHINE, session=session, first_at=session.starts_at, minutes=0)


def test_a_file_taken_off_may_come_back_to_the_same_session(fund, committee):
    session = three(fund, committee)
    case = session.cases.get(position=1)
    with pytest.raises(Refused, match=r"case\.no_reason"):
        operations.take_off(by=MACHINE, case=case, reason=" ")
    off = operations.take_off(by=MACHINE, case=case, reason="Devis attendu.")
    assert (off.state, off.note) == (CaseState.WITHDRAWN, "Devis attendu.")
    assert order(session) == ["Deux", "Trois"]
    back = schedule(off.application, session=session)
    assert (back.pk, back.state, back.position) == (off.pk, CaseState.WAITING, 4)


def test_hearing_says_whether_the_holders_came(fund, committee):
    session = committees.session(committee)
    case = committees.case(session)
    with pytest.raises(Refused, match=r"session\.not_open"):
        operations.hear(by=MACHINE, case=case, holder_presence="present")
    committees.opened(session)
    with pytest.raises(Refused, match=r"case\.presence_unsaid"):
        operations.hear(by=MACHINE, case=case, holder_presence="expected")
    case = operations.hear(by=MACHINE, case=case, holder_presence="absent")
    assert (case.state, case.holder_in_room) == (CaseState.HEARD, False)
    first = case.heard_at
    case = operations.hear(by=MACHINE, case=case, holder_presence="represented")
    assert (case.holder_presence, case.holder_in_room, case.heard_at) == (HolderPresence.REPRESENTED, True, first)
    alone = operations.deliberate_alone(by=MACHINE, case=case)
    assert not alone.holder_in_room
    operations.deliberate_alone(by=MACHINE, case=case)
    assert Event.objects.filter(name="committees.case.alone").count() == 1


def test_nothing_moves_once_the_session_is_over(fund, committee):
    session = committees.opened(three(fund, committee))
    case = session.cases.first()
    operations.close_session(by=MACHINE, session=session)
    acts = (
        lambda: operations.move_case(by=MACHINE, case=case, position=1),
        lambda: operations.take_off(by=MACHINE, case=case, reason="Trop tard"),
        lambda: operations.adjourn(by=MACHINE, case=case, reason="Trop tard"),
        lambda: operations.set_hearings(by=MACHINE, session=session, first_at=session.starts_at, minutes=5),
        lambda: operations.hear(by=MACHINE, case=case, holder_presence="present"),
    )
    for act in acts:
        with pytest.raises(Refused, match=r"session\."):
            act()


def test_similar_projects_are_shown_with_why_and_never_refused(fund, committee):
    committees.session(committee)
    same = stories.submitted(fund, title="Sortie à la mer", contact_email="a@exemple.fr")
    title = stories.submitted(
        fund, title="Grande fête du quartier 2025", group_name="D’autres", contact_email="b@exemple.fr"
    )
    stories.submitted(fund, title="Atelier vélo", group_name="Les cyclistes", contact_email="c@exemple.fr")
    now = committees.admissible(fund, title="Grande fête du quartier 2026")
    found = {each.application: (each.same_holder, each.alike_title) for each in queries.similar_projects(now)}
    assert found == {same: (True, False), title: (False, True)}
    assert queries.similar_projects(same) == []
    assert schedule(now) is not None


def test_projects_of_other_territories_are_not_shown(fund):
    stories.submitted(applications.fund("Ailleurs", within=money.territory()))
    assert queries.similar_projects(stories.submitted(fund)) == []


@pytest.mark.django_db(transaction=True)
def test_scheduled_by_four_people_at_once_it_waits_once():
    fund = applications.fund()
    committees.session(committees.committee(fund))
    application = committees.admissible(fund)
    outcomes = at_once(4, lambda _n: schedule(application))
    assert {type(each) for each in outcomes} == {Case}
    assert Case.objects.count() == 1


def test_a_lock_reads_again_what_can_change_and_hands_on_what_cannot(fund, committee, django_assert_num_queries):
    case = schedule(committees.admissible(fund), session=committees.session(committee))
    known = Case.objects.select_related("session__committee__fund__territory").get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(note="changé entre-temps")
    with django_assert_num_queries(2):
        held = lock_case(known)
        assert held.session.committee.fund.territory == fund.territory
    assert held.note == "changé entre-temps"


def test_a_lock_never_hands_on_a_regulation_that_was_chosen_since(fund, committee):
    session = committees.session(committee)
    assert session.regulation is None
    opened = operations.open_session(by=MACHINE, session=session)
    assert lock_session(session).regulation == opened.regulation is not None
