"""Showing which words were found. The database marks them in a text without accents; the reader gets the original.

Each sign of the original gives a known number of signs without accents: the two texts are walked together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

START, STOP = "\x01", "\x02"
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
ACCENTS = re.compile("[\u0300-\u036f]")
AROUND = 90  # signs shown before the first word found
SHOWN = 260


class Piece(NamedTuple):
    text: str
    is_found: bool


def unaccent(text: str) -> str:
    """As `ql_unaccent` in the database: the two must agree sign for sign."""
    return ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(LIGATURES)))


def pieces(original: str, marked: str) -> list[Piece]:
    """The original in pieces, found or not, as marked in its text without accents."""
    found, at, is_found, begun = [], 0, False, 0
    for position, sign in enumerate(original):
        turned, at = _turns(marked, at, is_found)
        if turned != is_found:
            found.append(Piece(original[begun:position], is_found))
            begun, is_found = position, turned
        at += len(unaccent(sign))
    return [piece for piece in [*found, Piece(original[begun:], is_found)] if piece.text]


def _turns(marked: str, at: int, is_found: bool) -> tuple[bool, int]:
    """Pass the marks written here; the last one says how the next sign is."""
    while at < len(marked) and marked[at] in (START, STOP):
        is_found = marked[at] == START
        at += 1
    return is_found, at


def excerpt(found: Sequence[Piece], *, around: int = AROUND, shown: int = SHOWN) -> list[Piece]:
    """A few lines from shortly before the first word found; cut between words, « … » where something was cut."""
    whole = "".join(piece.text for piece in found)
    first = _first_mark(found)
    begin = _after_space(whole, max(0, first - around)) if first > around else 0
    end = _before_space(whole, begin + shown)
    cut = _cut(found, begin, end)
    return [*([Piece("… ", False)] if begin else []), *cut, *([Piece(" …", False)] if end < len(whole) else [])]


def _first_mark(found: Sequence[Piece]) -> int:
    at = 0
    for piece in found:
        if piece.is_found:
            return at
        at += len(piece.text)
    return 0


def _after_space(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + 40 else at


def _before_space(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 40, at)
    return space if space > 0 else at


def _cut(found: Sequence[Piece], begin: int, end: int) -> list[Piece]:
    kept, at = [], 0
    for piece in found:
        part = piece.text[max(0, begin - at) : max(0, end - at)]
        at += len(piece.text)
        if part:
            kept.append(Piece(part, piece.is_found))
    return kept
