"""How two devices write in one draft without erasing each other: field by field, three ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quartierlibre.domain.applications.reading import is_blank


@dataclass(frozen=True)
class Conflict:
    """Two devices wrote in the same field: what is current now, and what was set aside (and can be taken back)."""

    field: str
    current: Any
    set_aside: Any


@dataclass(frozen=True)
class Merge:
    """`before` and `after` of each field that changes; `kept_back` is what arrived and was not made current."""

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    kept_back: Mapping[str, Any] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.after and not self.kept_back


def merge(*, seen: Mapping[str, Any], current: Mapping[str, Any], arriving: Mapping[str, Any]) -> Merge:
    """What a save changes, given what its device had `seen`.

    A field the device did not touch changes nothing, however old its page. A field only this device touched takes what
    arrives, blank included. A field both touched takes the words that arrive, and their lists are joined; but a blank
    never replaces words its device had not seen.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    kept_back: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name, value in arriving.items():
        here, old = current.get(name), seen.get(name)
        if _same(value, here) or _same(value, old):
            continue
        if _same(here, old):
            before[name], after[name] = here, value
        elif is_blank(value):
            kept_back[name] = value
            conflicts.append(Conflict(name, here, value))
        else:
            before[name], after[name] = here, _joined(old, here, value)
            conflicts.append(Conflict(name, after[name], here))
    return Merge(before, after, kept_back, tuple(conflicts))


def _same(one: Any, other: Any) -> bool:
    return one == other or (is_blank(one) and is_blank(other))


def _joined(old: Any, here: Any, arriving: Any) -> Any:
    """Lists (themes, money lines) keep the rows each side added; other values are the ones that arrive."""
    if not (isinstance(here, list) and isinstance(arriving, list)):
        return arriving
    known = old if isinstance(old, list) else []
    kept = [row for row in arriving if row not in known or row in here]
    added_elsewhere = [row for row in here if row not in known and row not in arriving]
    return [row for row in kept + added_elsewhere if not is_blank(row)]
