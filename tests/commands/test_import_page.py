"""What an operator sees when bringing pages of an older site over."""

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from quartierlibre.cms.bringing.models import BroughtPage
from quartierlibre.cms.models import Heading, NewsPage, ResourcePage
from quartierlibre.domain.meetings import operations as meetings
from quartierlibre.domain.meetings.models import Meeting, NewsType, Topic
from quartierlibre.domain.meetings.queries.facts import facts_of
from quartierlibre.domain.places.models import Commune, Departement, Territory
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.journal.operations import Machine

PAGES = Path(__file__).resolve().parents[1] / "unit" / "old_pages"
SAME_AS_SEED = PAGES / "01-same-structure.txt"
NEWS = PAGES / "02-markdown-news.md"
OLD_PATH = "/actualites-0/atelier-frq-demi-journee-sur-les-frq-fonds-de-rencontre-du-quartier-saint-ame"
NBSP = "\u00a0"


@pytest.fixture
def bring(capsys):
    """Run the command and read its report; a refusal is left to the test."""

    def run(path, *options):
        call_command("import_page", *([str(path)] if path else []), *options)
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def write(tmp_path):
    def written(text, name="page.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def everything():
    return {model.__name__: model.objects.count() for model in WRITTEN}


WRITTEN = (Meeting, NewsPage, ResourcePage, Topic, NewsType, Heading, Redirect, BroughtPage, Event)


def test_an_agenda_page_becomes_a_meeting(bring):
    told = bring(SAME_AS_SEED, "--publish")
    assert told["item"]["kind"] == "meeting"
    assert told["item"]["status"] == "created"
    assert told["item"]["state"] == "published"
    assert [each["code"] for each in told["reported"]] == ["date.hour_disagrees"]
    meeting = Meeting.objects.get(pk=told["item"]["id"])
    assert told["item"]["address"] == f"/agenda/{meeting.slug}/"
    assert meeting.title == f"Atelier FRQ{NBSP}: demi-journée sur les FRQ (Fonds de Rencontre du Quartier) – Saint-Amé"
    assert meeting.welcome_at == datetime(2017, 11, 14, 12, 30, tzinfo=UTC)
    assert meeting.starts_at == datetime(2017, 11, 14, 13, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(2017, 11, 14, 16, 0, tzinfo=UTC)
    assert (meeting.town, meeting.venue_name) == ("Saint-Amé", "Maison des Voisins")
    assert meeting.venue_address == "3 rue du Puits"
    assert meeting.news_type.name == "Actu pour l’agenda"
    assert meeting.news_type.old_id == 815
    assert sorted(meeting.topics.values_list("name", "old_id")) == [
        ("Cadre de vie - Espaces verts", 292),
        ("Vie associative", 275),
    ]
    items = [(item.title, item.kind, item.at and item.at.strftime("%H:%M")) for item in meeting.programme.all()]
    assert items == [
        ("Accueil", "welcome", "12:30"),
        ("Démarrage des travaux", "other", "13:00"),
        ("Présentation du règlement", "presentation", None),
        ("Temps d’échanges", "exchange", None),
        ("Carrefour des idées", "carrefour", None),
        ("Capitalisation", "harvest", None),
        ("Restitution", "restitution", None),
        ("Clôture", "closing", "16:00"),
    ]
    assert meeting.modified_at == datetime(2017, 11, 6, 16, 5, tzinfo=UTC)
    assert '<a href="https://centre-ressources.example/actualit%C3%A9/fonds-de-rencontre' in meeting.body
    assert meeting.body.endswith("<p>Déroulé de la demi-journée&nbsp;:</p>")


def test_the_commune_and_its_territory_are_found(bring):
    commune = Commune.objects.create(
        insee_code="99001", name="Saint-Amé", departement=Departement.objects.create(code="99")
    )
    territory = Territory.objects.create(name="Agglomération", slug="agglomeration")
    territory.communes.add(commune)
    bring(SAME_AS_SEED)
    meeting = Meeting.objects.get()
    assert (meeting.commune, meeting.territory) == (commune, territory)


def test_any_other_page_becomes_news_or_a_resource(bring, write):
    told = bring(NEWS, "--publish")
    page = NewsPage.objects.get(pk=told["item"]["id"])
    assert (told["item"]["kind"], told["item"]["state"], page.live) == ("news", "published", True)
    assert page.heading.label == "Actualité"
    assert sorted(page.topics.values_list("name", flat=True)) == ["Cadre de vie", "Vie associative"]
    assert page.source_url == "https://centre-ressources.example/actualites/le-jardin-partage-rouvre"
    assert page.dated.isoformat().startswith("2018-03-11T23:00")
    assert [block.block_type for block in page.body] == ["text", "quote", "text"]
    guide = write("# Un guide\n\nÀ lire.\n\nType : Guide\n")
    assert bring(guide)["item"]["kind"] == "resource"
    assert ResourcePage.objects.get().live is False


def test_a_page_brought_today_was_not_changed_today(bring, client):
    page = NewsPage.objects.get(pk=bring(NEWS, "--publish")["item"]["id"])
    assert "modifié" not in client.get(page.get_url()).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        page.save_revision().publish()
        page = NewsPage.objects.get(pk=page.pk)
        assert page.changed_at == page.last_published_at


def test_the_line_of_the_source_says_when_the_older_site_changed_it(bring, write, client):
    source = "URL de la source (modifié le 14/03/2018 - 09:30): <https://centre-ressources.example/actualites/verger>"
    told = bring(
        write(f"# Le verger\n\nÀ lire.\n\nType : Actualité\n\nPublié le 12 mars 2018\n\n{source}\n"), "--publish"
    )
    page = client.get(told["item"]["address"]).content.decode()
    assert f"modifié le 14/03/2018 à 9{NBSP}h{NBSP}30" in page


def test_a_second_run_changes_nothing(bring):
    for path in (SAME_AS_SEED, NEWS):
        first = bring(path, "--publish")
        before = everything()
        second = bring(path, "--publish")
        assert (second["item"]["status"], second["item"]["id"]) == ("unchanged", first["item"]["id"])
        assert everything() == before


def test_a_draft_brought_again_with_publish_is_published(bring):
    for path in (SAME_AS_SEED, NEWS):
        assert bring(path)["item"]["state"] == "draft"
        told = bring(path, "--publish")
        assert (told["item"]["status"], told["item"]["state"]) == ("updated", "published")
        assert bring(path, "--publish")["item"]["status"] == "unchanged"


def test_a_dry_run_writes_nothing(bring):
    before = everything()
    for path in (SAME_AS_SEED, NEWS):
        told = bring(path, "--publish", "--dry-run")
        assert (told["dry_run"], told["item"]["status"], told["item"]["id"]) == (True, "created", None)
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "old", "new", "read"),
    [
        (SAME_AS_SEED, "3 rue du Puits", "5 rue du Puits", lambda: Meeting.objects.get().venue_address),
        (NEWS, "on range", "on nettoie", lambda: str(NewsPage.objects.get().get_latest_revision_as_object().body)),
    ],
    ids=["meeting", "news"],
)
def test_a_file_which_changed_changes_its_item(bring, write, path, old, new, read):
    text = path.read_text(encoding="utf-8")
    first = bring(write(text, path.name))
    again = bring(write(text.replace(old, new), path.name))
    assert (again["item"]["status"], again["item"]["id"]) == ("updated", first["item"]["id"])
    assert new in read()


def test_a_meeting_corrected_by_hand_is_kept_and_said(bring, write):
    text = SAME_AS_SEED.read_text(encoding="utf-8")
    bring(write(text), "--publish")
    meeting = Meeting.objects.get()
    corrected = replace(facts_of(meeting), venue_name="Maison des Voisines")
    meetings.revise_meeting(by=Machine("tests"), meeting=meeting, facts=corrected)
    changed = write(text.replace("3 rue du Puits", "5 rue du Puits"))
    told = bring(changed)
    assert told["item"]["status"] == "kept"
    assert "item.corrected_by_hand" in {each["code"] for each in told["reported"]}
    assert Meeting.objects.get().venue_name == "Maison des Voisines"
    assert bring(changed, "--overwrite")["item"]["status"] == "updated"
    assert Meeting.objects.get().venue_address == "5 rue du Puits"


def test_news_corrected_by_hand_are_kept_even_as_a_draft(bring, write):
    text = NEWS.read_text(encoding="utf-8")
    bring(write(text, "page.md"), "--publish")
    page = NewsPage.objects.get()
    page.title = "Le jardin rouvre"
    page.save_revision()
    told = bring(write(text.replace("on range", "on nettoie"), "page.md"))
    assert told["item"]["status"] == "kept"
    assert NewsPage.objects.get().get_latest_revision_as_object().title == "Le jardin rouvre"


def test_a_meeting_made_here_with_the_same_source_is_kept(bring):
    bring(SAME_AS_SEED)
    BroughtPage.objects.all().delete()
    told = bring(SAME_AS_SEED)
    assert (told["item"]["status"], Meeting.objects.count()) == ("kept", 1)
    assert told["reported"][0]["code"] == "item.made_here"


def test_the_same_source_is_the_same_item_however_it_is_written(bring, write):
    text = SAME_AS_SEED.read_text(encoding="utf-8")
    bring(write(text))
    told = bring(write(text.replace("<https://centre", "<http://www.CENTRE").replace("\n", "\r\n").replace(" ", "  ")))
    assert Meeting.objects.count() == 1
    assert told["item"]["status"] in {"updated", "unchanged"}


def test_an_older_print_of_a_page_never_replaces_a_newer_one(bring, write):
    text = SAME_AS_SEED.read_text(encoding="utf-8")
    bring(write(text))
    older = text.replace("06/11/2017 - 17:05", "05/11/2017 - 17:05").replace("3 rue du Puits", "1 rue du Puits")
    told = bring(write(older))
    assert (told["item"]["status"], Meeting.objects.get().venue_address) == ("kept", "3 rue du Puits")


def test_a_page_without_place_stays_a_draft_and_says_why(bring, write):
    page = "# Réunion\n\njeudi 5 avril 2018 à 18h\n\nVenez nombreux, nous en parlerons.\n\nType : Agenda\n"
    told = bring(write(page), "--publish")
    assert told["item"]["state"] == "draft"
    assert "meeting.no_place" in {each["code"] for each in told["reported"]}


def test_days_without_hour_never_become_an_hour(bring, client):
    told = bring(PAGES / "10-no-hour-anywhere.txt", "--publish")
    meeting = Meeting.objects.get()
    assert meeting.has_hour is False
    page = client.get(told["item"]["address"]).content.decode()
    assert "mardi 5" in page
    assert not re.search(r"0?1:00(?!Z)|\b1 ?h\b", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize(
    "asked",
    [OLD_PATH, f"{OLD_PATH}/", f"{OLD_PATH}?utm_source=x", OLD_PATH.replace("actualites", "%61ctualites")],
    ids=["plain", "slash", "query", "encoded"],
)
def test_old_addresses_lead_to_the_new_page(bring, client, asked):
    told = bring(SAME_AS_SEED, "--publish")
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, told["item"]["address"])


def test_accents_of_old_addresses_are_read_in_both_forms(bring, client, write):
    text = "# L'été\n\nOn y est.\n\nPublié le 3 juin 2018\n\nSource : https://a.example/actualités/l%E2%80%99été-là\n"
    told = bring(write(text), "--publish")
    for asked in ("/actualit%C3%A9s/l%E2%80%99%C3%A9t%C3%A9-l%C3%A0", "/actualités/l’été-là"):
        assert client.get(asked)["Location"] == told["item"]["address"]


def test_pages_of_old_themes_and_types_lead_to_the_lists(bring, client):
    bring(SAME_AS_SEED, "--publish")
    meeting = Meeting.objects.get()
    assert client.get("/taxonomy/term/275")["Location"] == "/agenda/?theme=vie-associative"
    assert client.get("/taxonomy/term/815")["Location"] == f"/agenda/?type={meeting.news_type_id}"
    assert client.get("/agenda/?theme=vie-associative&periode=passees").status_code == 200


@pytest.mark.parametrize("name", [path.name for path in sorted(PAGES.glob("5*")) if path.suffix != ".json"])
def test_what_cannot_be_read_is_refused_with_its_line_and_writes_nothing(capsys, name):
    before = everything()
    with pytest.raises(CommandError, match=r"Ligne \d+ : [\s\S]*Rien n’a été écrit"):
        call_command("import_page", str(PAGES / name), "--publish")
    assert json.loads(capsys.readouterr().out)["refused"]
    assert everything() == before


def test_a_folder_goes_on_after_a_refusal_and_ends_with_a_report(capsys, tmp_path):
    folder = tmp_path / "pages"
    (folder / "plus").mkdir(parents=True)
    for name in ("01-same-structure.txt", "02-markdown-news.md", "53-impossible-date.txt"):
        shutil.copy(PAGES / name, folder / name)
    text = SAME_AS_SEED.read_text(encoding="utf-8")
    (folder / "plus" / "copie.txt").write_text(text, encoding="utf-8")
    (folder / "plus" / "copie-autre.md").write_text(text.replace("3 rue", "4 rue"), encoding="utf-8")
    (folder / "plus" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(CommandError, match="1 page refusée"):
        call_command("import_page", "--folder", str(folder), "--publish")
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert report["counts"] == {"created": 2, "kept": 1, "refused": 1, "unchanged": 1}
    assert [Path(name).name for name in report["ignored"]] == ["photo.jpg"]
    assert "3/5" in said.err
    assert "refusée (Ligne 3" in said.err
    duplicate = next(each for each in report["pages"] if each["file"].endswith("copie-autre.md"))
    assert any("01-same-structure.txt" in each["message"] for each in duplicate["reported"])
    assert Meeting.objects.get().venue_address == "3 rue du Puits"


def test_every_page_of_our_own_is_brought_over(capsys, tmp_path, client):
    """All of them together, published: each answers at its address and at its old one."""
    for path in PAGES.iterdir():
        if path.suffix != ".json" and not path.name.startswith("5"):
            shutil.copy(path, tmp_path / path.name)
    call_command("import_page", "--folder", str(tmp_path), "--publish")
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"created": 23}
    for told in report["pages"]:
        if told["item"]["state"] == "published":
            assert client.get(told["item"]["address"]).status_code == 200, told["file"]
    call_command("import_page", "--folder", str(tmp_path), "--publish")
    assert json.loads(capsys.readouterr().out)["counts"] == {"unchanged": 23}


@pytest.mark.parametrize(
    "options", [(), ("a.txt", "--folder", "."), ("--folder", ".", "--source-url", "https://a.example/b")]
)
def test_options_which_contradict_each_other(options):
    with pytest.raises(CommandError):
        call_command("import_page", *options)


def test_a_file_which_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="fichier illisible"):
        call_command("import_page", str(tmp_path / "rien.txt"))


def test_the_address_given_by_hand_wins_and_is_said(bring):
    told = bring(NEWS, "--source-url", "https://centre-ressources.example/actualites/autre-page")
    assert told["understood"]["source_url"].endswith("/autre-page")
    assert [each["code"] for each in told["reported"]] == ["source.disagrees"]
