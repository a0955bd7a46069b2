"""What is said of a meeting, as one value: forms, imports and the demonstration hand it over, operations write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from quartierlibre.domain.meetings.models import NewsType, Series
from quartierlibre.domain.meetings.rules.times import Times
from quartierlibre.domain.meetings.states import ItemKind, MeetingKind, Mode
from quartierlibre.domain.places.models import Commune, Territory
from quartierlibre.foundation import rich_text


@dataclass(frozen=True)
class Facts:
    """A meeting as it is told: when, what, where, and the words of its page.

    `slug` is a wish for the address, used at creation only. `first_published_at` and `modified_at` are kept from the
    page it was brought from, whose address is `source_url`.
    """

    title: str
    times: Times
    kind: MeetingKind = MeetingKind.OTHER
    series: Series | None = None
    territory: Territory | None = None
    commune: Commune | None = None
    organiser: str = ""
    partners: tuple[str, ...] = ()
    mode: Mode = Mode.ON_SITE
    remote_url: str = ""
    venue_name: str = ""
    venue_address: str = ""
    town: str = ""
    longitude: float | None = None
    latitude: float | None = None
    access_notes: str = ""
    summary: str = ""
    body: str = ""
    news_type: NewsType | None = None
    source_url: str | None = None
    first_published_at: datetime | None = None
    modified_at: datetime | None = None
    slug: str = ""

    def cleaned(self) -> Facts:
        """As it is kept: words trimmed, HTML made safe, the name of the commune as the town when none is given."""
        trimmed = {name: str(getattr(self, name)).strip() for name in TRIMMED}
        trimmed["town"] = trimmed["town"] or (self.commune.name if self.commune else "")
        return replace(
            self,
            **trimmed,  # type: ignore[arg-type]
            partners=tuple(each.strip() for each in self.partners if each.strip()),
            body=rich_text.clean(self.body),
            source_url=(self.source_url or "").strip() or None,
            slug="",
        )

    def has_place(self) -> bool:
        """Whether somebody who comes knows where to go."""
        return bool(self.venue_name or self.venue_address or self.town)


TRIMMED = (
    "title",
    "organiser",
    "remote_url",
    "venue_name",
    "venue_address",
    "town",
    "access_notes",
    "summary",
)
# Written on the row as they are; the times and partners are not.
WRITTEN = (
    *TRIMMED,
    "kind",
    "series",
    "territory",
    "commune",
    "mode",
    "longitude",
    "latitude",
    "body",
    "news_type",
    "source_url",
    "first_published_at",
    "modified_at",
)


@dataclass(frozen=True)
class Item:
    """A moment of the programme, in its place among the others."""

    title: str
    kind: ItemKind = ItemKind.OTHER
    at: datetime | None = None
