"""Atom feeds (RFC 4287): one writer for the agenda and for the news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """A page in a feed. `key` never changes; `html` is already safe; instants are aware."""

    key: str
    title: str
    url: str
    html: str
    published: datetime
    updated: datetime
    author: str = ""
    categories: tuple[str, ...] = ()


def written(*, title: str, subtitle: str, url: str, self_url: str, entries: Iterable[Entry]) -> bytes:
    """The feed as bytes; its own date is the one of its latest entry."""
    feed = _Feed(title=title, link=url, description="", subtitle=subtitle, language="fr", feed_url=self_url)
    for each in entries:
        feed.add_item(
            title=each.title,
            link=each.url,
            description=each.html,
            unique_id=each.key,
            pubdate=each.published,
            updateddate=each.updated,
            author_name=each.author or title,
            categories=each.categories,
        )
    text: str = feed.writeString("utf-8")
    return text.encode()


class _Feed(Atom1Feed):
    """Django's, without its reading of an empty feed as changed now: the same content gives the same bytes."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime.fromisoformat("2017-01-01T00:00:00+00:00"))
