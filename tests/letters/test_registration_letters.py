"""Who comes to a meeting is written to once each time, with the hour of Paris in words and for their calendar."""

import pytest
import time_machine
from icalendar import Calendar

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import Contact, link_of
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from tests.factories import meetings, registrations
from tests.factories.meetings import TESTS
from tests.factories.registrations import people, registered

NBSP = "\u00a0"


@pytest.fixture
def desk():
    made = registrations.desk(seats=1, contact="Gaëlle, 03 22 00 00 00")
    Message.objects.all().delete()
    return made


def letters():
    write_due()
    found = list(Message.objects.order_by("pk"))
    Message.objects.all().delete()
    return found


def calendar_of(letter):
    (joined,) = letter.attachments
    assert joined["type"] == "text/calendar"
    return Calendar.from_ical(joined["text"])


def test_a_place_is_confirmed_with_hour_link_and_calendar(desk):
    made = registered(desk, email="zoe@example.org")
    (letter,) = letters()
    assert letter.subject == f"Votre place est réservée : {desk.meeting.title}"
    assert letter.to == "zoe@example.org"
    for words in (f"de 14{NBSP}h à 17{NBSP}h", f"13{NBSP}h{NBSP}30", link_of(made), "Gaëlle, 03 22 00 00 00"):
        assert words in letter.text
        assert words in letter.html
    (event,) = calendar_of(letter).walk("VEVENT")
    assert event["DTSTART"].dt == desk.meeting.starts_at
    assert event["DTSTART"].dt.hour == 14
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert calendar_of(letter)["METHOD"] == "PUBLISH"


def test_the_line_is_told_its_rank_then_its_turn_then_the_end_of_it(desk):
    first = registered(desk)
    registered(desk, email="second@example.org")
    registered(desk, email="third@example.org")
    assert "au rang 2" in letters()[2].text
    operations.cancel_registration(by=None, registration=first)
    away, turn = letters()
    assert "est annulée" in away.text
    assert turn.to == "second@example.org"
    assert "Elle est à vous jusqu’au" in turn.text
    second = desk.registrations.get(number=2)
    with time_machine.travel(second.answer_by):
        operations.lapse_due()
        late, next_turn = letters()
    assert (late.to, next_turn.to) == ("second@example.org", "third@example.org")
    assert "passée à la personne suivante" in late.text


def test_an_offer_answered_before_its_letter_left_is_not_written(desk):
    first, second = registered(desk), registered(desk)
    letters()
    operations.cancel_registration(by=None, registration=first)
    operations.accept_offer(by=None, registration=second)
    subjects = [each.subject for each in letters()]
    assert [subject.split(" :")[0] for subject in subjects] == [
        "Votre inscription est annulée",
        "Votre place est réservée",
    ]


@pytest.mark.parametrize("act", ["cancel", "postpone", "move"])
def test_everyone_is_told_once_when_the_meeting_changes(act):
    desk = registrations.desk(seats=2)
    registered(desk, email="deux@example.org")
    registered(desk, email="deux@example.org")
    registered(desk, email="attend@example.org")
    gone = registered(desk, email="parti@example.org")
    operations.cancel_registration(by=None, registration=gone)
    letters()
    if act == "move":
        operations.move_meeting(by=TESTS, meeting=desk.meeting, times=meetings.afternoon(meetings.day(45)))
    else:
        does = operations.cancel_meeting if act == "cancel" else operations.postpone_meeting
        does(by=TESTS, meeting=desk.meeting, note="La salle est inondée & fermée.")
    told = letters()
    assert sorted(each.to for each in told) == ["attend@example.org", "deux@example.org"]
    assert {calendar_of(each)["METHOD"] for each in told} == {"PUBLISH" if act == "move" else "CANCEL"}
    subject = {"cancel": "Rencontre annulée", "postpone": "Rencontre reportée", "move": "Nouvelle date"}[act]
    assert told[0].subject.startswith(subject)
    if act != "move":
        assert "La salle est inondée & fermée." in told[0].text
    assert letters() == []


def test_a_reminder_once(desk):
    registered(desk, email="zoe@example.org")
    letters()
    with time_machine.travel(meetings.at(meetings.day(28), "12:00")):
        operations.remind_due()
        operations.remind_due()
        (letter,) = letters()
    assert letter.subject.startswith("Rappel")
    assert calendar_of(letter).walk("VEVENT")


def test_nobody_is_named_in_a_subject_nor_in_a_letter_to_another(desk):
    family = registered(registrations.desk(), 2, email="zoe@example.org")
    registered(family.desk, email="autre@example.org")
    names = [each.name for each in family.people.all()]
    first, second = letters()
    assert all(name in first.text for name in names)
    for name in names:
        assert name not in first.subject + second.subject + second.text + second.html


def test_without_e_mail_nothing_is_written(desk):
    operations.register(by=None, desk=desk, contact=Contact(phone="0612345678"), people=people(desk))
    assert letters() == []
