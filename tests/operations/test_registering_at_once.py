"""Everybody registers at the same instant: exactly the seats there are, the others in line, in order."""

import pytest

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import Coming, Contact
from quartierlibre.domain.meetings.models import AudienceCategory, Desk, Participant, Registration
from quartierlibre.domain.meetings.states import RegistrationState
from quartierlibre.foundation.verdicts import Refused
from tests.factories import registrations
from tests.factories.registrations import ELECTED, RESIDENTS, registered
from tests.support.interleaving import EVERYTHING, crossings, play, two_actors
from tests.support.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CONNECTIONS, EACH, SEATS = 8, 10, 30
CONFIRMED, OFFERED, WAITING = RegistrationState.CONFIRMED, RegistrationState.OFFERED, RegistrationState.WAITING


def register(desk, name, *, of=None, number=1):
    return operations.register(
        by=None,
        desk=desk,
        contact=Contact(email=f"{name}@example.org"),
        people=[Coming(name=f"{name}-{n}", category=of) for n in range(number)],
    )


def counted(desk):
    """What the database says, and what is true of its rows."""
    desk = Desk.objects.get(pk=desk.pk)
    held = Participant.objects.filter(registration__desk=desk, holds_place=True).count()
    assert desk.taken == held
    return held


def test_eighty_for_thirty_seats():
    desk = registrations.desk(seats=SEATS)

    def work(n):
        return [register(desk, f"p{n}-{k}") for k in range(EACH)]

    outcomes = at_once(CONNECTIONS, work)
    assert all(isinstance(each, list) for each in outcomes), outcomes
    made = list(Registration.objects.order_by("number"))
    assert [each.number for each in made] == list(range(1, CONNECTIONS * EACH + 1))
    assert [each.state for each in made] == [CONFIRMED] * SEATS + [WAITING] * (CONNECTIONS * EACH - SEATS)
    assert counted(desk) == SEATS


def test_a_quota_raced_for_is_never_exceeded():
    desk = registrations.desk(seats=20, categories=((ELECTED, 5), (RESIDENTS, None)))
    chosen = {each.name: each for each in desk.categories.all()}

    def work(n):
        of = chosen[ELECTED if n % 2 else RESIDENTS]
        return [register(desk, f"p{n}-{k}", of=of) for k in range(4)]

    outcomes = at_once(CONNECTIONS, work)
    assert all(isinstance(each, list) for each in outcomes), outcomes
    assert {each.name: each.taken for each in AudienceCategory.objects.all()} == {ELECTED: 5, RESIDENTS: 15}
    assert counted(desk) == 20


def test_people_leaving_registering_answering_and_late_offers_at_once():
    """The line moves while it grows: never a place too many, never a free place somebody waits for."""
    desk = registrations.desk(seats=6, answer_hours=1)
    there = [registered(desk, 2) for _ in range(6)]

    def work(n):
        done = []
        for k in range(5):
            try:
                if n % 3 == 0:
                    mine = Registration.objects.filter(state__in=[CONFIRMED, OFFERED]).order_by("number").first()
                    operations.cancel_registration(by=None, registration=mine or there[0])
                elif n % 3 == 1:
                    done.append(register(desk, f"p{n}-{k}", number=1 + k % 2))
                else:
                    for each in Registration.objects.filter(state=OFFERED):
                        operations.accept_offer(by=None, registration=each)
            except Refused:
                continue
        return done

    outcomes = at_once(6, work)
    assert all(isinstance(each, list) for each in outcomes), outcomes
    held = counted(desk)
    assert held <= 6
    smallest = min((each.people.count() for each in Registration.objects.filter(state=WAITING)), default=None)
    assert smallest is None or held + smallest > 6


def test_one_place_two_people_wherever_the_first_is_stopped():
    def both():
        """A last place, and two who want it."""
        desk = registrations.desk(seats=1)
        return desk, lambda: register(desk, "first"), lambda: register(desk, "second")

    with two_actors() as (first, second):
        desk, one, other = both()
        alone, _second, _waited = play(first, one, second, other, stop_after=EVERYTHING)
        waits = 0
        for stop in crossings(alone):
            desk, one, other = both()
            told, then, waited = play(first, one, second, other, stop_after=stop)
            assert (told.said, then.said) == ("done", "done"), (stop, told.said, then.said)
            assert sorted(Registration.objects.filter(desk=desk).values_list("state", flat=True)) == [
                CONFIRMED,
                WAITING,
            ]
            waits += waited
    assert waits, "nobody ever waited for the other: the test races nothing"


def test_one_leaves_and_one_arrives_wherever_the_first_is_stopped():
    """Whoever arrives while a place frees has it, or is offered it: nobody waits beside an empty chair."""

    def both():
        desk = registrations.desk(seats=1)
        there = registered(desk)
        return (
            desk,
            lambda: operations.cancel_registration(by=None, registration=there),
            lambda: register(desk, "second"),
        )

    with two_actors() as (first, second):
        desk, one, other = both()
        alone, _second, _waited = play(first, one, second, other, stop_after=EVERYTHING)
        for stop in crossings(alone):
            desk, one, other = both()
            told, then, _waited = play(first, one, second, other, stop_after=stop)
            assert (told.said, then.said) == ("done", "done"), (stop, told.said, then.said)
            assert Registration.objects.get(desk=desk, number=2).state in (CONFIRMED, OFFERED), stop
            assert counted(desk) == 1
