"""The kinds of events there are: each room lists its own in `events.py`, under the name `EVENTS`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django_stubs_ext import StrOrPromise

EVENTS: tuple[EventKind, ...] = ()  # the journal itself announces nothing

_NAME = re.compile(r"[a-z_]+(\.[a-z_]+){2}")


@dataclass(frozen=True)
class EventKind:
    """A kind of event: `room.thing.verb` in the past tense, one French sentence, and whether the public may read it."""

    name: str
    sentence: StrOrPromise
    public: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is not room.thing.verb")


def _kinds_of(package: str) -> Iterable[EventKind]:
    return getattr(import_module(f"{package}.events"), "EVENTS", ()) if find_spec(f"{package}.events") else ()


@cache
def declared() -> dict[str, EventKind]:
    """Every kind of every installed room, by name; two rooms never declare the same one."""
    found: dict[str, EventKind] = {}
    for config in apps.get_app_configs():
        if not config.name.startswith("quartierlibre."):
            continue
        for kind in _kinds_of(config.name):
            if kind.name in found:
                raise ValueError(f"{kind.name} is declared twice")
            found[kind.name] = kind
    return found
