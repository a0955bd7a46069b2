"""Putting pages on the site without its screens: what an import and the demo do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from quartierlibre.cms.models import Article, FrontPage, NewsPage, NewsShelf, Picture, ResourcePage, ResourceShelf
from quartierlibre.domain.meetings.models import Topic
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.places.models import Territory

PARENTS: dict[type[Article], type[Page]] = {NewsPage: NewsShelf, ResourcePage: ResourceShelf}


@transaction.atomic
def add_picture(*, by: Person | None, title: str, description: str, content: bytes, credit: str = "") -> Picture:
    """A picture given to the site, with the words that stand for it."""
    picture = Picture(title=title, description=description, credit=credit, uploaded_by_user=by)
    picture.file.save(f"{title[:40]}.jpg", ContentFile(content), save=False)
    picture.full_clean(exclude=["collection"])
    picture.save()
    return picture


@transaction.atomic
def publish_page(
    *,
    by: Person | None,
    model: type[Article],
    slug: str,
    html: str,
    topics: Iterable[Topic] = (),
    territories: Iterable[Territory] = (),
    at: datetime | None = None,
    **said: Any,
) -> Article:
    """A page written and published at once; the same slug is the same page, published again if anything changed.

    `said` are its other columns (title, lead, heading, picture…). `at` is the moment it is dated.
    """
    known = model.objects.filter(slug=slug).first()
    page = known or model(slug=slug, owner=by)
    for name, value in {**said, "dated": at, "draft_title": said["title"]}.items():
        setattr(page, name, value)
    page.body = [("text", RichText(html))]
    if known is None:
        _parent_of(model).add_child(instance=page)
    page.topics.set(topics)
    page.territories.set(territories)
    page.save()
    page.save_revision(user=by, log_action=True, clean=False).publish(user=by)
    page.refresh_from_db()
    return page


def _parent_of(model: type[Article]) -> Page:
    shelf = PARENTS.get(model, FrontPage)
    return shelf.objects.get()


def announce(*, text: str, url: str = "", days: int | None = None) -> FrontPage:
    """The banner of every page; it comes down by itself after so many days."""
    front = FrontPage.objects.get()
    front.banner, front.banner_url = text, url
    front.banner_until = timezone.localdate() + timedelta(days=days) if days is not None else None
    front.save_revision().publish()
    front.refresh_from_db()
    return front
