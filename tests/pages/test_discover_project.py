"""The page of one project granted: what, where, who, how much and why, in plain words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.committees.models import Decision
from tests.factories import applications
from tests.factories.published import alike, decided


def address(decision):
    return reverse("discover:project", args=[decision.case.application.public_id])


def test_a_project_tells_everything_public(client):
    decision = decided(outcome="conditions", amount=12_000, reason="Ouvert à tous.", conditions="Prévenir les voisins.")
    page = client.get(address(decision))
    for words in ("Repas de la tour 3", "Les voisins de la tour 3", "Les Glycines", "120\u00a0€", "150\u00a0€"):
        assertContains(page, words)
    for words in (
        "Ouvert à tous.",
        "Prévenir les voisins.",
        "Accordé sous conditions",
        "Comité du fonds",
        "14\u00a0juin 2027",
    ):
        assertContains(page, words)
    assertContains(page, reverse("discover:decisions", args=[decision.fund.slug]))
    assertContains(page, "Le projet demandait")


def test_a_person_alone_stays_a_neighbour(client):
    page = client.get(address(decided(holder_kind="individual", group_name="")))
    assertContains(page, "Une personne du quartier")
    assertNotContains(page, "Amina")


@pytest.mark.parametrize("details", [{"outcome": "refused"}, {"published_at": None}])
def test_what_is_not_granted_and_published_has_no_page(client, details):
    assert client.get(address(decided(**details))).status_code == 404


def test_a_decision_taken_back_has_no_page_any_more(client):
    decision = decided()
    Decision.objects.filter(pk=decision.pk).update(superseded_at=timezone.now())
    assert client.get(address(decision)).status_code == 404


def test_projects_in_the_same_spirit_are_shown(client):
    fund = applications.fund()
    shown = decided(fund, title="Fête du canal", themes=["lien"])
    decided(fund, title="Bal du canal", themes=["lien"])
    decided(fund, title="Atelier d’écriture", themes=["culture"])
    page = client.get(address(shown))
    assertContains(page, "Bal du canal")
    assertNotContains(page, "Atelier d’écriture")


def test_the_page_asks_three_questions_whatever_the_number_of_projects(client):
    shown = decided()
    asked = []
    for many in (3, 12):
        alike(shown, many)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(shown))
        asked.append(len(queries))
    assert asked == [3, 3]
