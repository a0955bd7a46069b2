"""A thing to be found, as its room tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import strip_tags

LONGEST_TITLE, LONGEST_TEXT = 255, 100_000
# Signs no reader sees; two of them mark the words found (see `marks.py`), so none may come from outside.
BLOCK_ENDS = re.compile(r"(?=</(?:p|li|h[2-4]|div|blockquote|figcaption|cite)>)|(?=<(?:br|img))")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Document:
    """Only what anyone may read: whoever tells it answers for that."""

    kind: str
    key: str
    title: str
    text: str
    url: str
    date: date | None = None
    territories: Sequence[int] = ()


def words_of(html: str) -> str:
    """The words between the tags of safe HTML, blocks apart: a word with a tag inside stays one word."""
    return " ".join(strip_tags(BLOCK_ENDS.sub(" ", html)).split())


def clean(text: str, most: int) -> str:
    """Without unseen signs, no longer than `most`."""
    return UNSEEN.sub("", text)[:most]
