"""A moment as calendars read it (iCalendar, RFC 5545): one event, in UTC, that a phone adds in one tap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from quartierlibre.foundation.outbox.envelope import Attachment

LONGEST_LINE = 75  # bytes (RFC 5545, 3.1)


@dataclass(frozen=True)
class Moment:
    """`uid` never changes; `revision` grows with each change, so that the same event is moved, not added again.

    The end is not written: nobody knows when a committee ends. `starts_at` and `written_at` are aware.
    """

    uid: str
    starts_at: datetime
    written_at: datetime
    title: str
    place: str = ""
    words: str = ""
    url: str = ""
    revision: int = 0
    is_cancelled: bool = False


def attached(moment: Moment, name: str = "seance.ics") -> Attachment:
    """The event as a file joined to an e-mail."""
    method = "CANCEL" if moment.is_cancelled else "PUBLISH"
    return Attachment(name=name, type="text/calendar", text=written(moment, method))


def written(moment: Moment, method: str = "PUBLISH") -> str:
    """The text of the calendar, lines cut and ended as the standard says."""
    said = [
        ("UID", moment.uid),
        ("SEQUENCE", str(moment.revision)),
        ("DTSTAMP", _instant(moment.written_at)),
        ("DTSTART", _instant(moment.starts_at)),
        ("SUMMARY", _text(moment.title)),
        ("LOCATION", _text(moment.place)),
        ("DESCRIPTION", _text(moment.words)),
        ("URL", moment.url),
        ("STATUS", "CANCELLED" if moment.is_cancelled else "CONFIRMED"),
    ]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Quartier Libre//FR", f"METHOD:{method}", "BEGIN:VEVENT"]
    lines = [*head, *(f"{name}:{value}" for name, value in said if value), "END:VEVENT", "END:VCALENDAR"]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Backslashes, semicolons, commas and new lines are escaped (RFC 5545, 3.3.11); other control signs are dropped."""
    escaped = re.sub(r"([\\;,])", r"\\\1", words.strip()).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in escaped if sign.isprintable() or sign == "\u00a0")


def _folded(line: str) -> str:
    """Never more than 75 bytes, never cut inside a letter; what follows starts with a space."""
    parts, rest = [""], line
    for sign in rest:
        if len((parts[-1] + sign).encode()) > LONGEST_LINE:
            parts.append(" ")
        parts[-1] += sign
    return "\r\n".join(parts)
