"""The place: a tap on the map, with or without a script; an address; a list. The method is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.places.geocoder import Address, Addresses
from quartierlibre.web.apply.views import placing
from tests.factories import applications, personas, stories
from tests.pages.apply_kit import opened_by, saved, start, url


@pytest.fixture
def fund():
    made = applications.fund()
    made.neighbourhoods.add(applications.square("QN05902M", west=3.02, name="Cité du Canal"))
    return made


@pytest.fixture
def mine(client, fund):
    return start(client, fund)[0]


def view_of(client, application):
    return client.get(url("place", application)).context["page"].map.view


def tap(client, application, lon, lat, scale=1):
    """Touch the map where this point is, on a picture shown `scale` times its own size."""
    view = view_of(client, application)
    x, y = view.pixel_of(lon, lat)
    shown = str(round(view.width * scale)) if scale != 1 else ""
    data = {"view": view.as_text(), "tap.x": round(x * scale), "tap.y": round(y * scale), "shown_width": shown}
    return client.post(url("place", application), data)


@pytest.mark.parametrize("scale", [1, 2.2])
def test_a_tap_gives_the_point_the_neighbourhood_and_the_method(client, mine, scale):
    assert tap(client, mine, 3.005, 50.505, scale).status_code == 302
    kept = saved(mine)
    assert (kept.location_status, kept.location_method) == ("in", "map")
    assert abs(kept.lon - 3.005) < 0.0003
    assert [each.name for each in kept.neighbourhoods.all()] == ["Les Glycines"]


def test_a_second_tap_is_made_on_a_closer_map(client, mine):
    far = view_of(client, mine).metres_per_pixel
    tap(client, mine, 3.005, 50.505)
    assert view_of(client, mine).metres_per_pixel < far / 2
    assert "dans le quartier Les Glycines" in client.get(url("place", mine)).content.decode()


def test_far_from_every_neighbourhood_the_map_stays_whole(client, mine):
    far = view_of(client, mine).metres_per_pixel
    client.post(url("place", mine), {"lon": "3.05", "lat": "50.505"})
    page = client.get(url("place", mine))
    assert page.context["page"].map.view.metres_per_pixel > far
    assert page.context["page"].map.marker
    assert "Revoir toute la carte" not in page.content.decode()


def test_a_key_pressed_on_the_picture_points_at_nothing(client, mine):
    data = {"view": view_of(client, mine).as_text(), "tap.x": "0", "tap.y": "0"}
    response = client.post(url("place", mine), data)
    assert response.status_code == 422
    assert "choisissez dans la liste" in response.content.decode()
    assert saved(mine).lon is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tap.x": "a", "tap.y": "b", "view": "1,2,3,4,5,6"},
        {"tap.x": "9999", "tap.y": "3", "view": "3.0,50.5,3.1,50.6,288,288"},
        {"tap.x": "5", "tap.y": "3", "view": "3.0,50.5,3.1,50.6,288,288", "shown_width": "-1"},
        {"lon": "nan", "lat": "50"},
        {"address": "ici"},
    ],
)
def test_what_is_not_a_place_is_explained(client, mine, data):
    assert client.post(url("place", mine), data).status_code == 422
    assert saved(mine).lon is None


def test_two_neighbourhoods_chosen_in_the_list(client, mine):
    client.post(url("place", mine), {"action": "list", "neighbourhoods": ["QN05901M", "QN05902M"]})
    kept = saved(mine)
    assert {each.name for each in kept.neighbourhoods.all()} == {"Les Glycines", "Cité du Canal"}
    assert kept.location_method == "list"


def test_where_i_stand(client, mine):
    client.post(url("place", mine), {"lon": "3.0117", "lat": "50.505"})
    assert saved(mine).location_status == "out"
    assert "120 m" in client.get(url("place", mine)).content.decode()


def test_address_search_is_there_only_when_it_is_on(client, mine, monkeypatch):
    assert "Écrivez une adresse" not in client.get(url("place", mine)).content.decode()
    monkeypatch.setattr(placing.geocoder, "is_on", lambda: True)
    found = Address("12 rue des Lilas", 3.005, 50.505, 0.9, "housenumber", "99001")
    monkeypatch.setattr(placing.geocoder, "search", lambda question: Addresses((found,)))
    page = client.get(url("place", mine), {"q": "12 rue des lilas"}).content.decode()
    assert 'value="3.005,50.505,99001,12 rue des Lilas"' in page
    client.post(url("place", mine), {"address": "3.005,50.505,99001,12 rue des Lilas"})
    kept = saved(mine)
    assert (kept.location_method, kept.place_text, kept.location_status) == ("address", "12 rue des Lilas", "in")
    assert kept.location_commune == "99001"
    client.post(url("place", mine), {"lon": "3.0117", "lat": "50.505"})
    assert saved(mine).location_commune == ""


def test_an_address_with_commas_keeps_all_its_words(client, mine):
    client.post(url("place", mine), {"address": "3.005,50.505,,Salle A, rue des Lilas, 99100"})
    kept = saved(mine)
    assert (kept.place_text, kept.location_commune) == ("Salle A, rue des Lilas, 99100", "")


def test_an_address_outside_is_good_news_when_the_fund_serves_the_whole_town(client):
    fund = applications.fund(rules={"project.place": {"value": ["whole_town"], "unit": "choices", "source": "text"}})
    fund.neighbourhoods.update(commune_codes=["99001"])
    mine = start(client, fund)[0]
    client.post(url("place", mine), {"address": "3.0127,50.505,99001,12 rue des Lilas"})
    page = client.get(url("place", mine))
    assert "ce fonds sert toute la commune" in page.content.decode()
    assert page.context["page"].tone == "success"
    client.post(url("place", mine), {"address": "3.0127,50.505,99002,12 rue des Lilas"})
    page = client.get(url("place", mine))
    assert "L’adresse est dans une autre commune" in page.content.decode()
    assert page.context["page"].tone == "warning"


def test_an_address_does_not_replace_the_words_of_the_place(client, mine):
    client.post(url("say", mine), {"place_text": "La cour", "revision": "0"})
    client.post(url("place", mine), {"address": "3.005,50.505,99001,12 rue des Lilas"})
    assert saved(mine).place_text == "La cour"


def test_once_filed_the_place_no_longer_moves():
    application = stories.submitted()
    client = opened_by(application)
    assert client.post(url("place", application), {"lon": "3.02", "lat": "50.505"}).url == url("sent", application)
    assert saved(application).lon == 3.005


@pytest.fixture
def filed(fund):
    return stories.submitted(fund)


def asked(file, question):
    return operations.ask_correction(
        by=personas.chloe(file.fund.territory),
        application=file,
        reason="incomplete",
        text="Montrez-nous où.",
        deadline=timezone.localdate() + timedelta(days=9),
        question=question,
    )


def test_a_correction_about_the_place_moves_the_point_and_comes_back(filed):
    correction, browser = asked(filed, "where"), opened_by(filed)
    there = reverse("apply:correct", args=[filed.public_id, correction.public_id])
    assert "Changer le point sur la carte" in browser.get(there).content.decode()
    assert browser.post(there, {"action": "place"}).url == url("place", filed)
    tap(browser, filed, 3.006, 50.5045)
    assert abs(saved(filed).lon - 3.006) < 0.0003
    browser.post(url("place", filed), {"lon": "3.021", "lat": "50.505"})
    moved = saved(filed)
    assert "Cité du Canal" in [each.name for each in moved.neighbourhoods.all()]
    assert filed.filed_versions.count() == 3  # what was filed stays as it was
    assert f'href="{there}#q-where"' in browser.get(url("place", filed)).content.decode()
    chosen = {"action": "list", "neighbourhoods": ["QN05902M"]}
    assert browser.post(url("place", filed), chosen).url == f"{there}#q-where"


def test_another_correction_moves_no_point(filed):
    asked(filed, "money")
    browser = opened_by(filed)
    assert browser.post(url("place", filed), {"lon": "3.02", "lat": "50.505"}).url == url("sent", filed)
    assert saved(filed).lon == 3.005


def test_a_project_put_off_may_move(filed):
    type(filed).objects.filter(pk=filed.pk).update(adjourned_at=timezone.now(), state="admissible")
    browser = opened_by(filed)
    browser.post(url("place", filed), {"lon": "3.021", "lat": "50.505"})
    assert saved(filed).lon == 3.021
    assert f'href="{url("change", filed)}#q-where"' in browser.get(url("place", filed)).content.decode()
