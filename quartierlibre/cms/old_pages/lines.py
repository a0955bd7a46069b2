"""Lines with their numbers, and the ways to compare words whatever their accents, capitals and spaces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ENDS = re.compile(r"\r\n|\r|\n")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_OTHER_ENDS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), " ")
_SPACES = re.compile(r"\s+")
_LINK = re.compile(r"(?<!\\)!?\[((?:[^\[\]\\]|\\.){1,500})\]\([^()\n]{0,2000}\)")
_NUMBER = re.compile(r"\s?\[[0-9]{1,4}\]")
_ESCAPED = re.compile(r"\\([\\`*_\[\](){}#+.!>|~\"'-])")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "œ": "oe", "æ": "ae", "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def split(text: str) -> list[Line]:
    """Numbered as a text editor does; signs that nobody sees are dropped."""
    parts = _ENDS.split(text.translate(_OTHER_ENDS))
    return [Line(number, _INVISIBLE.sub("", part).expandtabs(4).rstrip()) for number, part in enumerate(parts, 1)]


def tidy(text: str) -> str:
    """One space where there were several; a no-break space stays where French typography wants one."""
    return _SPACES.sub(_one_space, unicodedata.normalize("NFC", text)).strip()


def _one_space(match: re.Match[str]) -> str:
    hard = next((sign for sign in match[0] if sign in "\u00a0\u202f"), "")
    after = match.string[match.end() : match.end() + 1]
    before = match.string[match.start() - 1 : match.start()]
    wanted = after in set(":;!?»%€") or before == "«" or (before.isdigit() and after.isdigit())
    return hard if hard and wanted else " "


def fold(text: str) -> str:
    """Small letters without accents, straight apostrophes, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return _SPACES.sub(" ", "".join(sign for sign in bare if not unicodedata.combining(sign))).strip()


def unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def is_open(text: str) -> bool:
    """A bracket waits to be closed on a line below."""
    return text.rfind("[") > text.rfind("]")


def plain(text: str) -> str:
    """The words alone: no mark of emphasis, no address, no number of a link."""
    return tidy(unescape(_MARKS.sub("", _NUMBER.sub("", _LINK.sub(r"\1", text)))))
