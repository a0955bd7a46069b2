"""Places are given to parties, whole, in order, and never twice: by the rule, and by the database."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import Coming, Contact, DeskFacts, link_of
from quartierlibre.domain.meetings.models import Desk, Participant, Registration
from quartierlibre.domain.meetings.queries.coming import place_in_line
from quartierlibre.domain.meetings.states import RegistrationState, Source
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import meetings, personas, registrations
from tests.factories.meetings import TESTS
from tests.factories.registrations import ELECTED, RESIDENTS, people, registered

WAITING, OFFERED = RegistrationState.WAITING, RegistrationState.OFFERED
CONFIRMED, LAPSED, CANCELLED = RegistrationState.CONFIRMED, RegistrationState.LAPSED, RegistrationState.CANCELLED
BOTH = ((ELECTED, 1), (RESIDENTS, None))


def states(desk):
    return [each.state for each in Registration.objects.filter(desk=desk).order_by("number")]


def taken(desk):
    desk.refresh_from_db()
    return desk.taken


def refused(code):
    return pytest.raises(Refused, match=code)


def test_a_registration_has_its_place_and_a_secret_link():
    desk = registrations.desk(seats=2)
    made = registered(desk, email=" Amina@Example.org ")
    assert (made.state, made.number, made.email) == (CONFIRMED, 1, "amina@example.org")
    assert taken(desk) == 1
    assert len(link_of(made)) == 43
    assert link_of(made) not in (made.token_hash, str(made.public_id))
    event = Event.objects.get(name="meetings.registration.made")
    assert event.data == {"meeting": desk.meeting_id, "state": "confirmed", "people": 1}


def test_without_seats_set_everyone_has_a_place():
    desk = registrations.desk()
    for _ in range(3):
        registered(desk, 4)
    assert states(desk) == [CONFIRMED] * 3
    assert taken(desk) == 12


def test_the_room_full_the_next_ones_wait_in_order():
    desk = registrations.desk(seats=1)
    made = [registered(desk) for _ in range(4)]
    assert states(desk) == [CONFIRMED, WAITING, WAITING, WAITING]
    assert [place_in_line(each) for each in made[1:]] == [1, 2, 3]


def test_a_party_is_never_split():
    desk = registrations.desk(seats=3)
    registered(desk, 2)
    assert registered(desk, 2).state == WAITING
    assert registered(desk, 1).state == CONFIRMED  # no chair stays empty while somebody fits
    assert taken(desk) == 3


def test_a_quota_holds_its_category_only():
    desk = registrations.desk(seats=10, categories=BOTH)
    assert registered(desk, of=ELECTED).state == CONFIRMED
    assert registered(desk, of=ELECTED).state == WAITING
    assert registered(desk, of=RESIDENTS).state == CONFIRMED
    assert {each.name: each.taken for each in desk.categories.all()} == {ELECTED: 1, RESIDENTS: 1}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"people": []}, "registration.no_name"),
        ({"people": [Coming(name="  ")]}, "registration.no_name"),
        ({"people": [Coming(name=f"P{n}") for n in range(7)]}, "registration.too_many"),
        ({"contact": Contact(email="pas une adresse", phone="12")}, "registration.no_contact"),
    ],
)
def test_what_is_missing_is_said(said, code):
    desk = registrations.desk()
    usual = {"contact": Contact(phone="06 12 34 56 78"), "people": [Coming(name="Zoé")]}
    with refused(code):
        operations.register(by=None, desk=desk, **{**usual, **said})


def test_a_category_is_asked_when_there_are_some_and_must_be_of_this_meeting():
    desk, other = registrations.desk(categories=BOTH), registrations.desk(categories=BOTH)
    for wrong in (None, registrations.category(other, ELECTED)):
        with refused("registration.no_category"):
            operations.register(
                by=None, desk=desk, contact=Contact("a@example.org"), people=[Coming(name="Zoé", category=wrong)]
            )


def test_one_contact_does_not_fill_the_room():
    desk = registrations.desk()
    for _ in range(3):
        registered(desk, email="seul@example.org")
    with refused("registration.contact_used"):
        registered(desk, email="SEUL@example.org")


def test_one_registers_between_the_dates_to_a_meeting_which_is_on():
    now = timezone.now()
    for said, code in (
        ({"opens_at": now + timedelta(hours=1)}, "registration.not_yet"),
        ({"closes_at": now - timedelta(hours=1)}, "registration.over"),
    ):
        with refused(code):
            registered(registrations.desk(**said))
    desk = registrations.desk()
    operations.cancel_meeting(by=TESTS, meeting=desk.meeting, note="Neige.")
    with refused("registration.meeting_not_on"):
        registered(desk)
    with time_machine.travel(now + timedelta(days=40)), refused("registration.over"):
        registered(registrations.desk(meetings.published(on=timezone.localdate(now) + timedelta(days=30))))


def test_a_place_which_frees_is_offered_to_the_first_in_line_with_a_deadline():
    desk = registrations.desk(seats=1, answer_hours=24)
    first, second, third = (registered(desk) for _ in range(3))
    operations.cancel_registration(by=None, registration=first)
    assert states(desk) == [CANCELLED, OFFERED, WAITING]
    second.refresh_from_db()
    assert timedelta(hours=23) < second.answer_by - timezone.now() <= timedelta(hours=24)
    assert taken(desk) == 1, "an offered place is held"
    operations.accept_offer(by=None, registration=second)
    assert states(desk) == [CANCELLED, CONFIRMED, WAITING]
    with refused("registration.offer_over"):
        operations.accept_offer(by=None, registration=third)


def test_an_offer_nobody_answers_goes_to_the_next():
    desk = registrations.desk(seats=1, answer_hours=24)
    first, second, third = (registered(desk) for _ in range(3))
    operations.cancel_registration(by=None, registration=first)
    assert operations.lapse_due() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        with refused("registration.offer_over"):
            operations.accept_offer(by=None, registration=second)
        assert operations.lapse_due() == 1
        assert operations.lapse_due() == 0
        assert states(desk) == [CANCELLED, LAPSED, OFFERED]
        operations.accept_offer(by=None, registration=third)
    assert states(desk) == [CANCELLED, LAPSED, CONFIRMED]


def test_too_close_to_the_start_a_place_is_given_without_asking():
    desk = registrations.desk(seats=1)
    first, _second = registered(desk), registered(desk)
    with time_machine.travel(desk.meeting.starts_at - timedelta(hours=2)):
        operations.cancel_registration(by=None, registration=first)
    assert states(desk) == [CANCELLED, CONFIRMED]


def test_who_does_not_fit_lets_others_pass_and_stays_first():
    desk = registrations.desk(seats=2)
    small = registered(desk, 1)
    registered(desk, 1)
    family, alone = registered(desk, 2), registered(desk, 1)
    operations.cancel_registration(by=None, registration=small)
    assert states(desk) == [CANCELLED, CONFIRMED, WAITING, OFFERED]
    assert place_in_line(family) == 1
    alone.refresh_from_db()


def test_a_full_quota_blocks_only_its_own_line():
    desk = registrations.desk(seats=2, categories=((ELECTED, 1), (RESIDENTS, 1)))
    registered(desk, of=ELECTED)
    resident = registered(desk, of=RESIDENTS)
    registered(desk, of=ELECTED)
    registered(desk, of=RESIDENTS)
    operations.cancel_registration(by=None, registration=resident)
    assert states(desk) == [CONFIRMED, CANCELLED, WAITING, OFFERED]


def test_more_seats_go_to_the_line():
    desk = registrations.desk(seats=1)
    for _ in range(3):
        registered(desk)
    operations.set_desk(by=TESTS, meeting=desk.meeting, facts=DeskFacts(seats=2))
    assert states(desk) == [CONFIRMED, OFFERED, WAITING]
    operations.set_desk(by=TESTS, meeting=desk.meeting, facts=DeskFacts(seats=None))
    assert states(desk) == [CONFIRMED, OFFERED, OFFERED]


def test_settings_never_take_a_place_back():
    desk = registrations.desk(seats=3, categories=BOTH)
    registered(desk, of=ELECTED)
    registered(desk, of=RESIDENTS)
    for facts, code in (
        (DeskFacts(seats=1, categories=BOTH), "desk.fewer_than_taken"),
        (DeskFacts(seats=3, categories=((ELECTED, 0), (RESIDENTS, None))), "desk.fewer_than_taken"),
        (DeskFacts(seats=3, categories=((ELECTED, 1),)), "desk.category_used"),
        (
            DeskFacts(categories=BOTH, opens_at=timezone.now(), closes_at=timezone.now() - timedelta(days=1)),
            "desk.closes_before_it_opens",
        ),
    ):
        with refused(code):
            operations.set_desk(by=TESTS, meeting=desk.meeting, facts=facts)


def test_only_those_who_organise_there_set_a_desk():
    with refused("meeting.no_right"):
        operations.set_desk(by=personas.driss(), meeting=meetings.published(), facts=DeskFacts())


def test_people_are_added_while_there_are_places_and_leave_theirs_to_the_line():
    desk = registrations.desk(seats=3)
    mine, waits = registered(desk, 2), registered(desk, 2)
    contact = Contact(email=mine.email)
    with refused("registration.full"):
        operations.change_registration(by=None, registration=mine, contact=contact, people=people(desk, 4))
    operations.change_registration(by=None, registration=mine, contact=contact, people=people(desk, 3))
    assert taken(desk) == 3
    badge = mine.people.get(position=1).public_id
    operations.change_registration(
        by=None, registration=mine, contact=contact, people=[Coming(name="Zoé", organisation="Régie")]
    )
    kept = mine.people.get()
    assert (kept.name, kept.organisation, kept.public_id) == ("Zoé", "Régie", badge)
    waits.refresh_from_db()
    assert waits.state == OFFERED
    assert taken(desk) == 3


def test_a_change_of_category_follows_the_quotas():
    desk = registrations.desk(seats=5, categories=BOTH)
    registered(desk, of=ELECTED)
    mine = registered(desk, of=RESIDENTS)
    with refused("registration.full"):
        operations.change_registration(
            by=None, registration=mine, contact=Contact(email=mine.email), people=people(desk, 1, of=ELECTED)
        )


def test_nothing_changes_once_it_started_or_once_cancelled():
    desk = registrations.desk()
    mine = registered(desk)
    said = {"by": None, "registration": mine, "contact": Contact(email=mine.email), "people": people(desk)}
    with time_machine.travel(desk.meeting.starts_at), refused("registration.started"):
        operations.change_registration(**said)
    operations.cancel_registration(by=None, registration=mine)
    with refused("registration.not_live"):
        operations.change_registration(**said)
    with refused("state.forbidden_move"):
        operations.cancel_registration(by=None, registration=mine)


def test_the_same_registration_sent_again_is_the_same():
    desk = registrations.desk(seats=5)
    first = registered(desk)
    again = operations.register(
        by=None, desk=desk, contact=Contact("z@example.org"), people=people(desk), public_id=first.public_id
    )
    assert again == first
    assert taken(desk) == 1


def test_at_the_door_nobody_is_seated_on_a_chair_taken():
    desk = registrations.desk(seats=1)
    registered(desk)
    with refused("registration.full"):
        operations.register(by=TESTS, desk=desk, contact=Contact(), people=people(desk), source=Source.DOOR)


def test_reminded_once_and_again_when_the_date_moved():
    desk = registrations.desk(remind_days=3)
    registered(desk)
    operations.register(by=None, desk=desk, contact=Contact(phone="0612345678"), people=people(desk))
    assert operations.remind_due() == 0
    with time_machine.travel(desk.meeting.starts_at - timedelta(days=2)):
        assert operations.remind_due() == 1
        assert operations.remind_due() == 0
        operations.move_meeting(by=TESTS, meeting=desk.meeting, times=meetings.afternoon(meetings.day(3)))
        assert operations.remind_due() == 1


def test_who_has_no_e_mail_is_to_be_called():
    desk = registrations.desk(seats=1)
    first = registered(desk)
    waits = operations.register(by=None, desk=desk, contact=Contact(phone="0612345678"), people=people(desk))
    operations.cancel_registration(by=None, registration=first)
    waits.refresh_from_db()
    assert waits.must_call
    with refused("meeting.no_right"):
        operations.note_called(by=personas.driss(), registration=waits)
    assert not operations.note_called(by=TESTS, registration=waits).must_call


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_desk SET taken = 0",
        "UPDATE meetings_audiencecategory SET taken = 0",
        "UPDATE meetings_registration SET state = 'confirmed' WHERE state = 'waiting'",
        "UPDATE meetings_desk SET seats = 0",
        "UPDATE meetings_participant SET category_id = (SELECT max(id) FROM meetings_audiencecategory)",
    ],
    ids=["taken", "taken-of-a-category", "confirmed", "fewer-seats", "foreign-category"],
)
def test_even_raw_sql_gives_no_place_too_many(statement):
    desk = registrations.desk(seats=1, categories=BOTH)
    registered(desk, of=ELECTED)
    registered(desk, of=ELECTED)
    registrations.desk(categories=BOTH)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_even_raw_sql_never_exceeds_a_quota():
    desk = registrations.desk(categories=BOTH)
    registered(desk, of=ELECTED)
    registered(desk, of=ELECTED)
    with pytest.raises(IntegrityError, match="quota_never_exceeded"), transaction.atomic():
        Registration.objects.filter(state=WAITING).update(state=CONFIRMED)


def test_a_place_written_by_hand_follows_the_registration_all_the_same():
    desk = registrations.desk(seats=1)
    registered(desk)
    waits = registered(desk)
    Participant.objects.filter(registration=waits).update(holds_place=True)
    assert not waits.people.get().holds_place
    assert Desk.objects.get().taken == 1
