"""The catalogue of projects granted: cards, filters with counts, pages, the map, the download; no script anywhere."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import Sieve
from tests.factories import applications
from tests.factories.published import alike, decided

LIST = "/projets/"
TODAY = date(2026, 6, 15)


def titles(page):
    return [card.title for card in page.context["page"].shelf.cards]


@pytest.fixture
def three():
    """A small one in culture last year, a middle one and a large one this year about meeting people."""
    fund = applications.fund()
    decided(fund, title="Petit atelier", amount=20_000, themes=["culture"], on=date(2025, 5, 3))
    decided(fund, title="Repas de rue", amount=45_000, themes=["lien"], on=TODAY)
    decided(fund, title="Grande fête", amount=120_000, themes=["lien", "culture"], on=TODAY - timedelta(days=3))
    return fund


def test_projects_are_listed_the_newest_first(client, three):
    page = client.get(LIST)
    assert titles(page) == ["Repas de rue", "Grande fête", "Petit atelier"]
    assertContains(page, "<strong>3 projets</strong>", html=True)
    assertContains(page, "1\u202f850\u00a0€ accordés par des habitants")


def test_the_largest_come_first_when_asked(client, three):
    assert titles(client.get(LIST, {"tri": "montant"})) == ["Grande fête", "Repas de rue", "Petit atelier"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"annee": "2025"}, ["Petit atelier"]),
        ({"montant": "2"}, ["Repas de rue"]),
        ({"montant": "4"}, ["Grande fête"]),
        ({"ou": "quartier:QN05901M", "annee": "2026"}, ["Repas de rue", "Grande fête"]),
        ({"ou": "fonds:fonds-des-glycines", "montant": "1"}, ["Petit atelier"]),
        ({"ou": "quartier:QN99999M"}, []),
        ({"ou": "'; DROP TABLE", "annee": "deux mille", "montant": "77", "theme": "-1", "tri": "?", "depuis": "x.y"},
         ["Repas de rue", "Grande fête", "Petit atelier"]),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(client, three, asked, found):
    page = client.get(LIST, asked)
    assert titles(page) == found
    assert page.context["page"].counts.total == len(found)


def test_each_choice_says_what_it_would_show(client, three):
    """The count of a choice is the number of projects one gets by choosing it, whatever else is chosen."""
    for asked in ({}, {"annee": "2026"}, {"ou": "quartier:QN05901M", "montant": "4"}):
        page = client.get(LIST, asked).context["page"]
        for name, counts in (("theme", page.counts.theme), ("annee", page.counts.year), ("montant", page.counts.band)):
            for value, count in counts.items():
                shown = client.get(LIST, {**asked, name: str(value) if value else ""})
                assert len(titles(shown)) == count, (asked, name, value)


def test_pages_follow_one_another_without_missing_any(client):
    fund = applications.fund()
    for at in range(5):
        decided(fund, title=f"Projet {at}", amount=30_000 + at % 2, on=TODAY - timedelta(days=at // 2))
    for largest in (False, True):
        whole = [card.title for card in public.shelf(Sieve(largest=largest)).cards]
        first = public.shelf(Sieve(largest=largest), None, 2)
        second = public.shelf(Sieve(largest=largest), first.after, 2)
        third = public.shelf(Sieve(largest=largest), second.after, 2)
        assert [card.title for page in (first, second, third) for card in page.cards] == whole
        assert (first.before, third.after) == (None, None)
        assert public.shelf(Sieve(largest=largest), third.before, 2) == second
        assert public.shelf(Sieve(largest=largest), second.before, 2).cards == first.cards


def test_a_cursor_travels_in_the_address(client):
    alike(decided(title="Projet 00", on=TODAY), 21, title="Projet {:02}")
    page = client.get(LIST)
    assert len(titles(page)) == 20
    beyond = client.get(LIST + page.context["page"].after)
    assert titles(beyond) == ["Projet 20", "Projet 21"]
    assert titles(client.get(LIST + beyond.context["page"].before)) == titles(page)


def test_an_empty_catalogue_invites(client):
    assertContains(client.get(LIST), "Pas encore de projet aidé")
    assertContains(client.get(LIST, {"annee": "2020"}), "Aucun projet ne correspond")


def test_what_people_typed_is_escaped(client):
    decided(title="<script>alert(1)</script>", group_name='"><img src=x>')
    page = client.get(LIST)
    assertNotContains(page, "<script>alert")
    assertNotContains(page, "<img src=x")


@pytest.mark.parametrize("address", [LIST, "/projets/carte/"])
def test_ten_projects_or_sixty_ask_the_same_questions(client, address):
    first, counts = decided(), []
    for many in (10, 60):
        alike(first, many - public.counts(Sieve()).total)
        assert public.counts(Sieve()).total == many
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 3


def test_the_map_shows_neighbourhoods_and_says_the_same_in_a_list(client, three):
    page = client.get(reverse("discover:projects_map"))
    assertContains(page, "Les Glycines")
    assertContains(page, '<span class="num">3 projets</span>', html=True)
    assertContains(page, "/projets/?ou=quartier%3AQN05901M")
    assertContains(client.get(reverse("discover:projects_map"), {"annee": "2025"}), "1 projet")


def test_places_too_close_share_a_bubble(client):
    fund = applications.fund()
    fund.neighbourhoods.add(applications.square("QN05902M", west=3.0101, name="Cité du Canal"))
    decided(fund)
    decided(fund, lon="3.015", lat="50.505")
    page = client.get(reverse("discover:projects_map")).context["page"]
    assert [place.projects for place in page.places] == [1, 1]
    assert sum(bubble.projects for bubble in page.bubbles) == 2


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_list_is_downloaded_as_it_is_filtered(client, three):
    rows = rows_of(client.get(reverse("discover:projects_csv"), {"annee": "2026"}))
    assert [row["Projet"] for row in rows] == ["Repas de rue", "Grande fête"]
    assert rows[0]["Accordé (€)"] == "450,00"
    assert rows[0]["Quartiers"] == "Les Glycines"
    assert rows[0]["Adresse"].startswith("http://testserver/projets/")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "|", "%", "＝", "＋", " =", "\r="])
def test_a_cell_is_never_a_formula(client, start):
    decided(title=f"{start}HYPERLINK(1)")
    cell = rows_of(client.get(reverse("discover:projects_csv")))[0]["Projet"]
    assert cell.startswith("'") or not cell.lstrip().startswith(tuple("=+-@|%＝＋"))
    assert "HYPERLINK(1)" in cell
