"""Adding to what can be found, and taking away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from quartierlibre.foundation.search.documents import LONGEST_TEXT, LONGEST_TITLE, Document, clean
from quartierlibre.foundation.search.models import SearchDocument

TOLD = ("title", "text", "url", "date", "territories")
AT_ONCE = 500


def index(document: Document) -> None:
    """It is found from the commit on; told again, it replaces what was told. Raises RuntimeError outside a
    transaction: what is found is exactly what was published.
    """
    _inside_a_transaction()
    _write([document])


def forget(*, kind: str, key: str) -> None:
    """It is found no more. Forgetting what was never told is nothing. Raises RuntimeError outside a transaction."""
    _inside_a_transaction()
    SearchDocument.objects.filter(kind=kind, key=key).delete()


@transaction.atomic
def rebuild(kind: str, documents: Iterable[Document]) -> int:
    """All of one kind told again: what is not told any more is forgotten. Gives how many are found."""
    told = iter(documents)
    keys: list[str] = []
    while batch := list(islice(told, AT_ONCE)):
        if strangers := {each.kind for each in batch} - {kind}:
            raise ValueError(f"Told as {kind}: {', '.join(sorted(strangers))}")
        _write(batch)
        keys += [each.key for each in batch]
    SearchDocument.objects.filter(kind=kind).exclude(key__in=keys).delete()
    return len(keys)


def rebuild_all() -> Iterator[tuple[str, int]]:
    """Every kind told again by the room that publishes it (`SEARCH_SOURCES`), each in its own transaction."""
    sources: Mapping[str, str] = settings.SEARCH_SOURCES
    for kind, path in sources.items():
        with transaction.atomic():
            yield kind, import_string(path)()


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("What can be found changes in the transaction of what is published.")


def _write(documents: Iterable[Document]) -> None:
    SearchDocument.objects.bulk_create(
        [_row(each) for each in documents],
        update_conflicts=True,
        unique_fields=("kind", "key"),
        update_fields=TOLD,
    )


def _row(document: Document) -> SearchDocument:
    return SearchDocument(
        kind=document.kind,
        key=document.key,
        title=clean(document.title, LONGEST_TITLE),
        text=clean(document.text, LONGEST_TEXT),
        url=document.url,
        date=document.date,
        territories=sorted(document.territories),
    )
