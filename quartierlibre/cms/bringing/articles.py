"""A page which is no meeting becomes news, or a resource, of the editorial site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from quartierlibre.cms.bringing.html import html_of
from quartierlibre.cms.bringing.items import Remarks, hashed, topics_of
from quartierlibre.cms.bringing.pictures import Found
from quartierlibre.cms.models import Article, Heading, NewsPage, NewsShelf, ResourcePage, ResourceShelf
from quartierlibre.cms.models.headings import Shelf
from quartierlibre.cms.old_pages.inline import words_of
from quartierlibre.cms.old_pages.lines import fold
from quartierlibre.cms.old_pages.page import PARIS, Block, OldPage, Term
from quartierlibre.cms.typography import set_text
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import refuse_if

_RESOURCE = re.compile(r"\b(ressource|guide|document|publication|outil|etude|fiche|resource)")
LONGEST_ADDRESS = 400


class ArticleWriter:
    """Writes one page as an article: drafts are revisions, as an editor would leave them."""

    def __init__(self, page: OldPage, *, by: Machine, remarks: Remarks, pictures: Sequence[Found] = ()) -> None:
        self.page, self.by, self.remarks, self.pictures = page, by, remarks, pictures
        self.is_resource = bool(page.kind and _RESOURCE.search(fold(page.kind.name)))
        self.kind = "resource" if self.is_resource else "news"
        self.model: type[Any] = ResourcePage if self.is_resource else NewsPage

    def find(self, source_url: str) -> Article | None:
        found = Article.objects.filter(source_url=source_url).first() if source_url else None
        return found.specific if found else None

    def create(self) -> Article:
        shelf = (ResourceShelf if self.is_resource else NewsShelf).objects.first()
        message = _("le site n’a pas encore de liste où ranger cette page : créez-la d’abord dans l’éditeur.")
        refuse_if(shelf is None, "article.no_shelf", message).enforce()
        item: Article = self.model(title=self._title(), slug=self._free_slug(shelf), live=False)
        self._write(item)
        shelf.add_child(instance=item)
        self._write_links(item)
        item.save_revision(log_action=True)
        return item

    def update(self, item: Article) -> None:
        item.title, item.draft_title = self._title(), self._title()
        self._write(item)
        self._write_links(item)
        revision = item.save_revision(log_action=True)
        if item.live:
            revision.publish()

    def publish(self, item: Article) -> bool:
        if item.live:
            return False
        latest = item.latest_revision
        dated = item.dated
        latest.publish()
        item.refresh_from_db()
        return bool(item.live and (dated is None or item.dated == dated))

    def state(self, item: Article) -> str:
        return "published" if item.live else "draft"

    def address(self, item: Article) -> str:
        return item.get_url() or ""

    def fingerprint(self, item: Article) -> str:
        """What its latest version says, draft or not."""
        latest = item.get_latest_revision_as_object()
        heading = latest.heading_id
        topics = sorted(topic.pk for topic in latest.topics.all())
        return hashed([latest.title, latest.lead, latest.body.get_prep_value(), heading, topics, latest.dated])

    def term_addresses(self, item: Article) -> list[tuple[str, str]]:
        parent = item.get_parent().specific.get_url() or ""
        heading = getattr(item, "heading", None)
        if heading and self.page.kind and self.page.kind.old_id:
            return [(self.page.kind.href, f"{parent}?type={heading.slug}")]
        return []

    def _title(self) -> str:
        return set_text(self.page.title)

    def _free_slug(self, shelf: Any) -> str:
        start = slugify(self.page.title)[:80].strip("-") or "page"
        taken = set(shelf.get_children().filter(slug__startswith=start).values_list("slug", flat=True))
        return next(each for n in range(1, 9999) if (each := start if n == 1 else f"{start}-{n}") not in taken)

    def _write(self, item: Any) -> None:
        item.body = [*_stream(self.page.body, self.pictures)]
        item.heading = self._heading(self.page.kind) if self.page.kind else None
        item.dated = self.page.published_at or _start_of(self.page)
        item.source_url = self.page.source_url[:LONGEST_ADDRESS]

    def _write_links(self, item: Any) -> None:
        item.topics.set(topics_of(self.page, self.by))

    def _heading(self, term: Term) -> Heading:
        """The kind of news or resource of this old number, or of this name; made if new."""
        shelf = Shelf.RESOURCES if self.is_resource else Shelf.NEWS
        slug = slugify(term.name)[:60].strip("-") or "type"
        of_shelf = Heading.objects.filter(shelf=shelf)
        known = of_shelf.filter(old_id=term.old_id).first() if term.old_id else None
        known = known or of_shelf.filter(slug=slug).first()
        if known is None:
            known = Heading.objects.create(shelf=shelf, label=set_text(term.name)[:80], slug=slug, old_id=term.old_id)
        elif term.old_id and not known.old_id:
            known.old_id = term.old_id
            known.save(update_fields=["old_id"])
        return known


def _start_of(page: OldPage) -> datetime | None:
    return datetime.combine(page.published_on, time(0), PARIS) if page.published_on else None


def _stream(body: tuple[Block, ...], pictures: Sequence[Found] = ()) -> list[tuple[str, Any]]:
    """Text in one block, cut where somebody is quoted and where a picture stands: after the words before it."""
    stream: list[tuple[str, Any]] = []
    waiting: list[Block] = []
    ahead = sorted(pictures, key=lambda each: each.image.line)
    for block in body:
        while ahead and ahead[0].image.line < block.line:
            stream += [*_text(waiting), _shown(ahead.pop(0))]
            waiting = []
        if block.kind == "quote":
            stream += _text(waiting)
            stream.append(("quote", {"words": words_of(block.runs), "who": ""}))
            waiting = []
        else:
            waiting.append(block)
    return [*stream, *_text(waiting), *map(_shown, ahead)]


def _shown(found: Found) -> tuple[str, Any]:
    return "picture", {"picture": found.picture(), "caption": ""}


def _text(blocks: list[Block]) -> list[tuple[str, Any]]:
    html = html_of(blocks).replace("<strong>", "<b>").replace("</strong>", "</b>")
    return [("text", RichText(html.replace("<em>", "<i>").replace("</em>", "</i>")))] if blocks else []
