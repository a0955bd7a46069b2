"""Photos and quotes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from quartierlibre.domain.applications.models import Document
from tests.factories import applications, personas, stories
from tests.pages.apply_kit import draft_open, opened_by, saved, start, typed, url

FRAGMENT = {"X-Ql-Fragment": "papers"}


@pytest.fixture(autouse=True)
def _room(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(name="lieu.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def fetched(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response)


def test_photos_sent_with_the_form_are_kept_with_the_words(client):
    application, _response = start(client, applications.fund())
    client.post(url("say", application), {**typed(), "papers": [photo(), photo("devis.jpg")], "action": "save"})
    assert saved(application).title == "Repas de la tour 3"
    assert "lieu.jpg" in client.get(url("say", application)).content.decode()
    assert application.documents.count() == 2


def test_the_button_beside_them_keeps_the_words_too(client):
    application, _response = start(client, applications.fund())
    response = client.post(url("add_papers", application), {**typed(), "papers": photo()})
    assert response.url == url("say", application) + "#papers"
    assert (saved(application).title, application.documents.count()) == ("Repas de la tour 3", 1)


def test_a_script_gets_the_list_again():
    application, client = draft_open()
    answer = client.post(url("add_papers", application), {"papers": photo()}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "lieu.jpg" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_file_we_cannot_keep_says_why_and_leaves_the_others():
    application, client = draft_open()
    wrong = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "image/png")
    answer = client.post(url("add_papers", application), {"papers": [wrong, photo()]}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "page.html" in answer.content.decode()
    assert [document.file.original_name for document in Document.objects.all()] == ["lieu.jpg"]


def test_a_paper_is_taken_back_and_the_words_stay(client):
    application, _response = start(client, applications.fund())
    client.post(url("add_papers", application), {"papers": photo()})
    paper = application.documents.get()
    client.post(url("remove_paper", application, paper.public_id), typed())
    assert saved(application).title == "Repas de la tour 3"
    assert client.get(url("paper", application, paper.public_id)).status_code == 404


def test_a_paper_of_a_filed_application_stays():
    application, client = draft_open()
    client.post(url("add_papers", application), {"papers": photo()})
    paper = application.documents.get()
    stories.operations.submit_application(by=None, application=application, accept_version=1)
    assert client.post(url("remove_paper", application, paper.public_id)).status_code == 409
    assert fetched(client, url("paper", application, paper.public_id)).startswith(b"\xff\xd8")


def test_papers_may_still_be_joined_once_filed():
    application = stories.submitted()
    client = opened_by(application)
    assert client.post(url("add_papers", application), {"papers": photo()}).url == url("sent", application) + "#papers"
    assert "lieu.jpg" in client.get(url("sent", application)).content.decode()


def test_only_its_people_may_fetch_it():
    application, client = draft_open()
    client.post(url("add_papers", application), {"papers": photo()})
    paper = application.documents.get()
    for name in ("paper", "thumbnail"):
        assert fetched(client, url(name, application, paper.public_id)).startswith(b"\xff\xd8")
        stranger = Client()
        assert stranger.get(url(name, application, paper.public_id)).status_code == 404
        stranger.force_login(personas.driss())
        assert stranger.get(url(name, application, paper.public_id)).status_code == 404


def test_a_paper_of_another_file_is_not_reached_through_mine():
    application, client = draft_open()
    theirs, other = draft_open(applications.fund("Autre fonds"))
    other.post(url("add_papers", theirs), {"papers": photo()})
    assert client.get(url("paper", application, theirs.documents.get().public_id)).status_code == 404
