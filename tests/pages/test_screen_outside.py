"""The page of somebody outside: the project without anybody's contact, and one answer."""

import re

import pytest
from django.urls import reverse

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Opinion
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo
from tests.pages.screen_kit import QUESTION, day, fresh, link_of, opinion, post, read


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def file(fund):
    pitch = "Des tables dehors. Appelez-moi au 06 12 34 56 78 ou amina@exemple.fr."
    return stories.submitted(fund, pitch=pitch)


@pytest.fixture
def asked(chloe, file):
    return opinion(chloe, file)


def test_it_shows_the_question_and_the_project_and_nobody_s_contact(client, asked):
    page = read(client, link_of(asked))
    for words in ("Nadia Lemaire", QUESTION, "Repas de la tour 3", "Des tables dehors.", "150\u00a0€"):
        assert words in page, words
    for secret in ("06 12 34 56 78", "amina@exemple.fr", "Amina Belkacem"):
        assert secret not in page, secret


def test_the_name_of_a_person_alone_is_not_shown(client, fund, chloe):
    alone = stories.submitted(fund, holder_kind="individual", group_name="", holder_name="Samia Benali")
    page = read(client, link_of(opinion(chloe, alone)))
    assert "Samia" not in page
    assert "Une personne du quartier" in page


def test_the_link_leaves_no_trace(client, asked):
    response = client.get(link_of(asked))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]


def test_it_answers_once_and_is_read_again(client, asked):
    response = post(client, link_of(asked), answer="yes", text="Rien à redire.")
    assert (response.status_code, response.url) == (302, link_of(asked))
    page = read(client, link_of(asked))
    assert "Merci, votre avis est donné" in page
    assert "Rien à redire." in page
    assert "Donner mon avis" not in page
    assert post(client, link_of(asked), answer="no", text="Finalement non.").status_code == 409
    assert fresh(asked).answer == "yes"


def test_sent_twice_it_answers_once_and_thanks_twice(client, asked):
    key = "0b0a3f0e-6666-4222-8333-444455556600"
    assert [post(client, link_of(asked), key=key, answer="yes").status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("answer", ["reserve", "no", ""])
def test_a_reserve_or_a_no_says_why_and_nothing_chosen_is_lost(client, asked, answer):
    response = post(client, link_of(asked), answer=answer, text="" if answer else "Je ne sais pas.")
    page = response.content.decode()
    assert response.status_code == 422
    assert re.search(rf'value="{answer}"[^>]*checked', page) if answer else "Je ne sais pas." in page
    assert fresh(asked).answered_at is None


def test_a_paper_that_is_no_paper_is_refused_in_words(client, asked):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("avis.exe", b"MZ\x90\x00" + b"0" * 200, "image/jpeg")
    response = post(client, link_of(asked), answer="yes", text="Voici.", file=bad)
    assert response.status_code in {409, 422}
    assert "Voici." in response.content.decode()
    assert fresh(asked).answered_at is None
    assert post(client, link_of(asked), answer="yes", file=photo()).status_code == 302


def test_past_its_day_or_taken_back_it_says_so_and_takes_no_answer(client, asked, chloe, file):
    Opinion.objects.filter(pk=asked.pk).update(expires_on=day(-1))
    assert "Le délai est passé" in read(client, link_of(asked))
    assert post(client, link_of(asked), answer="yes").status_code == 409
    other = opinion(chloe, file)
    operations.revoke_opinion(by=chloe, opinion=other)
    assert "Cet avis n’est plus demandé" in read(client, link_of(other))
    assert post(client, link_of(other), answer="yes").status_code == 409


def test_a_link_that_opens_nothing_says_so_and_too_many_wait(client):
    address = reverse("screen:answer", args=["x" * 30])
    assert client.get(address).status_code == 404
    statuses = [client.get(address).status_code for _try in range(12)]
    assert statuses[-1] == 429
