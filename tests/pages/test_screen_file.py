"""One file as it is screened, its checklist, a person's word on it, and the decision."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Overruling
from quartierlibre.domain.applications.operations import add_document
from quartierlibre.domain.applications.states import DocumentKind
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.models import Case
from quartierlibre.foundation.journal.models import Event
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo
from tests.pages.screen_kit import correction, desk_of, followed, fresh, opinion, post, read, url

WHY, POINT = "Le centre social les porte.", "holder.kind_refused"
FOR_ASSOCIATIONS = {
    **applications.RULES,
    "holder.kinds_allowed": {"value": ["association"], "unit": "choices", "source": "text"},
    "holder.residence": {"value": "in_town", "unit": "choice", "source": "text"},
}


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def desk(chloe):
    return desk_of(chloe)


@pytest.fixture
def file(fund):
    return stories.submitted(fund)


@pytest.fixture
def stopped():
    """Asked by a group in a fund for associations: one point stops it."""
    return stories.submitted(applications.fund("Fonds des associations", rules=FOR_ASSOCIATIONS))


def session_in(fund, days):
    committee = committees.form_committee(by=None, fund=fund, name="Comité")
    return committees.plan_session(by=None, committee=committee, starts_at=timezone.now() + timedelta(days=days))


def test_it_tells_the_project_what_to_check_and_the_next_thing_to_do(desk, file):
    page = read(desk, url("file", file))
    for words in (
        "Repas de la tour 3",
        "Les voisins de la tour 3",
        "Ce qu’il faut vérifier",
        "Recevable ou non",
        "Rien n’est demandé au porteur",
        "Aucun avis demandé",
        file.number,
    ):
        assert words in page, words


def test_a_point_that_stops_is_named_with_a_way_out(desk, stopped):
    page = read(desk, url("file", stopped))
    assert "1 point à régler" in page.replace("\u00a0", " ")
    assert url("check", stopped, POINT) in page
    assert "Donner mon avis" in page


def test_reading_changes_nothing(desk, file):
    events = Event.objects.count()
    read(desk, url("file", file))
    assert (fresh(file).seen_at, Event.objects.count()) == (None, events)


def test_a_person_overrules_the_machine_with_a_reason_and_both_stay(desk, stopped, chloe):
    address = url("check", stopped, POINT)
    page = followed(desk, post(desk, address, verdict="ok", reason=WHY))
    assert WHY in page
    assert chloe.name in page
    assert "Le règlement disait" in page
    assert "Revoir mon avis" in page
    said = Overruling.objects.get(application=stopped)
    assert (said.code, said.verdict, said.by) == (POINT, "ok", chloe)


def test_overruling_without_a_word_is_sent_back_with_what_was_chosen(desk, stopped):
    response = post(desk, url("check", stopped, POINT), verdict="ok", reason="  ")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Écrivez pourquoi" in page
    assert re.search(r'<input[^>]*value="ok"[^>]*checked', page)
    assert not Overruling.objects.exists()


def test_a_reason_without_a_choice_is_not_lost(desk, stopped):
    response = post(desk, url("check", stopped, POINT), reason=WHY)
    assert response.status_code == 422
    assert WHY in response.content.decode()


def test_the_machine_speaks_again_when_the_word_is_withdrawn(desk, stopped):
    address = url("check", stopped, POINT)
    post(desk, address, verdict="ok", reason=WHY)
    assert "Revenir à ce que dit le règlement" in read(desk, address)
    page = followed(desk, post(desk, url("restore", stopped, POINT)))
    assert "1 point à régler" in page.replace("\u00a0", " ")
    assert "(retiré depuis)" in read(desk, address)


def test_sent_twice_it_is_said_once(desk, stopped):
    for _time in range(2):
        assert (
            post(
                desk,
                url("check", stopped, POINT),
                key="0b0a3f0e-4444-4222-8333-444455556600",
                verdict="ok",
                reason=WHY,
            ).status_code
            == 302
        )
    assert Overruling.objects.count() == 1


def test_a_check_by_hand_is_answered_and_a_no_says_why(desk, stopped):
    address = url("check", stopped, "hand.residence")
    response = post(desk, address, answer="no", note=" ")
    assert response.status_code == 422
    assert "Écrivez pourquoi c’est non." in response.content.decode()
    page = followed(desk, post(desk, address, answer="yes", note="Vu son justificatif."))
    assert "Vu son justificatif." in page
    assert "Changer la réponse" in page


def test_a_point_the_file_does_not_have_is_nowhere(desk, file):
    assert desk.get(url("check", file, "nothing.known")).status_code == 404


def test_admissible_goes_to_the_first_session_it_may_join(desk, file, fund):
    session_in(fund, 40)
    page = read(desk, url("decide", file))
    assert "Déclarer recevable" in page
    page = followed(desk, post(desk, url("decide", file), action="admit"))
    assert fresh(file).state == "admissible"
    assert Case.objects.get(application=file).session.committee.name == "Comité"
    assert "il passera au comité du" in page
    assert "Ce dossier est recevable" in page


def test_admissible_without_a_session_says_that_no_date_is_known(desk, file):
    page = followed(desk, post(desk, url("decide", file), action="admit"))
    assert fresh(file).state == "admissible"
    assert "Recevable" in page
    assert not Case.objects.exists()


def test_what_stops_it_is_named_and_nothing_is_declared(desk, stopped):
    response = post(desk, url("decide", stopped), action="admit")
    assert response.status_code == 409
    assert "À régler d’abord" in response.content.decode()
    assert fresh(stopped).state == "submitted"


def test_an_open_correction_stops_it_too(desk, file, chloe):
    correction(chloe, file)
    assert "Correction demandée" in read(desk, url("decide", file))
    assert post(desk, url("decide", file), action="admit").status_code == 409


def test_overruled_it_may_go(desk, stopped):
    post(desk, url("check", stopped, POINT), verdict="ok", reason=WHY)
    followed(desk, post(desk, url("decide", stopped), action="admit"))
    assert fresh(stopped).state == "admissible"


def test_a_refusal_says_why_or_is_not_a_refusal(desk, file):
    response = post(desk, url("decide", file), action="refuse", reason="")
    assert response.status_code == 422
    assert "la personne a le droit de comprendre" in response.content.decode()
    page = followed(desk, post(desk, url("decide", file), action="refuse", reason="La fête a déjà eu lieu."))
    assert "La fête a déjà eu lieu." in page
    assert fresh(file).state == "inadmissible"


def test_a_form_without_a_verb_declares_nothing(desk, file):
    assert post(desk, url("decide", file)).status_code == 422
    assert fresh(file).state == "submitted"


def test_declared_meanwhile_by_somebody_else_it_is_refused_and_the_words_are_kept(desk, file, chloe):
    operations.declare_admissible(by=chloe, application=file)
    response = post(desk, url("decide", file), action="refuse", reason="Trop tard pour ce dossier.")
    assert response.status_code == 409
    assert "recevable" in response.content.decode()
    assert fresh(file).state == "admissible"


def test_what_was_turned_down_is_examined_again_with_a_reason(desk, file, chloe):
    operations.declare_inadmissible(by=chloe, application=file, reason="Hors du quartier.")
    assert "Hors du quartier." in read(desk, url("again", file))
    assert post(desk, url("again", file), reason=" ").status_code == 422
    page = followed(desk, post(desk, url("again", file), reason="Le lieu a changé."))
    assert fresh(file).state == "submitted"
    assert "de nouveau à instruire" in page


def test_a_file_that_was_not_turned_down_is_not_examined_again(desk, file):
    response = post(desk, url("again", file), reason="Parce que.")
    assert response.status_code == 409
    assert "Parce que." in response.content.decode()


def test_earlier_projects_that_look_alike_are_shown_and_stop_nothing(desk, fund, file):
    again = stories.submitted(fund)
    page = read(desk, url("file", again))
    assert "Projets qui ressemblent" in page
    assert file.number in page


def test_papers_are_saved_and_only_those_of_the_file(desk, file, fund):
    document = add_document(by=None, application=file, upload=photo(), kind=DocumentKind.PHOTO)
    response = desk.get(url("paper", file, document.public_id))
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content)
    assert desk.get(url("paper", stories.submitted(fund), document.public_id)).status_code == 404


def test_the_page_costs_the_same_whatever_was_said(desk, file, chloe):
    read(desk, url("file", file))  # signs in
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as counted:
            read(desk, url("file", file))
        counts.append(len(counted))
        for number in range(4):
            correction(chloe, file, text=f"Point {number}")
            opinion(chloe, file, who=f"Personne {number}")
            operations.write_to_holder(by=chloe, application=file, text=f"Bonjour {number}")
            operations.write_to_team(by=personas.amina(), application=file, text=f"Merci {number}")
            operations.overrule(by=chloe, application=file, code="place.inside", verdict="ok", reason="Oui.")
    assert counts[1] <= counts[0] + 1, counts  # one more to read the similar, or a part asked for only when shown
    assert counts[0] <= 35


PAGES = ("file", "check", "ask", "ask_opinion", "thread", "decide", "again")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["amina", "driss", "bruno", "thomas", "farid", "eve"])
def test_to_anybody_else_it_does_not_exist(fund, file, name, who):
    other = applications.territory("Autre ville")
    make = getattr(personas, who)
    person = make() if who in {"amina", "driss"} else make(other if who == "eve" else fund.territory)
    address = url(name, file, "place.inside") if name == "check" else url(name, file)
    client = desk_of(person)
    assert client.get(address).status_code == 404
    if name != "file":
        assert post(client, address, reason="Non", verdict="ok", text="x", action="refuse").status_code == 404
    assert fresh(file).state == "submitted"


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_never_screened(desk, fund, name):
    draft = stories.draft(fund)
    address = url(name, draft, "place.inside") if name == "check" else url(name, draft)
    assert desk.get(address).status_code == 404
