"""Calendars, feeds, sheets and shared pictures, each read back by a program that is not ours."""

import struct
from datetime import date, datetime
from zoneinfo import ZoneInfo

import feedparser
import pytest
from django.urls import reverse
from icalendar import Calendar

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.facts import Item
from quartierlibre.domain.meetings.rules.times import whole_days
from quartierlibre.domain.meetings.states import ItemKind
from tests.factories import funds, meetings
from tests.factories.meetings import SEED_DAY, TESTS, at, day
from tests.pages.test_meet_page import address, seed
from tests.support.documents import words_of

PARIS = ZoneInfo("Europe/Paris")


def calendar(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    return Calendar.from_ical(answer.content)


def events(client, url):
    return {str(event["SUMMARY"]): event for event in calendar(client, url).walk("VEVENT")}


def test_a_meeting_is_added_to_a_phone_at_its_hour_in_paris(client):
    made = meetings.published(title="Essai ; virgule, et accents é", on=SEED_DAY, longitude=3.29, latitude=49.86)
    found = calendar(client, address(made, "meeting_calendar"))
    (event,) = found.walk("VEVENT")
    assert str(found["METHOD"]) == "PUBLISH"
    assert event["DTSTART"].dt == datetime(2017, 9, 28, 14, tzinfo=PARIS)
    assert event["DTEND"].dt == datetime(2017, 9, 28, 17, tzinfo=PARIS)
    assert str(event["SUMMARY"]) == "Essai ; virgule, et accents é"
    assert str(event["LOCATION"]) == "Maison des essais, 6 rue des Tests, Hautefosse"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert event["URL"].endswith(address(made))


def test_the_calendar_brings_the_rules_of_paris(client):
    """Read with the VTIMEZONE it brings, not with the one the reader may know."""
    (zone,) = calendar(client, address(meetings.published(), "meeting_calendar")).walk("VTIMEZONE")
    rules = zone.to_tz(lookup_tzid=False)
    for said, offset in (
        ((2017, 9, 28, 14), 2),
        ((2026, 3, 29, 1, 59), 1),
        ((2026, 3, 29, 3, 0), 2),
        ((2026, 10, 25, 1, 59), 2),
        ((2026, 10, 25, 3, 1), 1),
        ((2040, 1, 1), 1),
    ):
        there = datetime(*said, tzinfo=rules)
        assert there.utcoffset().total_seconds() == offset * 3600, said


def test_a_change_moves_the_event_and_never_doubles_it(client):
    made = meetings.published(title="Un")
    url = address(made, "meeting_calendar")
    before = events(client, url)["Un"]
    operations.move_meeting(by=TESTS, meeting=made, times=meetings.afternoon(day(60)))
    after = events(client, url)["Un"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize(
    ("act", "words"), [(operations.cancel_meeting, "Annulée"), (operations.postpone_meeting, "Reportée")]
)
def test_a_meeting_not_held_leaves_calendars(client, act, words):
    made = act(by=TESTS, meeting=meetings.published(title="Un"), note="Salle fermée.")
    event = events(client, reverse("meet:calendar"))[f"{words} : Un"]
    assert str(event["STATUS"]) == "CANCELLED"
    assert "Salle fermée." in event["DESCRIPTION"]
    assert made.slug in event["DESCRIPTION"]


def test_a_day_without_hour_is_a_day(client):
    meetings.published(title="Journée", times=whole_days(day(9), day(10)))
    event = events(client, reverse("meet:calendar"))["Journée"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day(9), day(11))


def test_calendars_and_feeds_are_narrowed_by_theme_and_territory(client):
    here, theme = funds.territory("Pays d’ici"), meetings.topic("Santé")
    meetings.published(title="Les deux", territory=here, topics=[theme])
    meetings.published(title="Thème", topics=[theme])
    meetings.published(title="Rien")
    meetings.published(title="Jadis", on=date(2017, 9, 28))
    meetings.draft(title="Brouillon")
    assert set(events(client, reverse("meet:calendar"))) == {"Les deux", "Thème", "Rien"}
    assert set(events(client, reverse("meet:topic_calendar", args=["sante"]))) == {"Les deux", "Thème"}
    assert set(events(client, reverse("meet:territory_calendar", args=[here.slug]))) == {"Les deux"}
    for name, argument, count in (("topic_feed", "sante", 2), ("territory_feed", here.slug, 1), ("feed", None, 4)):
        url = reverse(f"meet:{name}", args=[argument] if argument else [])
        assert len(feedparser.parse(client.get(url).content).entries) == count
    assert client.get(reverse("meet:topic_feed", args=["inconnu"])).status_code == 404
    assert client.get(reverse("meet:territory_calendar", args=["inconnu"])).status_code == 404


def test_a_feed_tells_what_was_announced_or_changed_last(client):
    made = seed(body='<p>Un <strong>mot</strong> &amp; <a href="https://ancien.example/">un lien</a>.</p>')
    later = meetings.published(title="<b>Plus</b> récente")
    answer = client.get(reverse("meet:feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert [entry.title for entry in found.entries] == ["<b>Plus</b> récente", made.title]
    entry = found.entries[1]
    assert entry.published == "2017-09-27T09:00:00+02:00" or entry.published_parsed[:5] == (2017, 9, 27, 7, 0)
    assert entry.updated_parsed[:5] == (2017, 9, 27, 15, 5)
    assert entry.link.endswith(address(made))
    assert entry.id == f"urn:uuid:{made.public_id}"
    assert {tag.term for tag in entry.tags} == {"Participation citoyenne", "Politique de la ville - DSU"}
    assert "<strong>mot</strong> &amp;" in entry.summary
    assert later.slug in found.entries[0].link
    assert client.get(reverse("meet:feed")).content == answer.content


def test_an_empty_feed_is_a_feed(client):
    found = feedparser.parse(client.get(reverse("meet:feed")).content)
    assert not found.bozo
    assert found.entries == []


def test_the_sheet_says_all_that_the_page_says(client):
    made = seed(
        body='<h3>Pourquoi</h3><p>Un <em>mot</em> et <a href="https://ancien.example/pic">un lien</a>.</p>'
        "<ul><li>Un<ul><li>Dedans</li></ul></li><li>Deux</li></ul><table><tr><th>A</th><td>B</td></tr></table>"
        "<blockquote>Dit.</blockquote><ol><li>Premier</li></ol><p>œuvre, ﬁn, €</p>",
        partners=("La Région",),
    )
    answer = client.get(address(made, "meeting_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    for said in (
        made.title,
        "jeudi 28 septembre 2017, de 14 h à 17 h",
        "Accueil à partir de 13 h 30",
        "Maison des essais, 6 rue des Tests, Hautefosse",
        "Pourquoi",
        "un lien [1]",
        "Dedans",
        "Carrefour",
        "Participation citoyenne [3]",
        "[1] https://ancien.example/pic",
        "Publié le mercredi 27 septembre 2017",
        "modifié le 27/09/2017 à 17 h 05",
        "https://ancien.example/actualites-0/pic-lab",
    ):
        assert said in words, said
    assert b"pdfuaid" in answer.content
    assert client.get(address(made, "meeting_pdf")).content == answer.content


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<h4>Saut</h4><p>de niveau</p>",
        "<ul>" * 60 + "<li>Profond</li>" + "</ul>" * 60,
        "<table><tr></tr></table><ul></ul><blockquote></blockquote>",
        "<p>#hash *étoile* $dollar$ @ref <code>\\ \" ' `</p>",
        "<p>" + "long " * 4000 + "</p>",
        "<table><tr><td>un</td></tr><tr><td>deux</td><td>trois</td></tr></table>",
    ],
)
def test_any_safe_text_can_be_printed(client, body):
    made = meetings.published(body=body)
    assert client.get(address(made, "meeting_pdf")).content.startswith(b"%PDF")
    assert client.get(address(made)).status_code == 200


def test_the_sheet_of_a_meeting_not_held_says_so(client):
    made = operations.cancel_meeting(by=TESTS, meeting=meetings.published(), note="Salle fermée.")
    assert "Cette rencontre est annulée – Salle fermée." in words_of(client.get(address(made, "meeting_pdf")).content)


def test_a_programme_without_hours_is_printed(client):
    made = meetings.published(programme=[Item("Un"), Item("Deux", ItemKind.BREAK, at(day(), "15:00"))])
    assert "Deux" in words_of(client.get(address(made, "meeting_pdf")).content)


def test_the_shared_picture_has_the_size_networks_want(client):
    picture = client.get(address(seed(title="Un titre vraiment très long " * 6), "meeting_picture")).content
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
