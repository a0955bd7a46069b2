"""Who is asked in writing, with which words; reminded once; who learns that it closed by itself."""

import pytest
import time_machine
from django.urls import reverse

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.tasks import close_due
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from quartierlibre.pagekit.words import long_date
from tests.factories import committees, consultations, votes
from tests.factories.applications import MACHINE


def letters(name):
    write_due()
    return list(Message.objects.filter(key__contains=f"committees/{name}").order_by("pk"))


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.fixture
def cases():
    made = consultations.lacking(files=2)
    Message.objects.all().delete()
    return made


def test_every_member_asked_reads_which_files_until_when_and_where_to_answer(cases):
    session = cases[0].session
    held = consultations.opened(session)
    told = letters("consulted")
    assert {each.to for each in told} == {each.seat.person.email for each in committees.roll(session)}
    for words in (*(each.application.title for each in cases), plain(long_date(held.last_day))):
        assert all(words in plain(each.text) for each in told)
    assert all(reverse("deliberate:phone", args=[session.public_id]) in each.text for each in told)
    subject = f"Le comité vous consulte par écrit : répondez jusqu’au {long_date(held.last_day)}"
    assert plain(told[0].subject) == plain(subject)
    assert not any("Amina" in each.text + each.html for each in told)


def test_who_steps_aside_is_not_asked_about_that_file_nor_written_to_when_there_is_no_other(cases):
    seats = [each.seat for each in committees.roll(cases[0].session)[:2]]
    for case, seat in ((cases[0], seats[0]), (cases[0], seats[1]), (cases[1], seats[1])):
        operations.declare_interest(by=seat.person, case=case, seat=seat, nature="family")
    consultations.opened(cases[0].session)
    told = {each.to: each.text for each in letters("consulted")}
    assert seats[1].person.email not in told
    mine = told[seats[0].person.email]
    assert cases[0].application.title not in mine
    assert cases[1].application.title in mine


def test_a_member_without_e_mail_is_not_written_to(cases):
    silent = committees.roll(cases[0].session)[0].seat.person
    Person.objects.filter(pk=silent.pk).update(email=None)
    consultations.opened(cases[0].session)
    assert len(letters("consulted")) == 4


def test_the_reminder_names_only_what_is_still_to_be_answered(cases):
    held = consultations.opened(cases[0].session)
    done, half = committees.roll(held.session)[:2]
    for vote in held.rounds.all():
        for voter in votes.voters(vote):
            if voter.attendance_id == done.pk or (voter.attendance_id == half.pk and vote.case_id == cases[0].pk):
                votes.cast(voter)
    letters("consulted")
    Message.objects.all().delete()
    operations.remind_silent(by=MACHINE, consultation=held)
    told = {each.to: each for each in letters("consulted")}
    assert done.seat.person.email not in told
    mine = told[half.seat.person.email]
    assert mine.subject.startswith("Rappel")
    assert cases[0].application.title not in mine.text
    assert cases[1].application.title in mine.text


def test_closed_by_itself_chair_and_secretary_learn_it_and_nobody_else(cases):
    session = cases[0].session
    chair, secretary = (each.seat for each in committees.roll(session)[:2])
    type(session).objects.filter(pk=session.pk).update(chair=chair, secretary=secretary)
    held = consultations.opened(session)
    with time_machine.travel(consultations.over(held)):
        close_due()
        told = letters("counted")
    assert {each.to for each in told} == {chair.person.email, secretary.person.email}
    assert all("il reste à décider" in plain(each.subject) for each in told)


def test_closed_by_hand_nobody_is_written_to(cases):
    consultations.close(consultations.opened(cases[0].session))
    assert letters("counted") == []
