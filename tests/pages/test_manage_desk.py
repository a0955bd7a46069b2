"""The morning, a sheet of paper, a file completed, the dates of the committee."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import mark_seen
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.models import Committee, Session
from tests.access.world import SignedIn
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo
from tests.pages.apply_kit import typed

MORNING = "/gerer/"


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def desk(fund):
    return SignedIn(personas.chloe(fund.territory))


def waiting(client):
    groups = client.get(MORNING).context["morning"].waiting
    return {group.key: [(action.title, action.verb) for action in group.actions] for group in groups}


def plan(fund, days):
    committee = Committee.objects.filter(fund=fund).first() or committees.form_committee(by=None, fund=fund, name="C")
    return committees.plan_session(by=None, committee=committee, starts_at=timezone.now() + timedelta(days=days))


def test_the_morning_is_computed_new_files_first(desk, fund):
    plan(fund, days=40)
    new, helped = stories.submitted(fund, title="Repas"), stories.helped(fund, holder_name="Samia B.")
    mark_seen(by=personas.chloe(fund.territory), application=helped)
    stories.on_paper(fund, title="Fiche", signed=False, starts_on="")
    assert waiting(desk) == {
        "new": [("Repas", "Lire")],
        "tell": [("Samia B.", "Prévenir")],
        "sign": [("Fiche", "Faire signer")],
        "complete": [("Fiche", "Compléter")],
        "screen": [("Repas de la tour 3", "Instruire")],
    }
    mark_seen(by=personas.chloe(fund.territory), application=new)
    assert "new" not in waiting(desk)
    assert ("Repas", "Instruire") in waiting(desk)["screen"]


def test_a_fund_without_a_date_or_near_its_last_day_says_so(desk, fund):
    assert waiting(desk) == {"no-date": [("Fonds des Glycines", "Annoncer")]}
    plan(fund, days=18)  # the rulebook asks for fifteen days
    assert waiting(desk) == {"last-day": [("Fonds des Glycines", "Relire")]}


def test_when_nothing_waits_it_is_said_kindly(desk, fund):
    plan(fund, days=60)
    assert "prenez un café" in desk.get(MORNING).content.decode()


def test_several_funds_and_never_those_of_others(desk, fund):
    applications.fund("Fonds du Canal")
    applications.fund("Fonds voisin", within=applications.territory("Autre ville"))
    cards = [card.fund.name for card in desk.get(MORNING).context["morning"].cards]
    assert cards == ["Fonds des Glycines", "Fonds du Canal"]


def sheet_url(fund):
    return reverse("manage:sheet", args=[fund.slug])


def sheet(**changed):
    today = timezone.localdate().isoformat()
    data = {**typed(contact_kind="phone", contact_phone="06 12 34 56 78"), "received_on": today, "signed": "on"}
    return {**data, "once_key": str(uuid4()), **changed}


def test_a_sheet_is_filed_with_its_photo_and_its_number_told(desk, fund):
    response = desk.post(sheet_url(fund), {**sheet(), "scan": photo()}, follow=True)
    file = Application.objects.get(channel="paper")
    assert response.redirect_chain == [(reverse("manage:file", args=[file.public_id]), 302)]
    assert (file.state, file.missing, file.documents.get().kind) == ("submitted", [], "scan")
    assert f"Écrivez son numéro dessus : {file.number}" in response.content.decode().replace("\u00a0", " ")


def test_a_sheet_with_holes_is_saved_anyway_and_says_which(desk, fund):
    data = sheet(title="", starts_on="le 31 juin", received_on=timezone.localdate().isoformat())
    del data["signed"]
    page = desk.post(sheet_url(fund), data, follow=True).content.decode()
    file = Application.objects.get(channel="paper")
    assert set(file.missing) == {"title", "starts_on", "signature"}
    for words in ("Il manque à ce dossier", "Le nom du projet", "Premier jour", "qui vaut acceptation du règlement"):
        assert words in page, words


def test_the_same_sheet_sent_twice_is_filed_once(desk, fund):
    data = sheet()
    first, second = (desk.post(sheet_url(fund), data) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Application.objects.filter(channel="paper").count() == 1


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"received_on": ""}, 422, "Indiquez une date"),
        ({"received_on": "2999-01-01"}, 422, "jusqu’au"),
        ({"pitch": "a" * 20_001}, 409, "trop longue"),
    ],
)
def test_what_stops_a_sheet_is_told_and_nothing_typed_is_lost(desk, fund, changed, status, words):
    response = desk.post(sheet_url(fund), sheet(title="Repas de la tour 9", **changed))
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "Repas de la tour 9" in page
    assert 'value="60,50"' in page
    assert not Application.objects.exists()


def test_a_file_is_completed_and_signed_and_leaves_the_list(desk, fund):
    file = stories.on_paper(fund, signed=False, starts_on="")
    address = reverse("manage:complete", args=[file.public_id])
    assert "La fiche est signée" in desk.get(address).content.decode()
    response = desk.post(address, {**sheet(), "received_on": ""})
    assert response.status_code == 302
    kept = Application.objects.get(pk=file.pk)
    assert (kept.missing, kept.regulation_accepted_by) == ([], "Amina Belkacem")
    assert kept.filed_versions.count() == 2


def sessions_url(fund):
    return reverse("manage:sessions", args=[fund.slug])


def announced(fund, **changed):
    day = timezone.localdate() + timedelta(days=30)
    choice = f"committee-{Committee.objects.get(fund=fund).pk}" if Committee.objects.exists() else "fund"
    data = {"committee": choice, "day": day.isoformat(), "hour": "18:30", "place": "Centre social"}
    return {**data, "once_key": str(uuid4()), **changed}


def test_a_date_is_announced_with_its_committee_and_its_last_day(desk, fund):
    page = desk.post(sessions_url(fund), announced(fund), follow=True).content.decode()
    session = Session.objects.get()
    assert timezone.localtime(session.starts_at).hour == 18
    assert (session.place, session.committee.fund) == ("Centre social", fund)
    assert "Dernier jour pour déposer" in page
    assert "dans 15 jours" in page


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"day": "2020-01-01"}, 409, "Cette date est passée"),
        ({"hour": "tantôt"}, 422, "Écrivez l’heure ainsi"),
        ({"committee": "committee-999999"}, 422, ""),
    ],
)
def test_a_date_that_cannot_be_is_told(desk, fund, changed, status, words):
    response = desk.post(sessions_url(fund), announced(fund, **changed))
    assert response.status_code == status
    assert words in response.content.decode()
    assert not Session.objects.exists()


def test_the_same_date_twice_is_refused(desk, fund):
    desk.post(sessions_url(fund), announced(fund))
    response = desk.post(sessions_url(fund), announced(fund))
    assert response.status_code == 409
    assert "a déjà une séance à ce moment" in response.content.decode()
    assert Session.objects.count() == 1


def test_a_cancelled_date_is_said_so(desk, fund):
    session = plan(fund, days=30)
    address = reverse("manage:cancel_session", args=[fund.slug, session.public_id])
    page = desk.post(address, {"once_key": str(uuid4())}, follow=True).content.decode()
    assert "Annulée" in page
    assert Session.objects.get().state == "cancelled"
    assert desk.post(address, {"once_key": str(uuid4())}).status_code == 409


def test_a_technician_types_sheets_but_does_not_announce_dates(fund):
    client = SignedIn(personas.thomas(fund.territory))
    assert client.get(sheet_url(fund)).status_code == 200
    assert client.get(sessions_url(fund)).status_code == 404
    assert "Les séances" not in client.get(MORNING).content.decode()
