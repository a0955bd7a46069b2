"""Parts of public pages, and lists they need, kept in this process until the journal of their territory moves.

Nothing has to remember to empty it: the key of a part holds how far the journal had come when it was made, and every
operation writes in the journal. A part nobody asks for any more leaves when newer ones take its place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from quartierlibre.foundation.journal import queries as journal
from quartierlibre.foundation.journal.models import PLATFORM

Part = TypeVar("Part")
_parts: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def mark(thing: Hashable, *, territories: Iterable[int]) -> Hashable:
    """Changes with anything recorded in these territories or for the whole platform, and every hour. One query."""
    if not settings.KEPT_PARTS:
        return thing
    return thing, journal.positions(PLATFORM, *territories), f"{timezone.localtime():%Y-%m-%dT%H}"


def part(key: Hashable, make: Callable[[], Part]) -> Part:
    """What is kept under this key, made when it is not there; `KEPT_PARTS` says how many are kept, 0 for none.

    It is shared by every request: nothing in it may ever be changed.
    """
    most: int = settings.KEPT_PARTS
    if not most:
        return make()
    full_key = (key, get_language(), settings.ROOT_URLCONF)
    with _lock:
        if full_key in _parts:
            _parts.move_to_end(full_key)
            found: Part = _parts[full_key]
            return found
    made = make()
    with _lock:
        _parts[full_key] = made
        while len(_parts) > most:
            _parts.popitem(last=False)
    return made


def forget() -> None:
    """Make every part again at its next reading."""
    with _lock:
        _parts.clear()
