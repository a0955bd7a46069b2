"""Addresses of the agenda: what a reader asked, written and read back; and whole ones, for those who read elsewhere."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from quartierlibre.domain.meetings.queries.agenda import Cursor, Sieve
from quartierlibre.domain.meetings.states import MeetingKind

LONGEST_WORD = 120


class TwoDigits:
    """A month as people write it: `09`."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


def read_sieve(asked: QueryDict) -> Sieve:
    """What the address narrows the agenda to; what cannot be read narrows nothing."""
    kind, news_type = asked.get("genre", ""), asked.get("type", "")
    return Sieve(
        topic=_word(asked.get("theme", "")),
        territory=_word(asked.get("territoire", "")),
        kind=kind if kind in MeetingKind.values else "",
        news_type=int(news_type) if news_type.isascii() and news_type.isdigit() and len(news_type) < 16 else 0,
        past=asked.get("passe", "") == "1",
    )


def _word(text: str) -> str:
    return text if text.replace("-", "").replace("_", "").isalnum() and len(text) <= LONGEST_WORD else ""


def query_of(sieve: Sieve, cursor: Cursor | None = None) -> str:
    """The address of a page of the list, only what is said in it; "" for all that comes."""
    said = {
        "theme": sieve.topic,
        "territoire": sieve.territory,
        "genre": sieve.kind,
        "type": sieve.news_type,
        "passe": "1" if sieve.past else "",
        "depuis": cursor or "",
    }
    chosen = {name: value for name, value in said.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""


def site() -> str:
    """Where this installation lives: `https://quartierlibre.example`."""
    return str(settings.SITE_URL).rstrip("/")


def whole(name: str, *args: object) -> str:
    """The whole address of a page, the same whoever asks: feeds and shared pages are kept for everyone."""
    return site() + reverse(name, args=args)
