"""Once a meeting is over: certificates, opinions in numbers, trainings of several days, and what is forgotten when."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import DeskFacts, link_of
from quartierlibre.domain.meetings.models import Certificate, Participant, Registration, Tally
from quartierlibre.domain.meetings.operations.certifying import is_name_of
from quartierlibre.domain.meetings.queries.after import certificate_of, opinions_of
from quartierlibre.domain.meetings.queries.coming import figures_of, people_of
from quartierlibre.domain.meetings.states import Mark, Question
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import meetings, personas, registrations
from tests.factories.meetings import TESTS
from tests.factories.registrations import ELECTED, registered

YEAR = timedelta(days=366)


def refused(code):
    return pytest.raises(Refused, match=code)


def after(desk, **more):
    return time_machine.travel(desk.meeting.ends_at + timedelta(**{"hours": 3, **more}))


def there(registration, desk):
    with time_machine.travel(desk.meeting.starts_at):
        return [operations.note_arrival(by=TESTS, participant=each) for each in registration.people.all()]


def test_a_certificate_is_made_once_for_who_was_there_when_it_is_over():
    desk = registrations.desk()
    came, absent = registered(desk), registered(desk)
    (person,) = there(came, desk)
    with time_machine.travel(desk.meeting.starts_at + timedelta(hours=1)), refused("certificate.too_soon"):
        operations.certify(by=TESTS, participant=person)
    with after(desk):
        with refused("certificate.not_there"):
            operations.certify(by=TESTS, participant=absent.people.get())
        first = operations.certify(by=TESTS, participant=person)
        assert operations.certify(by=TESTS, participant=person) == first
        assert operations.certify_everyone(by=TESTS, desk=desk) == [first]
        with refused("meeting.no_right"):
            operations.certify(by=personas.driss(), participant=person)
    assert (first.days, first.minutes) == (1, 180)


def test_a_code_proves_it_and_a_name_is_checked_without_being_kept():
    desk = registrations.desk()
    made = registered(desk)
    (person,) = there(made, desk)
    Participant.objects.update(name="Zoë N’Guessan")
    with after(desk):
        given = operations.certify(by=TESTS, participant=person)
    code = f" {given.code[:4].lower()}-{given.code[4:8]} {given.code[8:]} "
    assert certificate_of(code) == given
    assert is_name_of(given, "zoe n'guessan")
    assert not is_name_of(given, "Zoë Martin")
    assert "Zo" not in given.name_hash
    assert certificate_of("0000-0000-0000") is None


def test_wrong_codes_are_counted():
    for _ in range(10):
        assert "certificate.unknown" in operations.may_check_certificate(code="1", address="192.0.2.1").codes
    assert "code.too_many_tries" in operations.may_check_certificate(code="1", address="192.0.2.1").codes


def test_a_training_certifies_those_who_attended_enough_days():
    days = [meetings.published(on=meetings.day(n)) for n in (10, 11, 20)]
    training = operations.create_training(by=TESTS, title="Égalité", required_days=2)
    cycle = operations.open_cycle(by=TESTS, training=training, days=days[::-1], facts=DeskFacts(seats=10))
    first, second, third = cycle.days.all()
    assert cycle.desk.meeting == days[0]
    with refused("cycle.day_taken"):
        operations.open_cycle(by=TESTS, training=training, days=days[:1], facts=DeskFacts())
    with refused("cycle.no_day"):
        operations.open_cycle(by=TESTS, training=training, days=[], facts=DeskFacts())
    enough, once, stranger = (registered(cycle.desk).people.get() for _ in range(3))
    for day, person in ((first, enough), (third, enough), (second, once)):
        with time_machine.travel(day.meeting.starts_at):
            operations.note_presence(by=TESTS, day=day, participant=person)
    operations.cancel_registration(by=None, registration=stranger.registration)
    stranger.refresh_from_db()
    with refused("presence.not_registered"):
        operations.note_presence(by=TESTS, day=first, participant=stranger)
    with time_machine.travel(days[1].ends_at + timedelta(hours=1)), refused("certificate.too_soon"):
        operations.certify(by=TESTS, participant=enough)
    with time_machine.travel(days[2].ends_at + timedelta(hours=1)):
        (given,) = operations.certify_everyone(by=TESTS, desk=cycle.desk)
    assert (given.cycle, given.participant, given.days, given.minutes) == (cycle, enough, 2, 360)


def test_presence_said_late_never_undoes_what_was_said_since():
    cycle_day = meetings.published(on=meetings.day(10))
    training = operations.create_training(by=TESTS, title="Égalité")
    cycle = operations.open_cycle(by=TESTS, training=training, days=[cycle_day], facts=DeskFacts())
    person = registered(cycle.desk).people.get()
    day = cycle.days.get()
    with time_machine.travel(cycle_day.starts_at, tick=False):
        now = timezone.now()
        operations.note_presence(by=TESTS, day=day, participant=person, is_there=False, at=now)
        late = operations.note_presence(by=TESTS, day=day, participant=person, at=now - timedelta(minutes=5))
    assert late.arrived_at is None


def test_opinions_are_counted_once_each_and_told_from_five():
    desk = registrations.desk()
    parties = [registered(desk) for _ in range(5)]
    with refused("opinion.too_soon"):
        operations.give_opinion(registration=parties[0], marks={Question.USEFUL: Mark.YES})
    events = Event.objects.count()
    with after(desk):
        for at, each in enumerate(parties):
            operations.give_opinion(
                registration=each, marks={Question.USEFUL: Mark.YES, **({Question.AGAIN: Mark.NO} if at else {})}
            )
        with refused("opinion.given"):
            operations.give_opinion(registration=parties[0], marks={Question.USEFUL: Mark.NO})
    told = {each.question: each.counts for each in opinions_of(desk.meeting)}
    assert told[Question.USEFUL] == {"yes": 5, "rather": 0, "rath_not": 0, "no": 0}
    assert told[Question.AGAIN] is None, "four answers would tell who said what"
    assert Tally.objects.count() == 2
    assert Event.objects.count() == events, "the journal does not say who answered when"


def test_who_had_no_place_gives_no_opinion_nor_anyone_a_month_later():
    desk = registrations.desk(seats=1)
    first, second = registered(desk), registered(desk)
    with after(desk), refused("opinion.no_place"):
        operations.give_opinion(registration=second, marks={Question.USEFUL: Mark.YES})
    with after(desk, days=31), refused("opinion.too_late"):
        operations.give_opinion(registration=first, marks={Question.USEFUL: Mark.YES})


def test_thanked_once_with_certificates_ready():
    desk = registrations.desk()
    there(registered(desk), desk)
    registered(desk)
    assert operations.thank_due() == 0
    with after(desk):
        assert operations.thank_due() == 2
        assert operations.thank_due() == 0
    assert Certificate.objects.count() == 1


def test_needs_are_forgotten_a_week_after_people_a_year_after_and_numbers_stay():
    desk = registrations.desk(categories=((ELECTED, None),), needs=("meal",), contact="Gaëlle")
    made = registered(desk, 2, of=ELECTED, needs=("meal",), needs_note="sans arachide", organisation="Ville")
    there(made, desk)
    link = link_of(made)
    with after(desk):
        given = operations.certify(by=TESTS, participant=made.people.first())
    with after(desk, days=6):
        assert operations.erase_due() == 0
    with after(desk, days=8):
        assert operations.erase_due() == 2
        assert operations.erase_due() == 0
    person = made.people.first()
    assert (person.needs, person.needs_note) == ([], "")
    assert person.organisation == "Ville"
    with time_machine.travel(desk.meeting.ends_at + YEAR):
        assert operations.erase_due() == 1
        assert operations.erase_due() == 0
    made.refresh_from_db()
    kept = list(made.people.values_list("name", "organisation", "function"))
    assert kept == [("–", "", "")] * 2
    assert (made.email, made.phone) == ("", "")
    assert operations.registration_of_token(token=link, address="192.0.2.1").registration is None
    figures = figures_of(desk, list(people_of(desk)))
    assert (figures.holding, figures.arrived, figures.by_category[0][:3]) == (2, 2, (ELECTED, 2, 2))
    given.refresh_from_db()
    assert given.participant is None
    assert certificate_of(given.code) == given
    with time_machine.travel(desk.meeting.ends_at + 11 * YEAR):
        operations.erase_due()
    assert not Certificate.objects.exists()


def test_a_cycle_is_forgotten_a_year_after_its_last_day():
    days = [meetings.published(on=meetings.day(n)) for n in (10, 300)]
    training = operations.create_training(by=TESTS, title="Égalité")
    cycle = operations.open_cycle(by=TESTS, training=training, days=days, facts=DeskFacts())
    registered(cycle.desk)
    with time_machine.travel(days[0].ends_at + YEAR):
        assert operations.erase_due() == 0
    with time_machine.travel(days[1].ends_at + YEAR):
        assert operations.erase_due() == 1
    assert Registration.objects.get().erased_at
