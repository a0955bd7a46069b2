"""What a page becomes, whichever sort of item writes it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import telling
from quartierlibre.cms.old_pages.page import Note, OldImage, OldPage
from quartierlibre.cms.typography import set_text
from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import Topic
from quartierlibre.foundation.journal.operations import Machine

BIGGEST_NUMBER = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Brought:
    """What was done with a page, for the report: `status` is created, updated, unchanged or kept."""

    kind: str
    status: str
    title: str
    state: str
    address: str
    pk: int | None
    redirects: tuple[str, ...] = ()
    pictures: tuple[OldImage, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass
class Remarks:
    """Said while an item is written, beside what was said while its page was read."""

    notes: list[Note] = field(default_factory=list)

    def guess(self, code: str, message: str, line: int | None = None) -> None:
        self.notes.append(Note("guessed", code, message, line))

    def leave_out(self, code: str, message: str, line: int | None = None) -> None:
        self.notes.append(Note("left_out", code, message, line))

    def report(self, code: str, message: str, line: int | None = None) -> None:
        self.notes.append(Note("reported", code, message, line))


class Writer(Protocol):
    """How one sort of item is made from a page, and recognised again."""

    kind: str

    def find(self, source_url: str) -> Any:
        """An item of this source made by other means, if any."""

    def create(self) -> Any: ...

    def update(self, item: Any) -> None: ...

    def publish(self, item: Any) -> bool:
        """Put it before readers; True when it was not yet."""

    def fingerprint(self, item: Any) -> str:
        """The same as long as nobody changes what the page says."""

    def state(self, item: Any) -> str: ...

    def address(self, item: Any) -> str: ...

    def term_addresses(self, item: Any) -> list[tuple[str, str]]:
        """Old addresses of its themes and type, each with the new one."""


def hashed(said: Any) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(page: OldPage, html: str) -> str:
    """What a page says, whatever its file looks like: another spacing or encoding is the same page."""
    apart = ("lines", "format", "encoding", "links", "paragraphs")
    said = {name: value for name, value in telling.understood(page).items() if name not in apart}
    said["programme"] = [{**step, "line": 0} for step in said["programme"]]
    return hashed([said, html])


def old_number(old_id: str) -> int | None:
    """The number of a term on the older site, when our tables can hold it."""
    return int(old_id) if old_id and 0 < int(old_id) <= BIGGEST_NUMBER else None


def topics_of(page: OldPage, by: Machine) -> list[Topic]:
    """Its themes, each made once and found again by its old number."""
    return [
        operations.topic_for(by=by, name=set_text(term.name), old_id=old_number(term.old_id)) for term in page.themes
    ]


def shortened(text: str, longest: int, remarks: Remarks, line: int | None) -> str:
    """Cut at a word when it is longer than its place allows, and said."""
    if len(text) <= longest:
        return text
    message = _("Trop long, coupé : « %(words)s ».") % {"words": text}
    remarks.leave_out("text.cut", message, line)
    return f"{text[: longest - 1].rpartition(' ')[0] or text[: longest - 1]}…"
