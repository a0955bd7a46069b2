"""How pages are found by their words: once published, and only while they are."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from wagtail.models import Page

from quartierlibre.cms.models import Article, NewsPage, PlainPage, ResourcePage
from quartierlibre.foundation.search import operations as search
from quartierlibre.foundation.search.documents import Document, words_of

KINDS: dict[type[Article], str] = {NewsPage: "news", ResourcePage: "resource", PlainPage: "page"}


def tell(page: Page) -> None:
    """Make a published page found; pages that only list others are not."""
    found = page.specific
    kind = KINDS.get(type(found))
    if kind and found.live:
        search.index(document_of(found, kind))


def forget(page: Page) -> None:
    for kind in KINDS.values():
        search.forget(kind=kind, key=str(page.pk))


def tell_all_news() -> int:
    return _tell_all(NewsPage)


def tell_all_resources() -> int:
    return _tell_all(ResourcePage)


def tell_all_pages() -> int:
    return _tell_all(PlainPage)


def _tell_all(model: type[Article]) -> int:
    kind = KINDS[model]
    return search.rebuild(kind, _documents(model, kind))


def _documents(model: type[Article], kind: str) -> Iterator[Document]:
    for page in model.objects.live().order_by("pk").iterator(chunk_size=100):
        yield document_of(page, kind)


def document_of(page: Article, kind: str) -> Document:
    heading = getattr(page, "heading", None)
    words = [page.lead, str(heading or ""), words_of(str(page.body))]
    return Document(
        kind=kind,
        key=str(page.pk),
        title=page.title,
        text=" ".join(word for word in words if word),
        url=page.get_url() or "",
        date=timezone.localdate(page.published_at),
        territories=[territory.pk for territory in page.territories.all()],
    )
