"""What the newsroom shows on every page of the site (`pagekit/newsroom.py`), read when it changes."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from django.db import DatabaseError
from django.utils import timezone
from django.utils.safestring import SafeString

from quartierlibre.cms import queries
from quartierlibre.cms.models import FrontPage, NewsShelf, PlainPage
from quartierlibre.cms.rendering import body_of
from quartierlibre.cms.typography import set_text
from quartierlibre.foundation.questions import answers
from quartierlibre.pagekit.newsroom import NOTHING, Around, Link, News

SECONDS = 60  # something published in another process is seen after that long
# Whatever is done to a page, here or elsewhere, Wagtail writes down once it is done.
_LAST_ACT = "SELECT max(id) FROM wagtailcore_pagelogentry"


@dataclass(frozen=True)
class _Kept:
    """What was read, and what it holds for: no act on a page since, and the same hour (a banner ends with its day)."""

    around: Around
    mark: Hashable
    asked_at: float


_kept: _Kept | None = None
_lock = Lock()


def around() -> Around:
    """Once a minute one query tells whether anything was done to a page; everything is read again only then."""
    global _kept
    with _lock:
        kept = _kept
    if kept and time.monotonic() - kept.asked_at < SECONDS:
        return kept.around
    try:
        now, mark = time.monotonic(), _mark()
        read = kept.around if kept and kept.mark == mark else _read()
    except DatabaseError:  # the page that says the site is broken is shown all the same
        return NOTHING
    with _lock:
        _kept = _Kept(read, mark, now)
    return read


def _mark() -> Hashable:
    return answers(_LAST_ACT, {})[0][0], f"{timezone.localtime():%Y-%m-%dT%H}"


def forget() -> None:
    """Read again at the next page: something was published by this process."""
    global _kept
    with _lock:
        _kept = None


def words(slug: str) -> SafeString:
    """The body of a plain page of this address at the top of the site: it completes the page of the house."""
    page = PlainPage.objects.live().filter(slug=slug, depth=3).first()
    return body_of(page) if page else SafeString("")


def _read() -> Around:
    front = FrontPage.objects.live().first()
    if front is None:
        return NOTHING
    links = front.menu_links.select_related("target").order_by("sort_order")
    shown = queries.newest_news(front.news_shown)
    shelf = NewsShelf.objects.live().first()
    return Around(
        banner=set_text(front.banner) if front.has_banner else "",
        banner_href=front.banner_url if front.has_banner else "",
        links=tuple(
            Link(link.label, link.path or link.target.get_url() or "/")
            for link in links
            if link.target is None or link.target.live
        ),
        news=tuple(
            News(set_text(page.title), page.get_url() or "", set_text(page.lead), timezone.localdate(page.at))
            for page in shown
        ),
        news_href=shelf.get_url() or "" if shelf else "",
    )
