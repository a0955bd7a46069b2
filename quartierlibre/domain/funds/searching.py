"""How a fund is found by its words: only what its public page says."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser

from quartierlibre.domain.funds.models import Fund
from quartierlibre.foundation.search import operations as search
from quartierlibre.foundation.search.documents import Document

KIND = "fund"


def tell(fund: Fund) -> None:
    """Make a fund anyone may read found; one being prepared is not."""
    if fund.opened_on is not None or fund.is_reference:
        search.index(document_of(fund))


def tell_all() -> int:
    """Every public fund told again; gives how many."""
    return search.rebuild(KIND, _documents())


def document_of(fund: Fund) -> Document:
    words = [fund.presentation, fund.manager_name, str(fund.territory), str(fund.scheme), *_places(fund)]
    return Document(
        kind=KIND,
        key=fund.slug,
        title=fund.name,
        text=" · ".join(word for word in words if word),
        url=f"/fonds/{fund.slug}/",
        date=fund.opened_on,
        territories=[fund.territory_id],
    )


def _places(fund: Fund) -> Iterator[str]:
    """Names one would look for: sectors, communes, neighbourhoods."""
    for places in (fund.sectors, fund.communes, fund.neighbourhoods):
        yield from places.order_by("name").values_list("name", flat=True)


def _documents() -> Iterator[Document]:
    public = Fund.objects.visible_to(AnonymousUser()).select_related("territory", "scheme")
    yield from (document_of(fund) for fund in public.order_by("pk"))
