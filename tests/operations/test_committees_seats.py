"""Seats are given and ended by date; a tie is declared once; each act is in the journal, each refusal has its code."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Link, Seat, Session
from quartierlibre.domain.people.models import Group, GroupKind
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, committees, funds, personas
from tests.support.together import at_once

START, END = date(2026, 1, 1), date(2026, 12, 31)
RESIDENT = {"college": "residents", "basis": "elected", "votes": True}


@pytest.fixture
def committee():
    return committees.committee()


@pytest.fixture
def chloe(committee):
    return personas.chloe(committee.fund.territory)


def give(by, committee, who=None, **said):
    return operations.give_seat(
        by=by, committee=committee, person=who or personas.driss(), **{**RESIDENT, "starts_on": START, **said}
    )


def test_a_seat_has_its_college_its_vote_its_dates_and_its_event(chloe, committee):
    seat = give(chloe, committee, ends_on=END, title="chair", group_name=" Les Glycines ")
    assert (seat.college, seat.votes, seat.title, seat.group_name) == ("residents", True, "chair", "Les Glycines")
    event = Event.objects.get(name="committees.seat.given")
    assert (event.actor_id, event.territory_id) == (chloe.pk, committee.fund.territory_id)
    assert event.data == {"college": "residents", "carries_voice": True, "funder": None}


def test_a_mandate_includes_both_its_days_and_no_other(chloe, committee):
    seat = give(chloe, committee, ends_on=END)
    held = {day: Seat.objects.held_on(day).contains(seat) for day in (START, END)}
    assert held == {START: True, END: True}
    for outside in (START - timedelta(days=1), END + timedelta(days=1)):
        assert not Seat.objects.held_on(outside).contains(seat)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"ends_on": START - timedelta(days=1)}, "seat.reversed_dates"),
        ({"college": "friends"}, "seat.unknown_college"),
    ],
)
def test_a_seat_refused_says_why(chloe, committee, said, code):
    with pytest.raises(Refused, match=code):
        give(chloe, committee, **said)
    assert not Seat.objects.exists()


def test_one_seat_at_a_time_and_a_renewed_mandate_follows(chloe, committee):
    give(chloe, committee, ends_on=END)
    with pytest.raises(Refused, match=r"seat\.already_held"):
        give(chloe, committee, starts_on=END)
    renewed = give(chloe, committee, starts_on=END + timedelta(days=1))
    with pytest.raises(Refused, match=r"seat\.already_held"):
        give(chloe, committee, starts_on=date(2030, 1, 1))
    assert renewed.ends_on is None


def test_only_who_plans_sessions_there_gives_and_ends_seats(committee, chloe):
    seat = give(chloe, committee)
    for stranger in (personas.eve(funds.territory()), personas.driss(), personas.bruno(committee.fund.territory)):
        with pytest.raises(Refused, match=r"committee\.no_right"):
            give(stranger, committee, committees.person())
        with pytest.raises(Refused, match=r"committee\.no_right"):
            operations.end_seat(by=stranger, seat=seat, on=END)


def test_a_seat_ended_is_kept_and_ends_once(chloe, committee):
    seat = operations.end_seat(by=chloe, seat=give(chloe, committee), on=END)
    assert Seat.objects.get().ends_on == END
    assert Event.objects.get(name="committees.seat.ended").data == {"last_day": str(END)}
    for day, code in ((END + timedelta(days=1), "already_ended"), (START - timedelta(days=1), "reversed_dates")):
        with pytest.raises(Refused, match=rf"seat\.{code}"):
            operations.end_seat(by=chloe, seat=seat, on=day)
    assert operations.end_seat(by=chloe, seat=seat, on=START).ends_on == START


def test_a_member_whose_mandate_is_over_sees_the_sessions_no_more(chloe, committee):
    driss, today = personas.driss(), timezone.localdate()
    seat = give(chloe, committee, driss, starts_on=today - timedelta(days=9))
    session = committees.session(committee, members=0)
    assert Session.objects.visible_to(driss).contains(session)
    operations.end_seat(by=chloe, seat=seat, on=today - timedelta(days=1))
    assert not Session.objects.visible_to(driss).contains(session)


def test_a_tie_is_said_once_by_the_member(committee):
    driss = personas.driss()
    told = [
        operations.declare_link(by=driss, person=driss, nature="employer", name=name)
        for name in ("L’Atelier", "l'ATELIER !")
    ]
    assert told[0] == told[1]
    assert told[0].name_key == "atelier"
    assert Event.objects.filter(name="committees.link.declared").count() == 1
    assert "atelier" not in str(Event.objects.get(name="committees.link.declared").data).lower()


def test_a_tie_may_name_a_group_or_a_person(committee):
    driss = personas.driss()
    group = Group.objects.create(kind=GroupKind.ASSOCIATION, name="Les Jardins")
    link = operations.declare_link(by=driss, person=driss, nature="association", name="", group=group)
    assert link.name == "Les Jardins"
    link = operations.declare_link(by=driss, person=driss, nature="family", name="", with_person=personas.amina())
    assert link.name == "Amina Belkacem"
    with pytest.raises(Refused, match=r"link\.unnamed"):
        operations.declare_link(by=driss, person=driss, nature="family", name="  ")


def test_who_prepares_a_committee_may_write_the_ties_of_its_members_and_no_others(chloe, committee):
    driss = personas.driss()
    with pytest.raises(Refused, match=r"committee\.no_right"):
        operations.declare_link(by=chloe, person=driss, nature="landlord", name="Habitat")
    give(chloe, committee, driss)
    link = operations.declare_link(by=chloe, person=driss, nature="landlord", name="Habitat")
    eve = personas.eve(funds.territory())
    with pytest.raises(Refused, match=r"committee\.no_right"):
        operations.end_link(by=eve, link=link)


def test_a_tie_ended_twice_ends_once_and_may_be_declared_again():
    driss = personas.driss()
    link = operations.declare_link(by=driss, person=driss, nature="landlord", name="Habitat")
    ended = operations.end_link(by=driss, link=link)
    assert operations.end_link(by=driss, link=link).ended_at == ended.ended_at
    assert Event.objects.filter(name="committees.link.ended").count() == 1
    assert operations.declare_link(by=driss, person=driss, nature="landlord", name="Habitat") != link
    assert Link.objects.filter(ended_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_giving_the_same_seat_at_once_give_one():
    committee = committees.committee(applications.fund())
    chloe, driss = personas.chloe(committee.fund.territory), personas.driss()
    outcomes = at_once(4, lambda _n: give(chloe, committee, driss))
    assert sum(isinstance(each, Seat) for each in outcomes) == 1
    assert {str(each) for each in outcomes if not isinstance(each, Seat)} == {"seat.already_held"}
