"""One file as its team reads it, and what they say of it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import add_document
from quartierlibre.domain.applications.states import DocumentKind
from quartierlibre.domain.committees import operations as committees
from quartierlibre.foundation.journal.models import Event
from tests.access.world import SignedIn, sign_in
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo


@pytest.fixture
def fund():
    return applications.fund()


def desk_of(person):
    return SignedIn(person)


@pytest.fixture
def desk(fund):
    return desk_of(personas.chloe(fund.territory))


def url(name, application, *more):
    return reverse(f"manage:{name}", args=[application.public_id, *more])


def read(client, application):
    return client.get(url("file", application)).content.decode()


def pressed(client, name, application, key=None):
    return client.post(url(name, application), {"once_key": key or str(uuid4())})


def test_it_shows_the_rules_the_amount_and_who_accepted_what(desk, fund):
    day = timezone.now() + timedelta(days=40)
    committees.plan_session(
        by=None, committee=committees.form_committee(by=None, fund=fund, name="Comité"), starts_at=day
    )
    file = stories.submitted(fund, asked="1200")
    page = read(desk, file)
    for words in (
        "900\u00a0€",  # allowed
        "Premier projet de l’année",
        "c’est cette règle qui décide",
        "300\u00a0€ de trop",
        "Règlement des tests",
        "Version 1",
        "Amina Belkacem",
        "Dans le quartier",
        "Point touché sur la carte",
        "2024",
        "data:image/svg+xml;base64,",
        "1er dossier de ce porteur",
        "Un dossier a été déposé.",
        "amina@exemple.fr",
        "Dans les temps pour le comité",
    ):
        assert words in page, words


def test_a_budget_out_of_balance_says_by_how_much(desk, fund):
    assert "Le budget n’est pas équilibré" not in read(desk, stories.submitted(fund))
    assert "Il manque 50\u00a0€" in read(desk, stories.submitted(fund, asked="100"))
    assert "dépassent les dépenses de 50\u00a0€" in read(desk, stories.submitted(fund, asked="200"))


def test_a_second_file_of_the_year_says_its_rank_and_its_ceiling(desk, fund):
    stories.submitted(fund)
    page = read(desk, stories.submitted(fund))
    assert "2e dossier de ce porteur" in page
    assert "400\u00a0€" in page


def test_reading_changes_nothing_and_saying_it_was_read_does(desk, fund):
    file = stories.submitted(fund)
    read(desk, file)
    assert Application.objects.get(pk=file.pk).seen_at is None
    assert pressed(desk, "seen", file).url == url("file", file)
    assert Application.objects.get(pk=file.pk).seen_at is not None
    assert "Marquer comme lu" not in read(desk, file)


def test_the_person_is_told_once_whatever_the_clicks(desk, fund):
    file = stories.helped(fund)
    page = read(desk, file)
    assert "06 12 34 56 78" in page.replace("\u00a0", " ")
    key = re.search(r'prevenu/.*?name="once_key" value="([^"]+)"', page, re.DOTALL)[1]
    assert [pressed(desk, "told", file, key).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(name="applications.person.told", subject_id=str(file.pk)).count() == 1
    assert "J’ai prévenu la personne" not in read(desk, file)


def test_a_technician_reads_and_tells_but_does_not_clear_the_new_files(fund):
    client = desk_of(personas.thomas(fund.territory))
    file = stories.helped(fund)
    assert "Marquer comme lu" not in read(client, file)
    assert pressed(client, "seen", file).status_code == 404
    assert pressed(client, "told", file).status_code == 302


def test_papers_are_saved_never_opened_and_a_scan_leaves_a_line(desk, fund):
    file = stories.submitted(fund)
    photo_of, scan = (add_document(by=None, application=file, upload=photo(), kind=kind) for kind in ("photo", "scan"))
    for document in (photo_of, scan):
        response = desk.get(url("paper", file, document.public_id))
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content)
    assert Event.objects.filter(name="files.file.downloaded").count() == 1
    assert b"".join(desk.get(url("thumbnail", file, photo_of.public_id)).streaming_content)


def test_the_right_to_a_paper_is_asked_again_at_every_download(desk, fund):
    file, other = stories.submitted(fund), stories.submitted(fund)
    document = add_document(by=None, application=file, upload=photo(), kind=DocumentKind.PHOTO)
    address = url("paper", file, document.public_id)
    assert b"".join(desk.get(address).streaming_content)
    assert desk.get(url("paper", other, document.public_id)).status_code == 404
    personas.chloe(fund.territory).mandates.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert desk.get(address).status_code == 404


def test_a_draft_is_never_read_by_the_team(desk, fund):
    assert desk.get(url("file", stories.draft(fund))).status_code == 404


def test_staff_without_their_second_factor_are_sent_to_it(fund):
    client = Client()
    sign_in(client, personas.chloe(fund.territory), second_factor=False)
    response = client.get(url("file", stories.submitted(fund)))
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))
