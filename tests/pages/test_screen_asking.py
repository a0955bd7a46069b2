"""Asking the holder, asking somebody outside, and the exchanges."""

import re

import pytest

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Correction, Message, Opinion
from quartierlibre.foundation.journal.models import Event
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo
from tests.pages.screen_kit import (
    ASKED,
    QUESTION,
    correction,
    day,
    desk_of,
    followed,
    fresh,
    link_of,
    opinion,
    post,
    read,
    url,
)

KEY = "0b0a3f0e-5555-4222-8333-444455556600"


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def desk(chloe):
    return desk_of(chloe)


@pytest.fixture
def file(fund):
    return stories.submitted(fund)


def said(**changed):
    return {"reason": "incomplete", "question": "money", "text": ASKED, "deadline": day(10).isoformat(), **changed}


def outside(**changed):
    whom = {"who": "Nadia Lemaire", "organisation": "Bailleur", "email": "nadia@exemple.fr", "question": QUESTION}
    return {**whom, "expires_on": day(15).isoformat(), **changed}


def test_a_correction_has_a_reason_a_question_and_a_last_day_and_the_file_waits(desk, file):
    page = followed(desk, post(desk, url("ask", file), **said()))
    asked = Correction.objects.get()
    assert (asked.reason, asked.question, asked.text, asked.deadline) == ("incomplete", "money", ASKED, day(10))
    assert "On attend le porteur" in page
    assert ASKED in page
    assert "un courriel part" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": ""}, "Écrivez ce que la personne doit faire."),
        ({"deadline": ""}, "date"),
        ({"deadline": "pas un jour"}, "date"),
        ({"deadline": "2020-01-01"}, "date"),
        ({"reason": "unknown"}, ""),
        ({"question": "holder_id"}, ""),
    ],
)
def test_a_correction_that_lacks_something_is_shown_again_as_typed(desk, file, changed, words):
    typed = said(**changed)
    response = post(desk, url("ask", file), **typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert not typed["text"] or typed["text"] in page
    assert "Erreur" in re.search(r"<title>([^<]+)", page)[1]
    assert not Correction.objects.exists()


def test_sent_twice_a_correction_is_asked_once(desk, file):
    for _time in range(2):
        assert post(desk, url("ask", file), key=KEY, **said()).status_code == 302
    assert Correction.objects.count() == 1


def test_without_the_number_of_its_sending_nothing_is_done_and_nothing_is_lost(desk, file):
    response = desk.post(url("ask", file), said())
    assert response.status_code == 422
    assert ASKED in response.content.decode()
    assert not Correction.objects.exists()


def test_a_person_without_an_address_is_to_be_called(desk, fund):
    file = stories.helped(fund)
    assert "Appelez-la" in read(desk, url("ask", file))
    assert "appelez-la" in followed(desk, post(desk, url("ask", file), **said()))


def test_no_correction_is_asked_of_a_file_already_admissible(desk, file, chloe):
    operations.declare_admissible(by=chloe, application=file)
    response = post(desk, url("ask", file), **said())
    assert response.status_code == 409
    assert ASKED in response.content.decode()


def test_what_the_holder_did_is_read_then_accepted(desk, file, chloe):
    asked = correction(chloe, file)
    operations.say_done(by=None, correction=asked, said="J’ai mis 120 €.")
    page = read(desk, url("file", file))
    assert "J’ai mis 120 €." in page
    assert "à vous de regarder" in page
    page = followed(desk, post(desk, url("settle", file, asked.public_id), action="accept"))
    assert fresh(asked).accepted_at
    assert "Acceptée" in page


def test_nothing_is_accepted_before_the_holder_says_so(desk, file, chloe):
    asked = correction(chloe, file)
    assert post(desk, url("settle", file, asked.public_id), action="accept").status_code == 409
    followed(desk, post(desk, url("settle", file, asked.public_id), action="cancel"))
    assert fresh(asked).cancelled_at


def test_a_button_that_does_not_exist_takes_nothing_back(desk, file, chloe):
    asked = correction(chloe, file)
    assert post(desk, url("settle", file, asked.public_id), action="").status_code == 404
    assert fresh(asked).is_open


def test_asked_again_it_starts_from_the_first_and_follows_it(desk, file, chloe):
    first = correction(chloe, file)
    operations.say_done(by=None, correction=first, said="J’ai mis 120 €.")
    again = url("ask", file, part=f"?encore={first.public_id}")
    page = read(desk, again)
    assert "J’ai mis 120 €." in page
    assert ASKED in page
    followed(desk, post(desk, again, **said(text="Il faut le devis du magasin.")))
    assert Correction.objects.latest("pk").follows == first
    assert not fresh(first).is_open


def test_another_file_s_correction_is_nowhere(desk, file, fund, chloe):
    asked = correction(chloe, stories.submitted(fund))
    assert post(desk, url("settle", file, asked.public_id), action="cancel").status_code == 404
    assert desk.get(url("ask", file, part=f"?encore={asked.public_id}")).status_code == 404


def test_an_opinion_is_asked_by_a_personal_link(desk, file):
    page = followed(desk, post(desk, url("ask_opinion", file), **outside()))
    asked = Opinion.objects.get()
    assert (asked.who, asked.question, asked.expires_on) == ("Nadia Lemaire", QUESTION, day(15))
    assert "Attendu avant le" in page
    assert link_of(asked) not in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nadia"}, "Cette adresse n’est pas complète"),
        ({"question": ""}, "Écrivez votre question."),
        ({"who": ""}, "Écrivez le nom de la personne"),
        ({"expires_on": "2020-01-01"}, "date"),
    ],
)
def test_an_opinion_that_lacks_something_is_shown_again_as_typed(desk, file, changed, words):
    response = post(desk, url("ask_opinion", file), **outside(**changed))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Bailleur" in page
    assert not Opinion.objects.exists()


def test_the_link_is_sent_again_or_taken_back_until_it_is_answered(desk, file, chloe):
    asked = opinion(chloe, file)
    page = followed(desk, post(desk, url("follow_opinion", file, asked.public_id), action="remind"))
    assert "Le lien est renvoyé" in page
    page = followed(desk, post(desk, url("follow_opinion", file, asked.public_id), action="revoke"))
    assert "Demande retirée" in page
    assert post(desk, url("follow_opinion", file, asked.public_id), action="remind").status_code == 409
    assert post(desk, url("follow_opinion", file, asked.public_id), action="").status_code == 404


def test_the_answer_and_its_paper_are_on_the_page(desk, file, chloe, client):
    asked = opinion(chloe, file)
    with_paper = {"answer": "reserve", "text": "Finir à 22 h.", "file": photo()}
    assert post(client, link_of(asked), **with_paper).status_code == 302
    page = read(desk, url("file", file))
    assert "Finir à 22 h." in page
    response = desk.get(url("opinion_file", file, asked.public_id))
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content)
    other = opinion(chloe, file)
    assert desk.get(url("opinion_file", file, other.public_id)).status_code == 404


def test_a_message_leaves_for_the_holder_and_a_note_does_not(desk, file):
    address = url("thread", file)
    page = followed(desk, post(desk, address, kind="message", text="Bonjour Amina."))
    assert "Bonjour Amina." in page
    page = followed(desk, post(desk, address, kind="note", text="Vue au marché."))
    assert "Le porteur ne voit pas cette note" in page
    assert [each.text for each in Message.objects.for_holder()] == ["Bonjour Amina."]
    assert Event.objects.filter(name="applications.message.sent").count() == 1


def test_an_empty_message_is_not_sent_and_its_kind_stays_chosen(desk, file):
    response = post(desk, url("thread", file), kind="phone", text="  ")
    assert response.status_code == 422
    assert "Écrivez votre texte." in response.content.decode()
    assert re.search(r'value="phone"[^>]*checked', response.content.decode())


def test_what_the_holder_wrote_is_to_read_until_answered_or_marked(desk, file):
    operations.write_to_team(by=None, application=file, text="Puis-je changer de date ?")
    page = read(desk, url("thread", file))
    assert "À lire" in page
    assert "J’ai tout lu" in page
    page = followed(desk, post(desk, url("read", file)))
    assert "À lire" not in page
    assert "J’ai tout lu" not in page
    assert not Message.objects.unread_by_team().exists()


def test_sent_twice_a_message_is_said_once(desk, file):
    for _time in range(2):
        assert post(desk, url("thread", file), key=KEY, kind="message", text="Bonjour.").status_code == 302
    assert Message.objects.count() == 1


def test_a_stranger_settles_follows_and_marks_nothing(file, fund, chloe):
    asked, wanted = correction(chloe, file), opinion(chloe, file)
    client = desk_of(personas.eve(applications.territory("Autre ville")))
    for address in (
        url("settle", file, asked.public_id),
        url("follow_opinion", file, wanted.public_id),
        url("read", file),
        url("restore", file, "place.inside"),
    ):
        assert post(client, address, action="cancel").status_code == 404
    assert (fresh(asked).is_open, fresh(wanted).revoked_at) == (True, None)
