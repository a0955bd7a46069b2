"""How a meeting is found by its words: only what its public page says."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.states import READABLE
from quartierlibre.foundation.search import operations as search
from quartierlibre.foundation.search.documents import Document, words_of

KIND = "meeting"


def tell(meeting: Meeting) -> None:
    """A page anyone may read is found; one in preparation, or taken back, is not."""
    if meeting.state in READABLE:
        search.index(document_of(meeting))
    else:
        search.forget(kind=KIND, key=str(meeting.pk))


def tell_all() -> int:
    """Every public meeting told again; gives how many."""
    return search.rebuild(KIND, _documents())


def document_of(meeting: Meeting) -> Document:
    words = [
        meeting.summary,
        *(meeting.get_kind_display(), meeting.town, meeting.venue_name, meeting.organiser, *meeting.partners),
        words_of(meeting.body),
        *(item.title for item in meeting.programme.all()),
        *(topic.name for topic in meeting.topics.all()),
    ]
    return Document(
        kind=KIND,
        key=str(meeting.pk),
        title=meeting.title,
        text=" · ".join(word for word in words if word),
        url=f"/agenda/{meeting.slug}/",
        date=timezone.localdate(meeting.starts_at),
        territories=[meeting.territory_id] if meeting.territory_id else [],
    )


def _documents() -> Iterator[Document]:
    public = Meeting.objects.filter(state__in=READABLE).prefetch_related("programme", "topics")
    yield from (document_of(meeting) for meeting in public.order_by("pk").iterator(chunk_size=500))
