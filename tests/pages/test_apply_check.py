"""Screens 2 and 3: check it, and it is sent."""

import pytest
from django.test import Client

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import record_agreement
from quartierlibre.domain.applications.states import AgreementKind, Channel
from quartierlibre.foundation.journal.models import Event
from tests.factories import applications, personas, stories
from tests.pages.apply_kit import accepting, draft_open, opened_by, saved, start, url

ASSOCIATION = {"holder_kind": "association", "group_name": "Les Amis du Canal", "siret": "44306184100047"}


def filed_events():
    return Event.objects.filter(name="applications.application.submitted").count()


def test_it_reads_everything_back_as_understood():
    application, client = draft_open()
    page = client.get(url("check", application)).content.decode()
    for words in (
        "Repas de la tour 3",
        "lundi 14\u00a0juin 2027",
        "180,50\u00a0€",
        "Animer le quartier",
        "Les voisins",
    ):
        assert words in page


def test_it_says_what_is_missing_and_where(client):
    application, _response = start(client, applications.fund())
    page = client.get(url("check", application)).content.decode()
    assert "Il manque encore quelques réponses" in page
    assert url("say", application) + "#q-idea" in page
    assert "Déposer mon projet" not in page


def test_filing_gives_a_number_and_keeps_who_accepted_what():
    application, client = draft_open()
    response = client.post(url("check", application), accepting(client, application))
    assert response.url == url("sent", application)
    filed = saved(application)
    assert (filed.state, filed.number.endswith("-001"), filed.regulation.version) == ("submitted", True, 1)
    assert (filed.regulation_accepted_by, filed.regulation_accepted_at is not None) == ("Amina Belkacem", True)


def test_filing_twice_files_once():
    application, client = draft_open()
    data = accepting(client, application)
    first, second = client.post(url("check", application), data), client.post(url("check", application), data)
    assert first["Location"] == second["Location"] == url("sent", application)
    assert filed_events() == 1


def test_two_pages_open_file_once():
    application, client = draft_open()
    one, other = accepting(client, application), accepting(client, application)
    client.post(url("check", application), one)
    client.post(url("check", application), other)
    assert filed_events() == 1


def test_without_the_tick_it_asks_for_it():
    application, client = draft_open()
    data = accepting(client, application)
    del data["accept"]
    response = client.post(url("check", application), data)
    assert response.status_code == 422
    assert "cochez cette case" in response.content.decode()
    assert saved(application).is_draft


def test_a_rulebook_that_changed_meanwhile_is_read_again():
    application, client = draft_open()
    data = accepting(client, application)
    applications.publish(application.fund)
    response = client.post(url("check", application), data)
    assert response.status_code == 409
    assert "Le règlement a changé" in response.content.decode()
    assert 'name="accept_version" value="2"' in response.content.decode()
    assert "checked" not in response.content.decode()
    assert saved(application).is_draft


def test_an_incomplete_file_sent_all_the_same_says_everything(client):
    application, _response = start(client, applications.fund())
    response = client.post(url("check", application), accepting(client, application))
    assert response.status_code == 409
    assert len(response.context["refusals"]) > 5


def test_an_association_signs_the_republican_contract():
    application, client = draft_open(**ASSOCIATION)
    response = client.post(url("check", application), accepting(client, application))
    assert response.status_code == 422
    client.post(url("check", application), accepting(client, application, cer="on"))
    assert saved(application).cer_accepted_by == "Amina Belkacem"


def test_a_group_is_never_asked_for_it():
    application, client = draft_open()
    assert "engagement républicain" not in client.get(url("check", application)).content.decode()


def helped(**answers):
    opened = stories.operations.open_draft(
        by=None, fund=applications.fund(), channel=Channel.HELPER, answers=applications.answers(**answers)
    )
    return opened.application, opened_by(opened.application)


def test_helping_without_the_agreement_stops_here():
    application, client = helped()
    page = client.get(url("check", application))
    assert url("helper", application) in page.content.decode()
    assert client.post(url("check", application), accepting(client, application)).status_code == 409
    assert saved(application).is_draft


def test_helping_with_it_files_and_the_person_is_told():
    application, client = helped()
    record_agreement(by=None, application=application, helper_name="Thomas P.", kind=AgreementKind.ORAL)
    client.post(url("check", application), accepting(client, application))
    assert (saved(application).state, saved(application).tell_by) == ("submitted", "email")


def test_the_last_screen_shows_number_code_and_what_happens_next():
    application, client = draft_open()
    client.post(url("check", application), accepting(client, application))
    page = client.get(url("sent", application))
    assert saved(application).number in page.content.decode()
    assert page.context["code"].count("-") == 2
    assert "amina@exemple.fr" in page.content.decode()


def test_a_draft_has_no_last_screen():
    application, client = draft_open()
    assert client.get(url("sent", application)).url == url("say", application)


def test_taking_a_project_back_twice_takes_it_back_once():
    application = stories.submitted()
    client = opened_by(application)
    key = {
        "once_key": client.get(url("sent", application)).content.decode().split('once_key" value="')[1].split('"')[0]
    }
    for _time in range(2):
        assert client.post(url("withdraw", application), key)["Location"] == url("sent", application)
    assert saved(application).state == "withdrawn"
    assert Event.objects.filter(name="applications.application.withdrawn").count() == 1
    assert "Ce projet est retiré" in client.get(url("sent", application)).content.decode()


def test_a_draft_is_not_taken_back():
    application, client = draft_open()
    key = {"once_key": "0b0a3f0e-1111-4222-8333-444455556666"}
    assert client.post(url("withdraw", application), key).status_code == 409


def test_one_s_own_sheet_is_a_pdf():
    application, client = draft_open()
    assert client.get(url("my_sheet", application)).content[:5] == b"%PDF-"


@pytest.mark.parametrize("name", ["check", "withdraw"])
def test_a_stranger_files_nothing(name):
    application, _client = draft_open()
    stranger = Client()
    stranger.force_login(personas.driss())
    data = {"accept": "on", "accept_version": "1", "once_key": "0b0a3f0e-1111-4222-8333-444455556667"}
    assert stranger.post(url(name, application), data).status_code == 404
    assert Application.objects.get().is_draft
