"""The queue of screening: who each file waits for, oldest first, in one steady number of queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from tests.factories import applications, personas, stories
from tests.pages.screen_kit import correction, desk_of, link_of, opinion, post, read

QUEUE = reverse("screen:queue")


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def desk(chloe):
    return desk_of(chloe)


def listed(desk):
    """What each list holds, by its key."""
    parts = re.split(r'<section class="waits waits-(\w+)"', read(desk, QUEUE))
    lists = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {key: re.findall(r'class="waits-name">([^<]+)<', html) for key, html in lists.items()}


def test_each_file_is_in_the_list_of_who_has_the_next_move(desk, fund, chloe):
    stories.submitted(fund, title="Repas")
    correction(chloe, stories.submitted(fund, title="Jardin"))
    opinion(chloe, stories.submitted(fund, title="Fresque"))
    assert listed(desk) == {"me": ["Repas"], "holder": ["Jardin"], "opinion": ["Fresque"]}


def test_an_answer_or_a_message_brings_the_file_back_and_says_so(desk, fund, chloe):
    done = correction(chloe, stories.submitted(fund, title="Jardin"))
    operations.say_done(by=None, correction=done)
    asked = opinion(chloe, stories.submitted(fund, title="Fresque"))
    post(desk, link_of(asked), answer="yes")
    said = stories.submitted(fund, title="Bal")
    correction(chloe, said)
    operations.write_to_team(by=None, application=said, text="Puis-je changer de date ?")
    assert listed(desk) == {"me": ["Jardin", "Fresque", "Bal"], "holder": [], "opinion": []}
    page = read(desk, QUEUE)
    assert page.count("Réponse reçue") == 2
    assert "Message à lire" in page


def test_the_oldest_comes_first_with_the_days_it_has_waited(desk, fund):
    stories.submitted(fund, title="Hier")
    old = stories.submitted(fund, title="Ancien")
    Application.objects.filter(pk=old.pk).update(filed_on=timezone.localdate() - timedelta(20))
    assert listed(desk)["me"] == ["Ancien", "Hier"]
    page = read(desk, QUEUE)
    assert "20 jours" in page.replace("\u00a0", " ")
    assert page.count("is-old") == 1
    assert "aujourd’hui" in page


def test_an_empty_queue_says_so_in_words(desk):
    page = read(desk, QUEUE)
    assert "Rien à instruire : tous les dossiers avancent sans vous." in page.replace("\u00a0", " ")


def test_a_draft_and_the_files_of_others_are_not_there(desk, fund):
    stories.draft(fund, title="Brouillon")
    other = applications.fund("Fonds du canal", within=applications.territory("Autre ville"))
    stories.submitted(other, title="Ailleurs")
    assert listed(desk)["me"] == []
    assert "Ailleurs" in read(desk_of(personas.eve(other.territory)), QUEUE)


def test_it_costs_the_same_with_two_files_or_twelve(desk, fund, chloe):
    read(desk, QUEUE)  # signs in
    counts = []
    for more in (2, 10):
        for number in range(more):
            file = stories.submitted(fund, title=f"Projet {number}")
            if number % 2:
                correction(chloe, file)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            read(desk, QUEUE)
        counts.append(len(counted))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


@pytest.mark.parametrize("who", ["amina", "driss", "bruno", "thomas", "farid"])
def test_whoever_does_not_screen_finds_nothing(fund, who):
    make = getattr(personas, who)
    person = make() if who in {"amina", "driss"} else make(fund.territory)
    assert desk_of(person).get(QUEUE).status_code == 404
