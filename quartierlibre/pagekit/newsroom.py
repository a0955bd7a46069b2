"""What the newsroom adds to every page: a banner, links of the menu, words under a legal page.

Pages know nobody who writes: `NEWSROOM` names a module with `around() -> Around` and `words(slug) -> str`; empty, the
site has no newsroom and pages go without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class News:
    """A few words about a page just published."""

    title: str
    href: str
    lead: str
    day: date


@dataclass(frozen=True)
class Around:
    """The same for every reader, until the newsroom publishes again."""

    banner: str = ""
    banner_href: str = ""
    links: Sequence[Link] = ()
    news: Sequence[News] = ()
    news_href: str = ""  # where all the news are


NOTHING = Around()


def around() -> Around:
    room = _room()
    return cast(Around, room.around()) if room else NOTHING


def words(slug: str) -> SafeString:
    """What the newsroom wrote to complete a page of the house (legal notice, accessibility); empty when nothing."""
    room = _room()
    return cast(SafeString, room.words(slug)) if room else SafeString("")


def _room() -> Any:
    return import_module(settings.NEWSROOM) if settings.NEWSROOM else None
