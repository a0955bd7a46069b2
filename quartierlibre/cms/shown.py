"""What the newsroom shows on every page of the site (`pagekit/newsroom.py`), read at most once a minute."""

from __future__ import annotations

import time
from threading import Lock

from django.db import DatabaseError
from django.utils import timezone
from django.utils.safestring import SafeString

from quartierlibre.cms import queries
from quartierlibre.cms.models import FrontPage, NewsShelf, PlainPage
from quartierlibre.cms.rendering import body_of
from quartierlibre.cms.typography import set_text
from quartierlibre.pagekit.newsroom import NOTHING, Around, Link, News

SECONDS = 60  # a banner changed in another process is seen after that long
_kept: tuple[float, Around] | None = None
_lock = Lock()


def around() -> Around:
    global _kept
    with _lock:
        kept = _kept
    if kept and time.monotonic() - kept[0] < SECONDS:
        return kept[1]
    try:
        read = _read()
    except DatabaseError:  # the page that says the site is broken is shown all the same
        return NOTHING
    with _lock:
        _kept = (time.monotonic(), read)
    return read


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
