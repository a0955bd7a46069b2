"""Addresses of pages, in words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.utils.text import slugify

LONGEST = 70
NOTHING_LEFT = "rencontre"
# Words of the agenda's own addresses: no page may take one.
RESERVED = frozenset(
    {
        "flux",
        "calendrier",
        "serie",
        "territoire",
        "theme",
        "preparer",
        "nouvelle",
        "inscription",
        "organiser",
        "attestation",
        "formations",
    }
)


def free_slug(words: str, *, taken: Iterable[str]) -> str:
    """The words as an address, with a number when it is taken."""
    known = {*taken, *RESERVED}
    start = _whole_words(slugify(words.replace("œ", "oe").replace("Œ", "oe"))) or NOTHING_LEFT
    start = start if not start.isdigit() else f"{NOTHING_LEFT}-{start}"
    return next(each for number in count(1) if (each := start if number == 1 else f"{start}-{number}") not in known)


def _whole_words(slug: str) -> str:
    """As many of its words as an address holds; a first word too long for one is cut."""
    if len(slug) <= LONGEST:
        return slug.strip("-")
    kept = slug[: LONGEST + 1]
    return (kept.rpartition("-")[0] or kept[:LONGEST]).strip("-")
