"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, models, transaction
from django.db.models import QuerySet

from quartierlibre.foundation.journal import chain
from quartierlibre.foundation.journal.chain import Anchor, Link, Reading
from quartierlibre.foundation.journal.models import Event, Head
from quartierlibre.foundation.questions import answers

ROWS_AT_ONCE = 5_000
_LINKS = """
    SELECT territory_id, sequence, (extract(epoch FROM at) * 1000000)::bigint, name, actor_id, machine,
           subject_type, subject_id, request_id, data::text, previous, hash, id
    FROM journal_event WHERE %(territory)s::bigint IS NULL OR territory_id = %(territory)s
    ORDER BY territory_id, sequence
"""
_POSITIONS = """
    SELECT territory_id, sequence FROM journal_head WHERE territory_id = ANY(%(territories)s) ORDER BY territory_id
"""


def history(about: models.Model) -> QuerySet[Event]:
    """Everything that happened to one thing, oldest first."""
    return Event.objects.filter(subject_type=about._meta.label_lower, subject_id=str(about.pk)).order_by("pk")


def heads(territory_id: int | None = None) -> list[Anchor]:
    """Where each chain stands now; kept outside, these lines betray a chain cut short or made anew."""
    found = Head.objects.order_by("territory_id")
    if territory_id is not None:
        found = found.filter(territory_id=territory_id)
    return [Anchor(head.territory_id, head.sequence, bytes(head.hash).hex()) for head in found]


def positions(*territory_ids: int) -> tuple[tuple[int, int], ...]:
    """How far each chain has come, in one query: equal as long as nothing has happened there. See `pagekit.kept`."""
    return tuple(answers(_POSITIONS, {"territories": list(territory_ids)}))


def read_chains(*, territory_id: int | None = None, anchors: Iterable[Anchor] = ()) -> Reading:
    """Read the journal again, whole or one territory's chain. Rows pass as a stream: memory stays flat."""
    with transaction.atomic():
        # Heads first: a row added meanwhile lies beyond its head, never short of it.
        kept = [anchor for anchor in anchors if territory_id in (None, anchor.territory_id)]
        return chain.read(_links(territory_id), [*heads(territory_id), *kept])


def _links(territory_id: int | None) -> Iterator[Link]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LINKS, {"territory": territory_id})
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from map(Link._make, rows)
