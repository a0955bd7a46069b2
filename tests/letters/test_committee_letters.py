"""Who is called to a session, with which words and which date for their calendar; nobody twice."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.queries.convocation import convocation_of, to_print
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.calendars import Moment, written
from quartierlibre.letters.operations import write_due
from quartierlibre.pagekit.words import moment
from tests.factories import committees
from tests.factories.applications import MACHINE
from tests.factories.committees import choice


@pytest.fixture
def session():
    made = committees.session(members=2, session__remote={**choice(True), "unit": "yes_no"})
    committees.case(made)
    Message.objects.all().delete()
    return made


def letters():
    write_due()
    return list(Message.objects.filter(key__contains="committees/").order_by("pk"))


def call(session, **said):
    return operations.call_session(by=MACHINE, session=session, **said)


def test_each_member_is_called_once_with_day_place_and_order_of_the_day(session):
    session = call(session, word="Apportez vos lunettes & vos idées.")
    called = letters()
    assert {each.to for each in called} == {each.seat.person.email for each in committees.roll(session)}
    letter, case = called[0], session.cases.get()
    assert letter.subject == f"Réunion du comité : {moment(session.starts_at)}".replace("\u00a0", " ")
    for words in (
        moment(session.starts_at),
        case.application.number,
        "Repas de la tour 3",
        "150\u00a0€",
        "Vous votez.",
    ):
        assert words in letter.text
    assert "Apportez vos lunettes & vos idées." in letter.text
    assert "Apportez vos lunettes &amp; vos idées." in letter.html
    assert "Le règlement ne fixe pas de quorum." in letter.text
    assert "À distance\u00a0: c’est possible" in letter.text
    assert "Amina" not in letter.text + letter.html


def test_called_again_only_the_newcomer_is_written_to(session):
    call(session)
    before = letters()
    call(session)
    assert letters() == before
    newcomer = committees.seat(session.committee)
    call(session)
    assert [each.to for each in letters()[len(before) :]] == [newcomer.person.email]


def test_the_letter_leaves_with_a_text_an_html_part_and_a_calendar(session, settings):
    settings.OUTBOX_SENDS = True
    session = call(session)
    written = letters()
    assert outbox.send_due() >= len(written) > 0, [(each.state, each.trouble) for each in Message.objects.all()]
    sent = next(each for each in mail.outbox if "Réunion" in each.subject)
    parts = [part.get_content_type() for part in sent.message().walk()]
    assert {"text/plain", "text/html", "text/calendar"} <= set(parts)
    calendar = next(part for part in sent.message().walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_filename() == "seance.ics"
    said = calendar.get_payload(decode=True).decode()
    assert f"DTSTART:{session.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in said
    assert f"UID:{session.public_id}@" in said


def test_a_member_without_e_mail_gets_a_printed_letter_and_no_e_mail(session):
    without = Person.objects.create_user(email=None, name="Odette Lemaire")
    seat = committees.seat(session.committee, without)
    session = call(session)
    (printed,) = to_print(session)
    assert printed.seat == seat
    told = convocation_of(printed)
    assert (told.is_printed, told.name, told.votes) == (True, "Odette Lemaire", True)
    assert [each.number for each in told.files] == [session.cases.get().application.number]
    assert len(letters()) == 2


def test_a_member_told_to_step_aside_reads_it_in_their_convocation(session):
    seat = session.committee.seats.first()
    operations.declare_interest(by=seat.person, case=session.cases.get(), seat=seat, nature="family")
    call(session)
    aside = {each.to for each in letters() if "vous sortez pendant qu’on en parle" in each.text}
    assert aside == {seat.person.email}
    assert not any("famille" in each.text.lower() for each in letters())


def test_a_second_call_says_so():
    session = committees.session(
        members=2,
        session__quorum={"value": 2, "unit": "members", "source": "text"},
        session__no_quorum=choice("second_call"),
    )
    session = committees.opened(session, here=1)
    second = operations.plan_second_call(
        by=MACHINE, session=session, starts_at=timezone.now() + timedelta(days=40), place="Salle B"
    )
    call(second)
    (letter, _other) = letters()
    assert "se réunit une seconde fois" in letter.text
    assert "elle décide quel que soit le nombre de présents" in letter.text


def test_only_those_who_were_called_learn_that_it_is_cancelled(session):
    operations.cancel_session(by=MACHINE, session=committees.session(session.committee, members=0, days=50))
    assert letters() == []
    call(session)
    called = letters()
    operations.cancel_session(by=MACHINE, session=session)
    told = letters()[len(called) :]
    assert {each.to for each in told} == {each.to for each in called}
    assert all("n’aura pas lieu" in each.text for each in told)
    assert "STATUS:CANCELLED" in told[0].attachments[0]["text"]
    assert "METHOD:CANCEL" in told[0].attachments[0]["text"]


def test_a_holder_learns_their_hour_and_again_only_when_it_changes(session):
    at = session.starts_at
    operations.set_hearings(by=MACHINE, session=session, first_at=at, minutes=15)
    (told,) = letters()
    assert told.to == "amina@exemple.fr"
    assert moment(at) in told.text
    operations.set_hearings(by=MACHINE, session=session, first_at=at, minutes=20)
    assert len(letters()) == 1
    operations.set_hearings(by=MACHINE, session=session, first_at=at + timedelta(minutes=5), minutes=20)
    assert len(letters()) == 2


def test_someone_who_left_the_platform_is_not_written_to(session):
    gone = session.committee.seats.first().person
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    call(session)
    assert gone.email not in {each.to for each in letters()}


AT = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)


def test_a_calendar_is_cut_escaped_and_ended_as_the_standard_says():
    title = "Comité, quartier ; « L’Étoile » \\ " + "é" * 90
    text = written(Moment(uid="1@ici", starts_at=AT, written_at=AT, title=title, place="Salle\r\nB\x00"))
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = re.sub("\r\n ", "", text)
    assert "SUMMARY:Comité\\, quartier \\; « L’Étoile » \\\\ " + "é" * 90 in unfolded
    assert "LOCATION:Salle\\nB\r\n" in unfolded
    assert "DTSTART:20261126T173000Z" in unfolded
