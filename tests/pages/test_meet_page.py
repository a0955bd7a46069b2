"""The page of a meeting: every fact of it, in words and for machines, on screen and ready for paper."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.rules.times import whole_days
from tests.access.world import sign_in
from tests.factories import funds, meetings, personas, registrations, uploads
from tests.factories.meetings import SEED_DAY, TESTS, at

NBSP = "\u00a0"


def address(meeting, name="meeting", *more):
    return reverse(f"meet:{name}", args=[meeting.slug, *more])


def seed(**said):
    """The page the project starts from, in facts."""
    topics = [meetings.topic("Participation citoyenne", 3675), meetings.topic("Politique de la ville - DSU", 3692)]
    usual = {
        "title": "PIC-Lab : rencontre sur les Projets d’Initiative Citoyenne",
        "on": SEED_DAY,
        "news_type": operations.news_type_for(by=TESTS, name="Actu pour l’agenda", old_id=4315),
        "source_url": "https://ancien.example/actualites-0/pic-lab",
        "first_published_at": at(date(2017, 9, 27), "09:00"),
        "modified_at": at(date(2017, 9, 27), "17:05"),
        "body": '<p>Lisez <a href="https://ancien.example/pic">notre actualité</a> et <a href="/projets/">ici</a>.</p>',
        "topics": topics,
        "programme": meetings.programme(SEED_DAY),
    }
    return meetings.published(**{**usual, **said})


def data_of(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    return json.loads(found[1])


def test_a_page_tells_every_fact(client):
    page = client.get(address(seed(partners=("La Région", "La Ville"), access_notes="Bus 3, arrêt Mairie")))
    for words in (
        f"jeudi 28{NBSP}septembre 2017, de 14{NBSP}h à 17{NBSP}h",
        f"Accueil à partir de 13{NBSP}h{NBSP}30",
        "Maison des essais",
        "6 rue des Tests",
        "Centre de ressources",
        "La Région, La Ville",
        "Bus 3, arrêt Mairie",
        "Actu pour l’agenda",
        "Participation citoyenne",
        f"Publié le mercredi 27{NBSP}septembre 2017",
        f"27/09/2017 à 17{NBSP}h{NBSP}05",
        "https://ancien.example/actualites-0/pic-lab",
        "Cette rencontre a eu lieu",
    ):
        assertContains(page, words)
    assert not re.search(r"(?<![+\d])0?2:00", page.content.decode())
    assertNotContains(page, f"2{NBSP}h<")


def test_the_way_to_register_is_told_as_it_stands_to_a_reader_whose_page_was_kept(client, settings):
    settings.KEPT_PARTS = 50
    made = meetings.published()
    assertNotContains(client.get(address(made)), "Je m’inscris")
    desk = registrations.desk(made, seats=1)
    assertContains(client.get(address(made)), "Je m’inscris")
    party = registrations.registered(desk)
    assertContains(client.get(address(made)), "Complet")
    assertContains(client.get(address(made)), "M’inscrire sur la liste d’attente")
    operations.cancel_registration(by=None, registration=party)
    assertContains(client.get(address(made)), "Je m’inscris")


def test_links_are_numbered_in_order_and_listed_at_the_foot(client):
    page = client.get(address(seed())).content.decode()
    foot = page[page.index("article-links") :]
    listed = re.findall(r"<li><span>\[(\d)\]</span> <a href=.*?>([^<]+)</a></li>", foot)
    assert [number for number, _address in listed] == ["1", "2", "3", "4", "5"]
    assert listed[0][1] == "https://ancien.example/pic"
    assert listed[1][1].startswith("http")
    assert listed[1][1].endswith("/projets/")
    assert "?theme=participation-citoyenne" in listed[3][1]
    for number, _address in listed:
        assert page.index(f"[{number}]</span>") < page.index("article-links")


def test_the_programme_shows_hours_and_only_those_given(client):
    page = client.get(address(seed()))
    assertContains(page, f'<time datetime="2017-09-28T13:30:00+02:00">13{NBSP}h{NBSP}30</time>')
    assertContains(page, "Carrefour")


def test_machines_read_the_hour_with_its_offset(client):
    said = data_of(client.get(address(seed())))
    assert said["startDate"] == "2017-09-28T14:00:00+02:00"
    assert said["endDate"] == "2017-09-28T17:00:00+02:00"
    assert said["doorTime"] == "2017-09-28T13:30:00+02:00"
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    assert said["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert said["location"]["address"]["addressLocality"] == "Hautefosse"


def test_a_day_without_hour_shows_none(client):
    page = client.get(address(meetings.published(times=whole_days(date(2030, 7, 10)))))
    assertContains(page, f"mercredi 10{NBSP}juillet 2030")
    assertNotContains(page, f"{NBSP}h<")
    assert data_of(page)["startDate"] == "2030-07-10"
    assert data_of(page)["endDate"] == "2030-07-10"


def test_nothing_in_a_title_leaves_its_place(client):
    hostile = "</script><script>alert(1)</script><!-- \u2028 &"
    page = client.get(address(meetings.published(title=hostile, summary=hostile, organiser=hostile)))
    assert data_of(page)["name"] == hostile
    assertNotContains(page, "<script>alert")


@pytest.mark.parametrize(
    ("act", "words", "status"),
    [
        (operations.cancel_meeting, "Cette rencontre est annulée", "EventCancelled"),
        (operations.postpone_meeting, "Cette rencontre est reportée", "EventPostponed"),
    ],
)
def test_a_meeting_not_held_says_so_first(client, act, words, status):
    made = act(by=TESTS, meeting=meetings.published(), note="La salle est inondée.")
    page = client.get(address(made))
    assertContains(page, words)
    assertContains(page, "La salle est inondée.")
    assertNotContains(page, "Ajouter à mon agenda")
    assert data_of(page)["eventStatus"] == f"https://schema.org/{status}"


def test_a_moved_meeting_tells_its_date_and_the_one_given_up(client):
    made = meetings.published(on=date(2031, 3, 3))
    moved = operations.move_meeting(by=TESTS, meeting=made, times=meetings.afternoon(date(2031, 4, 7)))
    page = client.get(address(moved))
    assertContains(page, f"lundi 7{NBSP}avril 2031")
    assertContains(page, f"Elle était prévue lundi 3{NBSP}mars 2031")
    assert data_of(page)["previousStartDate"] == "2031-03-03T14:00:00+01:00"
    assert data_of(page)["eventStatus"] == "https://schema.org/EventRescheduled"


def test_a_meeting_joined_from_afar_gives_its_link_and_no_map(client):
    made = meetings.published(
        mode="remote", remote_url="https://visio.example/salle", venue_name="", venue_address="", town=""
    )
    page = client.get(address(made))
    assertContains(page, 'href="https://visio.example/salle"')
    assertNotContains(page, "openstreetmap")
    assert data_of(page)["location"] == {"@type": "VirtualLocation", "url": "https://visio.example/salle"}


def test_a_map_opens_at_the_point_and_is_never_fetched(client):
    page = client.get(address(meetings.published(longitude=3.29, latitude=49.86)))
    assertContains(page, "mlat=49.86000&amp;mlon=3.29000")
    assertNotContains(page, "leaflet")


def test_siblings_of_a_series_are_shown_else_what_shares_a_theme(client):
    together, theme = meetings.series("Les PIC Labs"), meetings.topic()
    first = meetings.published(series=together, title="Première", topics=[theme])
    meetings.published(series=together, title="Deuxième")
    meetings.published(title="Sur le même sujet", topics=[theme])
    page = client.get(address(first))
    assertContains(page, "Dans la même série")
    assertContains(page, "Deuxième")
    assertNotContains(page, "Sur le même sujet")
    alone = meetings.published(title="Seule", topics=[theme])
    assertContains(client.get(address(alone)), "Sur le même sujet")


def test_a_draft_is_read_by_those_who_organise_there_only(client):
    here, there = funds.territory(), funds.territory()
    draft = meetings.draft(territory=here)
    names = ("meeting", "meeting_pdf", "meeting_calendar", "meeting_picture")
    for person in (None, personas.driss(), meetings.gaelle(there)):
        client.logout()
        if person:
            sign_in(client, person)
        assert [client.get(address(draft, name)).status_code for name in names] == [404] * 4
    organiser = personas.chloe(here)
    sign_in(client, organiser)
    assertContains(client.get(address(draft)), "Brouillon")
    assertContains(client.get(address(draft)), 'content="noindex"')


def test_a_paper_is_downloaded_once_published(client):
    draft = meetings.draft()
    paper = operations.attach_paper(by=TESTS, meeting=draft, title="Le plan", upload=uploads.photo())
    assert client.get(address(draft, "paper", paper.public_id)).status_code == 404
    operations.publish_meeting(by=TESTS, meeting=draft)
    assertContains(client.get(address(draft)), "Le plan")
    answer = client.get(address(draft, "paper", paper.public_id))
    assert answer.getvalue()[:2] == b"\xff\xd8"
    other = meetings.published()
    assert client.get(address(other, "paper", paper.public_id)).status_code == 404


def test_an_archived_page_answers_and_says_so(client):
    made = operations.archive_meeting(by=TESTS, meeting=meetings.published())
    assertContains(client.get(address(made)), "archivée")


def test_a_page_costs_the_same_reads_whatever_its_programme(client):
    client.cookies["reader"] = "1"
    short, long = seed(), seed(source_url=None, title="Longue", programme=meetings.programme(SEED_DAY))
    items = [meetings.Item(f"Moment {n}") for n in range(40)]
    operations.set_programme(by=TESTS, meeting=long, items=items)
    counts = []
    for made in (short, long):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address(made))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_a_page_kept_follows_every_change(client, settings):
    settings.KEPT_PARTS = 50
    made = meetings.published(title="Avant")
    assertContains(client.get(address(made)), "Avant")
    with CaptureQueriesContext(connection) as asked:
        client.get(address(made))
    assert len(asked) == 1
    operations.set_programme(by=TESTS, meeting=made, items=[meetings.Item("Un moment de plus")])
    assertContains(client.get(address(made)), "Un moment de plus")
