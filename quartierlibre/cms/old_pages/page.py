"""What a printed page of an older site said, once read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from quartierlibre.cms.old_pages.lines import fold

PARIS = ZoneInfo("Europe/Paris")  # the older site lived there, wherever this server is
_AGENDA = re.compile(r"\b(agenda|evenement|event|meeting)")


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of the report should know: `guessed`, `left_out` or `reported` (a contradiction)."""

    kind: str
    code: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Words which share one look and one address."""

    text: str
    href: str = ""
    strong: bool = False
    emphasis: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Item:
    runs: Runs
    line: int
    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, quotation or list of the body; `programme` when its lines are timed items."""

    kind: str  # paragraph, heading, quote, bullets, numbers
    line: int
    runs: Runs = ()
    level: int = 0
    items: tuple[Item, ...] = ()
    programme: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a taxonomy, with the identifier the older site gave it."""

    name: str
    href: str = ""
    old_id: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """Days, and hours when they are told; a day without hour stays a day."""

    first: date
    last: date
    start: time | None = None
    end: time | None = None

    @property
    def starts_at(self) -> datetime | None:
        return datetime.combine(self.first, self.start, PARIS) if self.start else None

    @property
    def ends_at(self) -> datetime | None:
        return datetime.combine(self.last, self.end, PARIS) if self.end else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens: the words of the page, and what could be told apart in them."""

    words: str
    commune: str = ""
    postal_code: str = ""
    venue: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing done during a timed item."""

    title: str
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Step:
    """One timed item of a programme."""

    start: time
    title: str
    kind: str
    line: int
    end: time | None = None
    parts: tuple[Part, ...] = ()
    day: int = 0  # 0 the first day, 1 the next one…


@dataclass(frozen=True, slots=True)
class FootLink:
    number: int
    href: str
    line: int


@dataclass(frozen=True, slots=True)
class OldImage:
    """A picture a page names: its address as written, the words that stand for it, the remark made of it."""

    address: str
    words: str
    note: Note

    @property
    def line(self) -> int:
        return self.note.line or 0


@dataclass(frozen=True, slots=True)
class OldPage:
    """Everything a page said. `lines` tells where each part was found."""

    title: str
    source_url: str
    body: tuple[Block, ...]
    kind: Term | None = None
    themes: tuple[Term, ...] = ()
    when: When | None = None
    welcome: time | None = None
    place: Place | None = None
    programme: tuple[Step, ...] = ()
    published_at: datetime | None = None
    published_on: date | None = None
    modified_at: datetime | None = None
    modified_on: date | None = None
    foot: tuple[FootLink, ...] = ()
    images: tuple[OldImage, ...] = ()
    format: str = "text"
    encoding: str = "utf-8"
    notes: tuple[Note, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def is_meeting(self) -> bool:
        """An agenda item is one which says when; without its type, it says when and where."""
        agenda = self.kind is not None and bool(_AGENDA.search(fold(self.kind.name)))
        return self.when is not None and (agenda or self.place is not None)
