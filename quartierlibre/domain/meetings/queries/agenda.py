"""What anyone reads of the agenda: lists page by page, months, and what filters offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from quartierlibre.domain.meetings.models import Meeting, Topic
from quartierlibre.domain.meetings.models.meeting import MeetingQuerySet
from quartierlibre.domain.meetings.rules.times import LONGEST, instant
from quartierlibre.domain.meetings.states import LISTED, MeetingKind
from quartierlibre.domain.places.models import Territory

# Written by hand: it is asked for with every page, and put together by Django it would cost more than its answer.
_REVISION = "SELECT revision FROM meetings_agendamark"
CARDS = 20
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
CURSOR = re.compile(r"(-?)([0-9]{1,17})\.([0-9]{1,18})", re.ASCII)
TOLD_AT = Coalesce("modified_at", "first_published_at")
MOST_IN_A_MONTH = 400


@dataclass(frozen=True)
class Sieve:
    """What a reader narrows the agenda to; "" or 0 is anything. Topics and territories are named by their slugs."""

    topic: str = ""
    territory: str = ""
    kind: str = ""
    news_type: int = 0
    past: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.topic or self.territory or self.kind or self.news_type)


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after this instant and key in the order of the list, or before when `back`."""

    at: datetime
    key: int
    back: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.back else ''}{(self.at - EPOCH) // MICROSECOND}.{self.key}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor written in an address; None for anything else."""
    found = CURSOR.fullmatch(text)
    if found is None:
        return None
    try:
        return Cursor(EPOCH + int(found[2]) * MICROSECOND, int(found[3]), bool(found[1]))
    except OverflowError:
        return None


@dataclass(frozen=True)
class Card:
    """A meeting as a list shows it."""

    slug: str
    title: str
    kind: str
    state: str
    starts_at: datetime
    ends_at: datetime | None
    has_hour: bool
    mode: str
    venue_name: str
    town: str
    summary: str


@dataclass(frozen=True)
class Shelf:
    """One page of the agenda, and where the pages before and after begin."""

    cards: tuple[Card, ...]
    before: Cursor | None
    after: Cursor | None


CARD = (
    *("slug", "title", "kind", "state", "starts_at", "ends_at", "has_hour", "mode"),
    *("venue_name", "town", "summary"),
)


@dataclass(frozen=True)
class Offered:
    """What filters offer: only what some meeting of the agenda bears."""

    topics: tuple[tuple[str, str], ...]
    territories: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


def revision() -> int:
    """Moves with anything the agenda shows: what was made from it stays true until then."""
    with connection.cursor() as cursor:
        cursor.execute(_REVISION)
        row = cursor.fetchone()
    return row[0] if row else 0


def start_of(day: date) -> datetime:
    """The instant a day begins in Paris."""
    return instant(day, time(0))


def sifted(sieve: Sieve) -> MeetingQuerySet:
    """The meetings of the agenda a sieve lets through, past and coming."""
    found = Meeting.objects.listed()
    if sieve.topic:
        bears = Meeting.topics.through.objects.filter(meeting=OuterRef("pk"), topic__slug=sieve.topic)
        found = found.filter(Exists(bears))
    if sieve.territory:
        found = found.filter(territory__slug=sieve.territory)
    if sieve.news_type:
        found = found.filter(news_type=sieve.news_type)
    return found.filter(kind=sieve.kind) if sieve.kind else found


def shelf(sieve: Sieve, *, today: date, cursor: Cursor | None = None, size: int = CARDS) -> Shelf:
    """A page of the list in its order, from the cursor on; one query whatever the size."""
    since = start_of(today)
    found = sifted(sieve)
    found = found.past(since) if sieve.past else found.coming(since)
    if cursor is not None:
        found = _beyond(found, cursor, descending=sieve.past != cursor.back)
    rows = list(found.values_list(*CARD, "pk")[: size + 1])
    goes_on, rows = len(rows) > size, rows[:size]
    is_back = cursor is not None and cursor.back
    if is_back:
        rows.reverse()
    if not rows:
        return Shelf((), None, None)
    first, last = (Cursor(row[4], row[-1]) for row in (rows[0], rows[-1]))
    return Shelf(
        cards=tuple(Card(*row[:-1]) for row in rows),
        before=Cursor(first.at, first.key, back=True) if (goes_on if is_back else cursor is not None) else None,
        after=last if is_back or goes_on else None,
    )


def _beyond(found: MeetingQuerySet, cursor: Cursor, *, descending: bool) -> MeetingQuerySet:
    """Strictly further in the order, which turns round when one goes back; a first bound lets the index start there."""
    if descending:
        further = Q(starts_at__lt=cursor.at) | Q(starts_at=cursor.at, pk__lt=cursor.key)
        return found.filter(further, starts_at__lte=cursor.at).order_by("-starts_at", "-pk")
    further = Q(starts_at__gt=cursor.at) | Q(starts_at=cursor.at, pk__gt=cursor.key)
    return found.filter(further, starts_at__gte=cursor.at).order_by("starts_at", "pk")


def month(sieve: Sieve, first: date) -> tuple[Card, ...]:
    """Every meeting that touches this month, in order."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    start, end = start_of(first), start_of(after)
    begins = Q(starts_at__gte=start) | Q(last_moment__gt=start)
    found = sifted(sieve).filter(begins, starts_at__lt=end, starts_at__gte=start - LONGEST)
    rows = found.order_by("starts_at", "pk").values_list(*CARD)[:MOST_IN_A_MONTH]
    return tuple(Card(*row) for row in rows)


def offered() -> Offered:
    """Two queries; the same for everyone until the agenda changes."""
    listed = Meeting.objects.listed()
    bears = Meeting.topics.through.objects.filter(topic=OuterRef("pk"), meeting__state__in=LISTED)
    topics = Topic.objects.filter(Exists(bears)).values_list("slug", "name")
    territories = Territory.objects.filter(Exists(listed.filter(territory=OuterRef("pk")))).order_by("name", "pk")
    kinds = [(str(kind), str(kind.label)) for kind in MeetingKind]
    return Offered(tuple(topics), tuple(territories.values_list("slug", "name")), tuple(kinds))


def for_calendars(sieve: Sieve, *, since: datetime, most: int) -> Sequence[Meeting]:
    """What a calendar tells: everything from this instant on, soonest first, with its place and its themes."""
    found = sifted(sieve).filter(starts_at__gte=since).order_by("starts_at", "pk")
    return list(found.select_related("series", "territory").prefetch_related("topics")[:most])


def newest(sieve: Sieve, *, most: int) -> Sequence[Meeting]:
    """What was announced or changed last."""
    found = sifted(sieve).alias(told_at=TOLD_AT).order_by("-told_at", "-pk")
    return list(found.select_related("series", "territory").prefetch_related("topics")[:most])
