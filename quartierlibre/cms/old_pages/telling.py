"""What was understood of a page, as plain values for JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time
from typing import Any

from quartierlibre.cms.old_pages.page import Note, OldPage, Step


def understood(page: OldPage) -> dict[str, Any]:
    """Every part of the page which was read, and the line it was found at."""
    return {
        "title": page.title,
        "source_url": page.source_url,
        "kind": asdict(page.kind) if page.kind else None,
        "themes": [asdict(term) for term in page.themes],
        "when": _when(page),
        "place": asdict(page.place) if page.place else None,
        "programme": [_step(step) for step in page.programme],
        "published": _day(page.published_at or page.published_on),
        "modified": _day(page.modified_at or page.modified_on),
        "paragraphs": len(page.body),
        "links": [{"number": link.number, "href": link.href} for link in page.foot],
        "format": page.format,
        "encoding": page.encoding,
        "lines": page.lines,
    }


def notes(page: OldPage, kind: str, more: tuple[Note, ...] = ()) -> list[dict[str, Any]]:
    """The notes of one kind, those said after reading among them, in the order of the file."""
    chosen = [note for note in (*page.notes, *more) if note.kind == kind]
    return [_note(note) for note in sorted(chosen, key=lambda note: note.line or 0)]


def _note(note: Note) -> dict[str, Any]:
    return {"line": note.line, "code": note.code, "message": note.message}


def _when(page: OldPage) -> dict[str, Any] | None:
    if page.when is None:
        return None
    when = page.when
    return {
        "first_day": when.first.isoformat(),
        "last_day": when.last.isoformat(),
        "welcome": _hour(page.welcome),
        "starts_at": _day(when.starts_at),
        "ends_at": _day(when.ends_at),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "day": step.day,
        "start": _hour(step.start),
        "end": _hour(step.end),
        "title": step.title,
        "kind": step.kind,
        "line": step.line,
        "parts": [asdict(part) for part in step.parts],
    }


def _hour(hour: time | None) -> str | None:
    return hour.strftime("%H:%M") if hour else None


def _day(day: date | None) -> str | None:
    """A day stays a day; an instant says its distance to Greenwich."""
    return day.isoformat() if day else None
