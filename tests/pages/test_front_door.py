"""The front door: anyone, without an account, on any phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.places import queries as places
from tests.factories import applications
from tests.factories import funds as fund_factory

INSIDE, OUTSIDE = (3.005, 50.505), (3.0127, 50.505)


def sitting(fund, in_days):
    committee = committees.form_committee(by=applications.MACHINE, fund=fund, name="Comité")
    starts_at = timezone.now() + timedelta(days=in_days)
    return committees.plan_session(by=applications.MACHINE, committee=committee, starts_at=starts_at)


def test_home_says_which_funds_are_open_and_until_when(client):
    sitting(applications.fund(), 30)
    page = client.get(reverse("discover:home"))
    assertContains(page, "Fonds des Glycines")
    assertContains(page, "Prochain comité")
    assertContains(page, "Déposez jusqu’au")


def test_home_without_any_fund_is_kind(client):
    assertContains(client.get(reverse("discover:home")), "Aucun fonds ne reçoit de projet")


def test_a_session_too_close_to_file_for_is_not_the_next_one(client):
    fund = applications.fund()
    sitting(fund, 5)  # the rulebook asks for 15 days
    assertNotContains(client.get(reverse("discover:fund", args=[fund.slug])), "déposez jusqu’au")


def test_a_fund_shows_its_money_its_rules_and_its_places(client):
    fund = applications.fund()
    page = client.get(reverse("discover:fund", args=[fund.slug]))
    for words in ("900\xa0€", "Les Glycines", "03 20 00 00 00", "Sa date n’est pas encore annoncée"):
        assertContains(page, words)


def test_a_fund_being_prepared_is_not_shown(client):
    fund = fund_factory.fund(opened_on=None)
    assert client.get(reverse("discover:fund", args=[fund.slug])).status_code == 404


def test_the_map_of_a_fund_is_kept_by_the_browser_until_it_changes(client):
    url = reverse("discover:map", args=[applications.fund().slug])
    first = client.get(url)
    assert first["Content-Type"] == "image/svg+xml"
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(("point", "words"), [(INSIDE, "est dans le quartier Les Glycines"), (OUTSIDE, "à 190\xa0m")])
def test_am_i_concerned_by_a_point(client, point, words):
    applications.fund()
    page = client.get(reverse("discover:concerned"), {"lon": point[0], "lat": point[1]})
    assertContains(page, words)


def test_am_i_concerned_by_a_tap_on_the_map_without_scripts(client):
    fund = applications.fund()
    drawn = places.svg_map(fund.neighbourhoods.all(), width=288)
    x, y = drawn.view.pixel_of(*INSIDE)
    asked = {"vue": drawn.view.as_text(), "carte.x": round(x), "carte.y": round(y), "shown_width": ""}
    page = client.get(reverse("discover:concerned"), asked)
    assertContains(page, "est dans le quartier Les Glycines")
    assertContains(page, reverse("discover:fund", args=[fund.slug]))


def test_am_i_concerned_by_the_list(client):
    fund = applications.fund()
    page = client.get(reverse("discover:concerned"), {"quartier": "QN05901M"})
    assertContains(page, "Vous avez choisi")
    assertContains(page, fund.name)


@pytest.mark.parametrize(
    "asked", [{"carte.x": "0", "carte.y": "0", "vue": "?"}, {"quartier": "QN00000X"}, {"lon": "a"}]
)
def test_a_place_that_cannot_be_read_says_what_to_do(client, asked):
    applications.fund()
    page = client.get(reverse("discover:concerned"), asked)
    assertContains(page, "choisissez dans la liste", status_code=422)


def test_the_address_search_is_offered_only_where_it_is_on(client, settings):
    applications.fund()
    assertNotContains(client.get(reverse("discover:concerned")), "Écrivez une adresse")
    settings.GEOCODER_URL = "http://127.0.0.1:9/none"
    assertContains(client.get(reverse("discover:concerned")), "Écrivez une adresse")


def test_the_front_door_costs_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for number in range(3):
        fund = applications.fund(name=f"Fonds {number}")
        sitting(fund, 40)
    funds.open_year(by=applications.MACHINE, fund=fund, year=2026)
    for url in (reverse("discover:home"), reverse("discover:funds"), reverse("discover:fund", args=[fund.slug])):
        with django_assert_max_num_queries(8):
            client.get(url)
