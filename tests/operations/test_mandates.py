"""Mandates are read once per person object, and never longer than they are true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.people.operations import end_mandate, give_mandate
from quartierlibre.domain.people.permissions import Permission, Role
from tests.factories import funds, personas


@pytest.fixture
def place():
    return funds.territory()


def give(person, place, **dates):
    return give_mandate(
        by=None, person=person, role=Role.FUND_MANAGER, territory=place, **{"starts_on": timezone.localdate(), **dates}
    )


def test_several_questions_are_one_query(place, django_assert_num_queries):
    chloe = personas.chloe(place)
    with django_assert_num_queries(1):
        assert chloe.may(Permission.ENTER_PAPER, within=place)
        assert chloe.territories_where(Permission.READ_APPLICATIONS) == [place.pk]
        assert chloe.is_staff_member()


def test_a_mandate_just_given_counts_at_once(place):
    driss = personas.driss()
    assert not driss.may(Permission.ENTER_PAPER, within=place)
    give(driss, place)
    assert driss.may(Permission.ENTER_PAPER, within=place)


def test_a_mandate_just_ended_stops_counting(place):
    driss = personas.driss()
    mandate = give(driss, place, starts_on=timezone.localdate() - timedelta(days=9))
    assert driss.is_staff_member()
    end_mandate(by=driss, mandate=mandate, last_day=timezone.localdate() - timedelta(days=1))
    driss.refresh_from_db()
    assert not driss.is_staff_member()
    assert driss.territories_where(Permission.ENTER_PAPER) == []


def test_days_to_come_and_days_gone_do_not_count(place):
    driss, today = personas.driss(), timezone.localdate()
    give(driss, place, starts_on=today + timedelta(days=1))
    give(driss, place, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert not driss.is_staff_member()
    give(driss, place, starts_on=today, ends_on=today)
    assert driss.is_staff_member()


def test_another_place_is_another_mandate(place):
    driss = personas.driss()
    give(driss, funds.territory())
    assert not driss.may(Permission.ENTER_PAPER, within=place)
