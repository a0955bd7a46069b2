"""Sessions are called once, opened on frozen rules and a frozen roll, closed on nothing pending."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Attendance, Seat
from quartierlibre.domain.committees.states import CaseState, Presence, SessionState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, committees, funds, personas, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.factories.funds import clause
from tests.support.together import at_once

THREE = {**clause(3, "members"), "source": "text"}
ONE_PROXY = {**clause(1, "proxies"), "source": "text"}


def note(attendance, presence, **said):
    return operations.note_attendance(by=said.pop("by", MACHINE), attendance=attendance, presence=presence, **said)


def events(name):
    return Event.objects.filter(name=f"committees.{name}")


def test_an_evening_from_call_to_close():
    session = committees.session(members=3, session__quorum=THREE)
    case = committees.case(session)
    session = operations.call_session(by=MACHINE, session=session, word="Venez nombreux.")
    assert (session.state, session.word_of_convocation) == (SessionState.CALLED, "Venez nombreux.")
    session = committees.opened(session)
    assert session.regulation is not None
    assert (session.number, queries.quorum_now(session, case).met) == (1, True)
    case = operations.hear(by=MACHINE, case=case, holder_presence="present")
    assert case.holder_in_room
    assert not operations.deliberate_alone(by=MACHINE, case=case).holder_in_room
    assert len(queries.voices_of(case)) == 3
    session = operations.close_session(by=MACHINE, session=session)
    case.refresh_from_db()
    assert (session.state, case.state) == (SessionState.HELD, CaseState.ADJOURNED)
    assert case.note
    assert [events(f"session.{name}").count() for name in ("called", "opened", "closed")] == [1, 1, 1]


@pytest.mark.parametrize("act", ["call_session", "open_session", "close_session", "cancel_session"])
def test_only_who_runs_it_may(act):
    session = committees.session()
    member = session.committee.seats.first().person
    for stranger in (personas.eve(funds.territory()), personas.driss(), member):
        with pytest.raises(Refused, match=r"committee\.no_right"):
            getattr(operations, act)(by=stranger, session=session)
        with pytest.raises(Refused, match=r"committee\.no_right"):
            operations.plan_session(by=stranger, committee=session.committee, starts_at=session.starts_at)
    chloe = personas.chloe(session.committee.fund.territory)
    if act != "close_session":
        assert getattr(operations, act)(by=chloe, session=session)


def test_the_chair_and_the_secretary_of_the_evening_run_it():
    session = committees.session(members=3)
    chair, secretary, other = (each.person for each in session.committee.seats.order_by("pk"))
    seats = session.committee.seats.order_by("pk")
    session = committees.opened(session, chair=seats[0], secretary=seats[1])
    lines = committees.roll(session)
    for person in (chair, secretary):
        note(lines[2], "absent", by=person)
    with pytest.raises(Refused, match=r"committee\.no_right"):
        note(lines[1], "present", by=other)
    assert operations.close_session(by=secretary, session=session).state == SessionState.HELD


def test_titles_make_the_chair_and_the_secretary_when_nobody_is_named():
    committee = committees.committee()
    chair = committees.seat(committee, title="chair")
    secretary = committees.seat(committee, title="secretary")
    session = operations.open_session(by=MACHINE, session=committees.session(committee))
    assert (session.chair, session.secretary) == (chair, secretary)


def test_an_officer_sits_here():
    session, elsewhere = committees.session(), committees.seat(committees.committee(applications.fund("Autre")))
    with pytest.raises(Refused, match=r"session\.not_on_the_roll"):
        operations.open_session(by=MACHINE, session=session, chair=elsewhere)


def test_opening_freezes_the_regulation_in_force_that_day():
    session = committees.session(session__majority=choice("simple"))
    session = operations.open_session(by=MACHINE, session=session)
    frozen = session.regulation
    applications.publish(session.committee.fund, rules=committees.rules(session__majority=choice("consensus")))
    session.refresh_from_db()
    assert session.regulation == frozen
    assert queries.rulebook_of(session).value("session.majority") == "simple"
    other = operations.open_session(by=MACHINE, session=committees.session(session.committee, members=0, days=40))
    assert queries.rulebook_of(other).value("session.majority") == "consensus"


@pytest.mark.parametrize("members", [0, 1])
def test_it_opens_with_somebody_and_under_a_regulation(members):
    fund = funds.fund() if members else applications.fund()
    session = committees.session(committees.committee(fund), members=members)
    with pytest.raises(Refused, match=r"session\.no_regulation" if members else r"session\.nobody_sits"):
        operations.open_session(by=MACHINE, session=session)


def test_opening_twice_is_refused_and_numbers_follow():
    session = committees.opened(committees.session())
    with pytest.raises(Refused, match=r"state\.forbidden_move"):
        operations.open_session(by=MACHINE, session=session)
    assert committees.opened(committees.session(session.committee, members=0, days=40)).number == 2


def test_the_roll_is_that_of_the_day_it_opens():
    session = committees.session(members=2)
    operations.call_session(by=MACHINE, session=session)
    gone, stays = session.committee.seats.order_by("pk")
    operations.end_seat(by=MACHINE, seat=gone, on=timezone.localdate() - timedelta(days=1))
    late = committees.seat(session.committee)
    future = committees.seat(session.committee, starts_on=timezone.localdate() + timedelta(days=1))
    session = committees.opened(session)
    assert {each.seat for each in committees.roll(session)} == {stays, late}
    assert future not in {each.seat for each in committees.roll(session)}


def test_a_late_arrival_is_there_and_whose_voice_counts_does_not_change():
    session = committees.session(members=3)
    case = committees.case(session)
    committees.seat(session.committee, votes=False)
    session = committees.opened(session, here=1)
    assert len(queries.voices_of(case)) == 1
    lines = committees.roll(session)
    note(lines[1], "present")
    note(lines[3], "present")
    assert [each.may_vote for each in committees.roll(session)] == [True, True, True, False]
    assert {voice.attendance for voice in queries.voices_of(case)} == {lines[0], lines[1]}
    operations.note_departure(by=MACHINE, attendance=lines[0])
    assert {voice.attendance for voice in queries.voices_of(case)} == {lines[1]}
    assert note(lines[0], "present").left_at is None


FROZEN = {
    "a-voice-given": ("UPDATE committees_attendance SET may_vote = NOT may_vote", "roll of session"),
    "a-line-moved": ("UPDATE committees_attendance SET seat_id = seat_id + 1", "roll of session"),
    "a-line-erased": ("DELETE FROM committees_attendance", "roll of session"),
    "other-rules": ("UPDATE committees_session SET regulation_id = NULL", "keeps the rules"),
    "another-number": ("UPDATE committees_session SET number = 9", "keeps the rules"),
    "never-opened": ("UPDATE committees_session SET opened_at = NULL", "keeps the rules"),
}


@pytest.mark.parametrize("what", FROZEN)
def test_once_open_even_raw_sql_is_refused(what):
    committees.opened(committees.session())
    statement, says = FROZEN[what]
    with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_is_added_to_the_roll_once_it_is_open():
    session = committees.opened(committees.session())
    seat = committees.seat(session.committee)
    with pytest.raises(IntegrityError, match="roll of session"), transaction.atomic():
        Attendance.objects.create(session=session, seat=seat, may_vote=True)


def test_members_excuse_themselves_and_others_do_not():
    session = committees.session(members=2, session__proxies_maximum=ONE_PROXY)
    operations.call_session(by=MACHINE, session=session)
    one, other = committees.roll(session)
    assert note(one, "excused", by=one.seat.person).presence == Presence.EXCUSED
    assert note(one, "proxy", by=one.seat.person, proxy_to=other).proxy_to == other
    for presence in ("present", "absent"):
        with pytest.raises(Refused, match=r"committee\.no_right"):
            note(one, presence, by=one.seat.person)
    with pytest.raises(Refused, match=r"committee\.no_right"):
        note(other, "excused", by=one.seat.person)
    with pytest.raises(Refused, match=r"session\.not_open"):
        note(one, "present")


def test_a_proxy_carries_a_voice_and_not_the_quorum():
    session = committees.session(members=3, session__proxies_maximum=ONE_PROXY, session__quorum=THREE)
    case = committees.case(session)
    session = committees.opened(session, here=2)
    one, other, absent = committees.roll(session)
    note(absent, "proxy", proxy_to=one)
    voices = {voice.attendance.pk: voice.cast_by.pk for voice in queries.voices_of(case)}
    assert voices == {one.pk: one.pk, other.pk: other.pk, absent.pk: one.pk}
    state = queries.quorum_now(session, case)
    assert (state.needed, state.counted, state.met) == (3, 2, False)
    operations.note_departure(by=MACHINE, attendance=one)
    assert {voice.attendance for voice in queries.voices_of(case)} == {other}


def test_no_proxy_where_the_regulation_does_not_speak_of_it():
    session = committees.opened(committees.session(members=2), here=1)
    one, other = committees.roll(session)
    with pytest.raises(Refused, match=r"proxy\.not_said"):
        note(other, "proxy", proxy_to=one)


def test_proxies_are_limited_and_never_in_a_chain():
    session = committees.opened(committees.session(members=4, session__proxies_maximum=ONE_PROXY), here=2)
    one, two, three, four = committees.roll(session)
    note(three, "proxy", proxy_to=one)
    for bearer, code in (
        (one, "proxy.too_many"),
        (three, "proxy.in_a_chain"),
        (four, "proxy.to_nobody"),
        (None, "proxy"),
    ):
        with pytest.raises(Refused, match=code):
            note(four, "proxy", proxy_to=bearer)
    with pytest.raises(Refused, match=r"proxy\.in_a_chain"):
        note(one, "proxy", proxy_to=two)
    assert note(three, "present").proxy_to is None
    assert note(four, "proxy", proxy_to=one).proxy_to == one


def test_remote_where_the_regulation_does_not_refuse_it():
    no = {**clause(False, "yes_no"), "source": "text"}
    session = committees.opened(committees.session(session__remote=no), here=0)
    with pytest.raises(Refused, match=r"presence\.no_remote"):
        note(committees.roll(session)[0], "remote")
    session = committees.opened(committees.session(committees.committee(applications.fund("Autre"))), here=0)
    assert note(committees.roll(session)[0], "remote").presence == Presence.REMOTE


def test_an_open_vote_keeps_the_session_open():
    case = votes.case()
    votes.opened(case)
    with pytest.raises(Refused, match=r"session\.vote_under_way"):
        operations.close_session(by=MACHINE, session=case.session)


def test_once_closed_presence_is_settled_and_cards_are_dead():
    session = committees.opened(committees.session(members=2), here=1)
    here, away = committees.roll(session)
    token = operations.new_card(by=MACHINE, attendance=here)
    assert operations.attendance_of_card(token) == here
    operations.close_session(by=MACHINE, session=session)
    away.refresh_from_db()
    assert away.presence == Presence.ABSENT
    assert operations.attendance_of_card(token) is None
    for act in (lambda: note(away, "present"), lambda: operations.new_card(by=MACHINE, attendance=here)):
        with pytest.raises(Refused, match=r"session\.over"):
            act()


def test_a_new_card_kills_the_former_one_and_only_a_digest_is_kept():
    session = committees.opened(committees.session())
    here = committees.roll(session)[0]
    former, token = (operations.new_card(by=MACHINE, attendance=here) for _ in range(2))
    assert operations.attendance_of_card(former) is None
    assert operations.attendance_of_card("") is None
    assert operations.attendance_of_card(token).seat == here.seat
    assert not Attendance.objects.filter(card=token).exists()
    assert token not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_cancelled_session_gives_its_files_back():
    session = committees.session()
    case = committees.case(session)
    operations.cancel_session(by=MACHINE, session=session)
    case.refresh_from_db()
    assert case.state == CaseState.ADJOURNED
    later = committees.session(session.committee, members=0, days=60)
    assert operations.schedule(by=MACHINE, application=case.application).session == later


def test_a_file_its_holder_took_back_leaves_the_agenda_when_the_session_opens():
    from quartierlibre.domain.applications.operations import withdraw_application

    session = committees.session()
    case = committees.case(session)
    withdraw_application(by=None, application=case.application)
    committees.opened(session)
    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN


def test_nobody_is_called_when_nobody_sits():
    with pytest.raises(Refused, match=r"session\.nobody_sits"):
        operations.call_session(by=MACHINE, session=committees.session(members=0))


@pytest.mark.django_db(transaction=True)
def test_opened_by_four_people_at_once_it_opens_once():
    session = committees.session(members=3)
    outcomes = at_once(4, lambda _n: operations.open_session(by=MACHINE, session=session))
    assert sorted(type(each).__name__ for each in outcomes) == ["Refused", "Refused", "Refused", "Session"]
    assert Attendance.objects.count() == 3 == Seat.objects.count()
    assert events("session.opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_proxies_given_at_once_to_one_who_may_carry_one():
    session = committees.opened(committees.session(members=9, session__proxies_maximum=ONE_PROXY), here=1)
    bearer, *givers = committees.roll(session)
    outcomes = at_once(8, lambda n: note(givers[n], "proxy", proxy_to=bearer))
    assert sum(isinstance(each, Attendance) for each in outcomes) == 1
    assert {str(each) for each in outcomes if not isinstance(each, Attendance)} == {"proxy.too_many"}


def test_a_proxy_given_to_someone_whose_mandate_ends_before_the_day_is_undone():
    session = committees.session(members=2, session__proxies_maximum=ONE_PROXY)
    operations.call_session(by=MACHINE, session=session)
    giver, bearer = committees.roll(session)
    note(giver, "proxy", proxy_to=bearer, by=giver.seat.person)
    operations.end_seat(by=MACHINE, seat=bearer.seat, on=timezone.localdate() - timedelta(days=1))
    (left,) = committees.roll(operations.open_session(by=MACHINE, session=session))
    assert (left.seat, left.presence, left.proxy_to) == (giver.seat, Presence.EXPECTED, None)
