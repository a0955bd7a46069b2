"""Autosave: only what changed, never a word erased, and what the rules say now."""

import pytest
from django.test import Client

from tests.factories import applications, personas, stories
from tests.pages.apply_kit import draft_open, opened_by, saved, start, url

NEAR = {"lon": "3.0117", "lat": "50.505", "location_method": "map"}  # 121 m east of the square


def send(client, application, **fields):
    return client.post(url("autosave", application), {"device": "page", "revision": application.revision, **fields})


def test_it_keeps_the_fields_it_lists_and_leaves_the_others():
    application, client = draft_open()
    answer = send(client, application, changed="title", title="Bal de la tour 3", pitch="")
    assert answer.json()["revision"] == application.revision + 1
    assert (saved(application).title, saved(application).pitch) == ("Bal de la tour 3", application.pitch)


def test_it_says_when_in_paris_and_what_could_not_be_read(time_machine):
    time_machine.move_to("2026-11-24T13:32:00Z", tick=False)
    application, client = draft_open()
    answer = send(client, application, changed=["asked", "title"], asked="beaucoup", title="Bal").json()
    assert answer["time"] == "14\u00a0h\u00a032"
    assert set(answer["problems"]) == {"asked"}


def test_a_list_emptied_is_emptied_and_its_words_are_kept():
    application, client = draft_open()
    send(client, application, changed="lines")
    assert saved(application).budget_lines.filter(kind="expense").count() == 0
    assert "Location de la sono" in client.get(url("earlier", application)).content.decode()


def test_two_tabs_in_one_field_lose_nothing():
    application, client = draft_open()
    revision = application.revision
    send(client, application, changed="title", title="Bal du soir", device="tab one")
    answer = client.post(
        url("autosave", application),
        {"device": "tab two", "revision": revision, "changed": "title", "title": "Bal du matin"},
    )
    assert answer.json()["conflicts"] == ["Le nom du projet"]
    assert saved(application).title == "Bal du matin"
    assert "Bal du soir" in client.get(url("earlier", application)).content.decode()


def test_the_verdict_says_how_far_from_the_neighbourhood():
    application, client = draft_open(**NEAR)
    verdicts = send(client, application, changed="title", title="Bal").json()["verdicts"]
    assert "à 121\u00a0m du quartier" in verdicts
    assert "Les Glycines" in verdicts


def test_the_verdict_says_the_ceiling_of_a_second_project():
    fund = applications.fund()
    stories.submitted(fund, title="Premier")
    application, client = draft_open(fund)
    verdicts = send(client, application, changed="asked", asked="600").json()["verdicts"]
    assert "400" in verdicts
    assert "euxième projet" in verdicts


def test_a_verdict_never_stops_a_save():
    application, client = draft_open(lon="0.1", lat="45.0", location_method="map")
    assert send(client, application, changed="asked", asked="99999").status_code == 200
    assert saved(application).asked_cents == 9_999_900


def test_once_filed_it_says_so_and_changes_nothing():
    application = stories.submitted()
    answer = send(opened_by(application), application, changed="title", title="Autre")
    assert (answer.status_code, answer.json()["closed"]) == (409, True)
    assert saved(application).title == "Repas de la tour 3"


def test_what_no_form_would_hold_is_refused_with_a_reason():
    application, client = draft_open()
    answer = send(client, application, changed="pitch", pitch="a" * 20_001)
    assert (answer.status_code, answer.json()["closed"]) == (409, False)
    assert "trop longue" in answer.json()["refused"][0]


@pytest.mark.parametrize("person", [None, "driss"])
def test_a_stranger_is_told_nothing(person):
    application, _client = draft_open()
    client = Client()
    if person:
        client.force_login(personas.driss())
    assert send(client, application, changed="title", title="Volé").status_code == 404
    assert saved(application).title == "Repas de la tour 3"


def test_the_first_advice_is_a_part_or_a_page(client):
    application, _response = start(client, applications.fund())
    part = client.get(url("advice", application), headers={"X-Ql-Fragment": "findings"}).content.decode()
    page = client.get(url("advice", application)).content.decode()
    assert "<html" not in part
    assert "<h1>" in page
    assert "<title>" in page
