"""A page whose old site showed 02:00 for a meeting at 14:00: brought over, it says 14:00 wherever it is read."""

import html
import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
import time_machine
from django.core.management import call_command
from icalendar import Calendar

from quartierlibre.domain.meetings import operations as meetings
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from tests.factories import registrations
from tests.support.documents import words_of

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "tests" / "unit" / "old_pages" / "01-same-structure.txt"
GIVEN = sorted((ROOT.parent / "shared" / "data" / "seed").glob("*.txt"))
PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"


def in_summer():
    """Our own page, on the day and with the wrong hour of the first one of the project."""
    text = OURS.read_text(encoding="utf-8")
    return text.replace("mardi 14 novembre", "jeudi 28 septembre").replace(
        "Mardi 14 novembre 2017 - 01:00", "Jeudi 28 septembre 2017 - 02:00"
    )


@pytest.fixture(params=[None, *GIVEN], ids=["ours", *(path.stem for path in GIVEN)])
def brought(request, tmp_path, capsys):
    path = request.param or tmp_path / "page.txt"
    if request.param is None:
        path.write_text(in_summer(), encoding="utf-8")
    call_command("import_page", str(path), "--publish")
    return json.loads(capsys.readouterr().out)


def says_the_hour(text):
    words = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).replace(NBSP, " ").split())
    assert re.search(r"\b14 h\b|\b14:00\b", words), words[:2000]
    assert not re.search(r"(?<![+\d])0?2:00|\b0?2 h\b", words), words[:2000]
    return words


def test_the_report_says_which_date_was_followed(brought):
    assert [(each["line"], each["code"]) for each in brought["reported"]] == [(29, "date.hour_disagrees")]
    assert brought["understood"]["when"]["starts_at"] == "2017-09-28T14:00:00+02:00"
    assert brought["left_out"] == []


def test_on_the_page_and_for_machines(brought, client):
    page = client.get(brought["item"]["address"]).content.decode()
    words = says_the_hour(page)
    assert "jeudi 28 septembre 2017, de 14 h à 17 h" in words
    assert "Accueil à partir de 13 h 30" in words
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["startDate"] == "2017-09-28T14:00:00+02:00"
    assert data["doorTime"] == "2017-09-28T13:30:00+02:00"
    foot = page[page.index("article-links") :]
    numbers = re.findall(r"<li><span>\[(\d)\]</span> <a href=.*?>([^<]+)</a></li>", foot)
    assert [number for number, _address in numbers] == ["1", "2", "3", "4"]
    assert numbers[0][1] == brought["understood"]["links"][0]["href"]


def test_in_lists_and_months(brought, client):
    for address in ("/agenda/?passe=1", "/agenda/2017/09/"):
        assert brought["item"]["title"].split(NBSP)[0] in says_the_hour(client.get(address).content.decode())


def test_on_paper(brought, client):
    words = " ".join(words_of(client.get(brought["item"]["address"] + "page.pdf").content).split())
    says_the_hour(words)
    for number in range(1, 5):
        assert f"[{number}]" in words
    assert "URL de la source" in words


def test_in_calendars(brought, client):
    (event,) = Calendar.from_ical(client.get(brought["item"]["address"] + "rencontre.ics").content).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2017, 9, 28, 14, tzinfo=PARIS)
    assert event["DTEND"].dt == datetime(2017, 9, 28, 17, tzinfo=PARIS)


def test_in_feeds(brought, client):
    feed = feedparser.parse(client.get("/agenda/flux.atom").content)
    assert not feed.bozo
    says_the_hour(" ".join([feed.entries[0].title, feed.entries[0].get("summary", "")]))


def test_in_letters_and_what_they_join(brought):
    """The one who registers gets a confirmation, then a reminder: in words and in the calendar joined, 14:00."""
    with time_machine.travel(datetime(2017, 9, 21, 10, tzinfo=PARIS)):
        desk = registrations.desk(Meeting.objects.get(pk=brought["item"]["id"]))
        registered = registrations.registered(desk, email="zoe@example.org")
    with time_machine.travel(datetime(2017, 9, 26, 10, tzinfo=PARIS)):
        meetings.remind_due()
    write_due()
    made, reminded = Message.objects.filter(to=registered.email).order_by("pk")
    assert "réservée" in made.subject
    for letter in (made, reminded):
        assert "jeudi 28 septembre 2017, de 14 h à 17 h" in says_the_hour(letter.text)
        says_the_hour(letter.html)
        (joined,) = letter.attachments
        assert "BEGIN:VTIMEZONE" in joined["text"]
        (event,) = Calendar.from_ical(joined["text"]).walk("VEVENT")
        assert event["DTSTART"].dt == datetime(2017, 9, 28, 14, tzinfo=PARIS)


def test_no_word_of_the_page_is_lost(brought, client):
    """Every word of the file is on the page, but labels, the wrong hour, and what the address of a link says."""
    path = Path(brought["file"])
    text = path.read_text(encoding="utf-8")
    body = text[: text.index("Type d'actualites")]
    page = client.get(brought["item"]["address"]).content.decode()
    shown = set(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", page)).casefold()))
    written = re.findall(r"\w+", re.sub(r"\]\(#\) \[\d\]", "]", body).casefold())
    assert [word for word in written if word not in shown and word not in {"13h30", "14h", "17h"}] == []
