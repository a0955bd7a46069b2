"""The figures of a fund: the envelope, asked and granted by theme, sector and month, each drawing with its numbers."""

from datetime import date

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import applications
from tests.factories import funds as money
from tests.factories.published import decided

TODAY = date(2026, 6, 15)


def address(fund):
    return reverse("discover:figures", args=[fund.slug])


def test_figures_are_those_of_projects_granted(client):
    fund = applications.fund()
    decided(fund, amount=10_000, themes=["lien"], on=TODAY)
    decided(fund, amount=5_000, themes=["culture"], on=TODAY)
    decided(fund, outcome="refused", asked="180", themes=["lien"], on=TODAY)
    page = client.get(address(fund))
    assertContains(page, "2 projets aidés")
    assertContains(page, "150\u00a0€ accordés, sur 300\u00a0€ demandés")
    assertContains(page, "Demandé et accordé, par thème")
    assertContains(page, "juin 2026")
    assertNotContains(page, "180\u00a0€")


def test_the_envelope_is_drawn_and_written(client):
    envelope = money.endowed(1_000_000, slug="dote")
    page = client.get(address(envelope.fund_year.fund))
    assertContains(page, "Enveloppe 2026")
    assertContains(page, "10\u202f000\u00a0€")
    assertContains(page, "Aucune décision de cette année n’est encore publiée")


def test_one_year_at_a_time(client):
    fund = applications.fund()
    decided(fund, amount=10_000, on=date(2025, 4, 2))
    decided(fund, amount=5_000, on=TODAY)
    assertContains(client.get(address(fund)), "50\u00a0€ accordés")
    assertContains(client.get(address(fund), {"annee": "2025"}), "100\u00a0€ accordés")


def test_a_fund_without_accounts_says_so(client):
    assertContains(client.get(address(applications.fund())), "Pas encore d’argent à compter")
