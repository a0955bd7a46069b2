"""Coming back with a code; helping someone."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import FilingAgreement
from quartierlibre.foundation.journal.models import Event
from tests.factories import applications, personas, stories
from tests.pages.apply_kit import draft_open, opened_by, saved, start, url
from tests.pages.test_apply_papers import photo

RESUME, LOST, LEAVE = reverse("apply:resume"), reverse("apply:lost_code"), reverse("apply:leave")
HELPER = {"helper_name": "Thomas P.", "helper_organisation": "Centre social", "helper_contact": "06 12 34 56 78"}


@pytest.fixture(autouse=True)
def _room(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def opened():
    return operations.open_draft(by=None, fund=applications.fund(), answers=applications.answers())


@pytest.mark.parametrize("spelled", [str, str.lower, lambda code: code.replace("-", " ")])
def test_a_code_opens_its_file_on_another_device(client, opened, spelled):
    response = client.post(RESUME, {"code": spelled(opened.code)})
    assert response.url == url("say", opened.application)
    assert client.get(response.url).status_code == 200


def test_a_filed_project_opens_on_its_last_screen(client):
    application = stories.submitted()
    response = client.post(RESUME, {"code": operations.issue_code(application)})
    assert client.get(response.url).status_code == 200
    assert response.url == url("sent", application)


@pytest.mark.parametrize("code", ["", "7KQM-2F9T-XW4B", "é", "x" * 80])
def test_a_wrong_code_opens_nothing_and_is_shown_again(client, opened, code):
    response = client.post(RESUME, {"code": code})
    assert response.status_code == 422
    assert code in response.content.decode()
    assert client.get(url("say", opened.application)).status_code == 404


def test_after_ten_wrong_codes_even_the_right_one_waits(client, opened):
    for _try in range(10):
        client.post(RESUME, {"code": "7KQM-2F9T-XW4B"})
    response = client.post(RESUME, {"code": opened.code})
    assert response.status_code == 422
    assert "quart d’heure" in response.content.decode()


def test_a_visitor_cannot_choose_where_they_come_from(client, opened):
    for number in range(11):
        response = client.post(RESUME, {"code": "7KQM-2F9T-XW4B"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert "quart d’heure" in response.content.decode()


def test_behind_a_trusted_proxy_visitors_are_told_apart(client, opened, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(11):
        response = client.post(RESUME, {"code": "7KQM-2F9T-XW4B"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert "quart d’heure" not in response.content.decode()


def told(response, *, without):
    """What the page says, but for the address typed and the number that changes at each page."""
    return re.sub(r'nonce="[^"]*"', "", response.content.decode()).replace(without, "")


def test_a_lost_code_gets_the_same_answer_whoever_asks(client, opened):
    known = client.post(LOST, {"contact": "amina@exemple.fr"})
    unknown = client.post(LOST, {"contact": "nobody@exemple.fr"})
    assert known.status_code == unknown.status_code == 200
    assert told(known, without="amina") == told(unknown, without="nobody")
    assert Event.objects.filter(name="applications.code.asked").count() == 1


def test_what_is_not_an_address_is_asked_again(client):
    response = client.post(LOST, {"contact": "06 12 34 56 78"})
    assert response.status_code == 422
    assert "06 12 34 56 78" in response.content.decode()


def test_leaving_a_shared_device_closes_everything():
    application, client = draft_open()
    assert url("say", application) in client.get(RESUME).content.decode()
    client.post(LEAVE)
    assert client.get(url("say", application)).status_code == 404


def test_a_helper_says_who_and_how_the_person_agreed(client):
    application, _response = start(client, applications.fund(), who="helper")
    response = client.post(url("helper", application), {**HELPER, "kind": "oral"})
    assert response.url == url("say", application)
    agreement = FilingAgreement.objects.get(application=application)
    assert (agreement.helper_name, agreement.kind, agreement.helper_phone) == ("Thomas P.", "oral", "+33612345678")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "oral", "helper_name": ""}, 422),
        ({}, 422),
        ({"kind": "code", "code": "7KQM-2F9T-XW4B"}, 409),
        ({"kind": "signature"}, 409),
    ],
)
def test_an_agreement_without_its_proof_is_asked_again(client, given, status):
    application, _response = start(client, applications.fund(), who="helper")
    response = client.post(url("helper", application), {**HELPER, **given})
    assert response.status_code == status
    assert "Centre social" in response.content.decode()
    assert not FilingAgreement.objects.exists()


def test_the_code_of_the_person_proves_their_agreement(opened):
    client = opened_by(opened.application)
    assert (
        client.post(url("helper", opened.application), {**HELPER, "kind": "code", "code": opened.code}).status_code
        == 302
    )


def test_a_signature_is_joined_and_kept():
    application, client = draft_open()
    client.post(url("helper", application), {**HELPER, "kind": "signature", "evidence": photo("signature.jpg")})
    client.post(url("helper", application), {**HELPER, "kind": "signature", "helper_name": "Thomas Petit"})
    agreement = FilingAgreement.objects.get()
    assert (agreement.helper_name, agreement.evidence.original_name) == ("Thomas Petit", "signature.jpg")


def test_a_signature_that_is_no_picture_is_refused():
    application, client = draft_open()
    wrong = SimpleUploadedFile("signature.jpg", b"not a picture", "image/jpeg")
    response = client.post(url("helper", application), {**HELPER, "kind": "signature", "evidence": wrong})
    assert response.status_code == 409


def test_a_helper_signed_in_is_noted_and_is_not_the_holder(client):
    territory = applications.territory()
    client.force_login(personas.thomas(territory))
    application, _response = start(client, applications.fund(), who="helper")
    client.post(url("helper", application), {**HELPER, "kind": "oral"})
    assert saved(application).holder is None
    assert FilingAgreement.objects.get().helper == personas.thomas(territory)


def test_other_verbs_are_refused():
    assert Client().get(LEAVE).status_code == 405
    assert Client().put(RESUME).status_code == 405


def test_what_an_answer_makes_necessary_is_not_called_optional(client):
    application, _response = start(client, applications.fund(), who="helper")
    page = client.get(url("helper", application)).content.decode()
    labels = dict(re.findall(r'<label class="field-label" for="id_(\w+)">(.*?)</label>', page))
    assert {name for name, label in labels.items() if "facultatif" in label} == {"helper_organisation"}
    assert {"code", "evidence"} < set(labels)
