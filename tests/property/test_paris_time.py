"""A meeting at 14:00 is at 14:00, wherever the server is and whenever clocks move (trust.md B53).

Ten thousand meetings, whose hours in Paris are drawn first and written in words by hand here, are read back from every
place that tells them: list, page, sheet, calendar, schema.org data, feed. Five servers share them.
"""

import json
import os
import random
import re
import subprocess
import sys
import time as clock_of_the_machine
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import feedparser
import pytest
from django.utils import timezone
from icalendar import Calendar

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.queries.agenda import CARD, Card
from quartierlibre.domain.meetings.queries.page import Told
from quartierlibre.domain.meetings.rules.times import instant, may_say
from quartierlibre.pagekit.articles import atom
from quartierlibre.pagekit.meetings import calendars
from quartierlibre.web.meet import feeds, printing
from quartierlibre.web.meet.cards import in_a_row
from quartierlibre.web.meet.event_data import event_data
from quartierlibre.web.meet.meeting_page import MeetingPage
from tests.support.examples import some

ZONES = ("UTC", "Europe/Paris", "America/Cayenne", "Indian/Reunion", "Pacific/Noumea")
CASES = some(10_000)
NBSP = "\u00a0"
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
CHANGES = [date(2017, 3, 26), date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]


@dataclass(frozen=True)
class Case:
    """What somebody said: a day and hours on a clock of Paris."""

    day: date
    start: time
    end: time
    is_second: bool

    def __post_init__(self):
        assert self.start < self.end

    @property
    def words(self):
        first = "1er" if self.day.day == 1 else str(self.day.day)
        said = f"{DAYS[self.day.weekday()]} {first}{NBSP}{MONTHS[self.day.month - 1]} {self.day.year}"
        return f"{said}, de {_hour(self.start)} à {_hour(self.end)}"


def _hour(clock):
    return f"{clock.hour}{NBSP}h" + (f"{NBSP}{clock.minute:02}" if clock.minute else "")


def cases(chance, count):
    """Half of them within two days of a change of clocks, many of them at night."""
    made = []
    while len(made) < count:
        near = chance.choice(CHANGES) + timedelta(days=chance.randint(-2, 2))
        day = near if chance.random() < 0.5 else date(1981, 1, 1) + timedelta(days=chance.randrange(40_000))
        minutes = sorted(chance.sample(range(0, 24 * 60, 5), 2))
        start, end = (time(each // 60, each % 60) for each in minutes)
        case = Case(day, start, end, chance.random() < 0.5)
        exist = all(may_say(day, each, is_second=case.is_second) for each in (start, end))
        if exist and _moment(case, start) < _moment(case, end):
            made.append(case)
    return made


def _moment(case, clock):
    return instant(case.day, clock, is_second=case.is_second)


def meeting_of(case, number):
    starts_at, ends_at = _moment(case, case.start), _moment(case, case.end)
    made = Meeting(
        pk=number, title=f"N° {number}", slug=f"n-{number}", starts_at=starts_at, ends_at=ends_at, welcome_at=starts_at,
        state="published", venue_name="Salle", town="Hautefosse", first_published_at=starts_at, has_hour=True,
        public_id=uuid.UUID(int=number),
    )  # fmt: skip
    made.last_moment = ends_at
    made._prefetched_objects_cache = {"topics": []}
    return made


@contextmanager
def server_in(zone):
    """Its clock and Django's own time zone are both there."""
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        clock_of_the_machine.tzset()
        with timezone.override(zone):
            yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
        clock_of_the_machine.tzset()


@pytest.fixture(scope="module", params=ZONES)
def told(request):
    """A fifth of the cases, told by a server of this zone."""
    number = ZONES.index(request.param)
    said = cases(random.Random(53 + number), CASES // len(ZONES))
    meetings = [meeting_of(case, key) for key, case in enumerate(said, start=1)]
    with server_in(request.param):
        yield said, meetings


def test_lists_say_the_hour_of_paris(told):
    said, meetings = told
    cards = [Card(*(getattr(each, name) for name in CARD)) for each in meetings]
    shown = re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', in_a_row(cards))
    assert [words for _machine, words in shown] == [case.words for case in said]
    assert [_wall(machine) for machine, _words in shown] == [(case.day, case.start) for case in said]


def test_pages_and_sheets_say_the_hour_of_paris(told):
    said, meetings = told
    now = instant(date(2026, 1, 1), time(12))
    for case, meeting in zip(said, meetings, strict=True):
        page = MeetingPage(Told(meeting, (), (), (), (), (), ()), now=now, mark=None)
        assert page.when == case.words
        assert page.welcome.endswith(_hour(case.start))
        assert dict(printing._facts(page, page.links))["Quand"][0]["text"].startswith(case.words)


def test_calendars_hold_the_hour_of_paris(told):
    said, meetings = told
    written = calendars.calendar(meetings, site="https://site.example", path="/agenda/")
    events = Calendar.from_ical(written).walk("VEVENT")
    for case, event in zip(said, events, strict=True):
        for name, clock in (("DTSTART", case.start), ("DTEND", case.end)):
            assert str(event[name].params["TZID"]) == "Europe/Paris"
            assert event[name].dt.replace(tzinfo=None) == datetime.combine(case.day, clock)


def test_machines_read_the_hour_of_paris(told):
    said, meetings = told
    for case, meeting in zip(said, meetings, strict=True):
        data = json.loads(json.dumps(event_data(meeting, url="", description="", picture="")))
        for name, clock in (("startDate", case.start), ("endDate", case.end)):
            assert _wall(data[name]) == (case.day, clock)
            assert datetime.fromisoformat(data[name]) == _moment(case, clock)


def test_feeds_say_the_hour_of_paris(told):
    said, meetings = told
    entries = map(feeds._entry, meetings)
    written = atom.written(title="Agenda", subtitle="", url="https://a.example", self_url="", entries=entries)
    found = feedparser.parse(written)
    assert not found.bozo
    for case, meeting, entry in zip(said, meetings, found.entries, strict=True):
        assert case.words in entry.summary
        assert datetime(*entry.updated_parsed[:6]) == meeting.starts_at.replace(tzinfo=None, second=0)  # noqa: DTZ001


def test_a_server_started_elsewhere_says_the_same():
    """The real variable, in a process of its own."""
    code = (
        "import django; django.setup(); from datetime import datetime, UTC; from quartierlibre.pagekit import words;"
        "print(words.moment(datetime(2017, 9, 28, 12, tzinfo=UTC)))"
    )
    environ = {**os.environ, "TZ": "Pacific/Noumea", "DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.test"}
    said = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == f"jeudi 28{NBSP}septembre 2017 à 14{NBSP}h"


def _wall(machine):
    """The day and hour an ISO text says on its own clock."""
    said = datetime.fromisoformat(machine)
    return said.date(), said.time()
