"""Whatever a file holds, it is a page or a refusal which names a line; and it is read in the time of its length."""

import contextlib
import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierlibre.cms.old_pages import dates, telling
from quartierlibre.cms.old_pages.page import OldPage
from quartierlibre.cms.old_pages.reading import read_page
from quartierlibre.foundation.verdicts import Refused
from tests.support.examples import some

SHREDS = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "\u00a0",
            "\t",
            "    ",
            "- ",
            "1. ",
            "# ",
            "> ",
            "**",
            "*",
            "_",
            "\\",
            "====\n",
            "…",
        ),
        *(
            "[",
            "](",
            "](#)",
            "] (",
            ")",
            " [1]",
            "[2]",
            "[12345]",
            "[1] <https://a.example/x>\n",
            "\n[1] ",
            "Liens\n\n",
        ),
        *(
            "Dates: ",
            "Lieu : ",
            "Thématiques: ",
            "Publié le ",
            "Type d'actualites: ",
            "URL de la source : ",
            "Titre : ",
        ),
        *(
            "jeudi 28 septembre 2017",
            " à 14h",
            "du 3 au 5 mars",
            "31 février",
            "28/09/2017 - 02:00",
            "2017-09-28T14:00Z",
        ),
        *(
            "13h30 Accueil\n",
            "17h : Clôture\n",
            "(a, b, c)",
            "99100 Saint-Amé",
            "25 mars 2018 à 2h30",
            "https://a.example/un-titre",
        ),
        *(
            "<p>",
            "</p>",
            "<a href='x y'>",
            "</a>",
            "<ul><li>",
            "</li>",
            "<br>",
            "<!--",
            "<script>",
            "<h1>",
            "<title>",
            "<pre>",
        ),
        *(
            "&amp;",
            "&#99999999999;",
            "&#x0;",
            "<!doctype html>",
            "<td",
            '"',
            "'",
            "=",
            "\u2028",
            "\x0b",
            "\u200f",
            "\ufeff",
        ),
        *("mot", "PIC", "l'été", "É", "½", "٣", "ǅ", "İ", "ﬁ", "e\u0301"),
    ]
)
PAGES = st.one_of(st.lists(SHREDS, max_size=60).map("".join), st.text(max_size=300))
BYTES = st.one_of(PAGES.map(lambda text: text.encode("utf-8", "ignore")), st.binary(max_size=200))
NAMES = st.sampled_from(["page.txt", "page.md", "page.html"])
SOURCES = st.sampled_from(["", "https://a.example/actualites/une-page-de-l-annee-0", "n'importe quoi"])


@given(content=BYTES, name=NAMES, source=SOURCES)
def test_any_file_is_a_page_or_a_refusal_with_its_line(content, name, source):
    try:
        page = read_page(content, name=name, source_url=source)
    except Refused as refused:
        messages = refused.verdict.messages
    else:
        messages = ("Ligne 1 : rien",)
        check(page, content)
    assert messages
    assert all(re.match(r"Ligne \d+ : ", str(message)) for message in messages)


def check(page, content):
    assert isinstance(page, OldPage)
    assert 0 < len(page.title) <= 200
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(1 <= (note.line or 1) <= lines for note in page.notes)
    assert telling.understood(page)["title"] == page.title


MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin")
MONTHS += ("juillet", "août", "septembre", "octobre", "novembre", "décembre")
SUMMER_AND_WINTER = st.dates(date(2016, 1, 1), date(2030, 12, 31))


@given(day=SUMMER_AND_WINTER, minutes=st.integers(0, 24 * 60 - 1), form=st.sampled_from(["words", "figures", "iso"]))
def test_a_date_written_is_the_date_read(day, minutes, form):
    hour = f"{minutes // 60}h{minutes % 60:02}"
    written = {
        "words": f"le {'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year} à {hour}",
        "figures": f"{day:%d/%m/%Y} - {minutes // 60:02}:{minutes % 60:02}",
        "iso": f"{day:%Y-%m-%d}T{minutes // 60:02}:{minutes % 60:02}",
    }[form]
    (found,) = dates.find(f"Rendez-vous {written}.", 7)
    assert (found.first(), found.last(), found.line) == (day, day, 7)
    assert found.hours.start.hour * 60 + found.hours.start.minute == minutes


@given(day=SUMMER_AND_WINTER, nights=st.integers(1, 40))
def test_a_range_written_is_the_range_read(day, nights):
    last = day + timedelta(days=nights)
    (found,) = dates.find(f"du {day:%d/%m/%Y} au {last:%d/%m/%Y}", 1)
    assert (found.first(), found.last()) == (day, last)


UNITS = {
    "unclosed tags": "<a ",
    "unclosed attributes": '<a x="',
    "comments": "<!--",
    "less-than": "<",
    "references": "&#",
    "scripts": "<script>",
    "nested lists": "<ul><li>x",
    "links": "<a href='y'>x",
    "open brackets": "[",
    "open links": "[a](",
    "links in text": "[a](b) ",
    "bare numbers": "a [1] ",
    "stars": "*a ",
    "double stars": "**a ",
    "underscores": "_a ",
    "backslashes": "\\[",
    "blanks": " ",
    "nested bullets": "\n- x",
    "headings": "\n# x",
    "labels": "\nLieu :",
    "themes": "\nThème : a, b",
    "dates": "3 mars 2018 à 14h ",
    "ranges": "du 3 au ",
    "hours": "\n14h : x",
    "foot": "\n[1] <https://a.example/",
    "urls": "https://a.example/",
    "one word": "mot",
    "rules": "\n---",
    "short lines": "\na",
    "quotes": "\n> a",
}
SLOW_UNIT = 40_000 if some(100) < 100 else 400_000


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_twice_as_long_takes_about_twice_as_long(unit, name):
    """Ten times the size would take a hundred times longer if anything were quadratic; thirty is let pass."""
    small, large = (spent(unit * (size // len(unit)), name) for size in (SLOW_UNIT // 10, SLOW_UNIT))
    assert large < 30 * small + 0.05


def spent(text, name):
    started = time.process_time()
    with contextlib.suppress(Refused):
        read_page(f"# Titre\n\n{text}".encode(), name=name)
    return time.process_time() - started
