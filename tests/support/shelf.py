"""What one process of a run has lived, lent to the others: a folder of the run, one file per world (see memory.py).

A process that takes a world takes its numbers too: its sequences start after the greatest one used there.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection

GREATEST = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


class Shelf:
    """Nothing is lent until the run has given it a folder."""

    folder: Path | None = None


def counter() -> Iterator[int]:
    """1, 2, 3…; in another process of the run 10 001, 10 002…, so that worlds lent to each other never clash."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    return count(1 + 10_000 * int(worker.removeprefix("gw")))


def use(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    Shelf.folder = folder


def put(digest: str, world: Any) -> None:
    place = Shelf.folder
    if place is None:
        return
    try:
        content = pickle.dumps((_numbers(), world))
    except (pickle.PicklingError, AttributeError, TypeError):  # a thing of this process only
        return
    draft = place / f"{digest}.{os.getpid()}"
    draft.write_bytes(content)
    draft.rename(place / digest)


def take(digest: str) -> Any:
    place = Shelf.folder
    if place is None or not (place / digest).exists():
        return None
    numbers, world = pickle.loads((place / digest).read_bytes())
    _start_after(numbers)
    return world


def _numbers() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(GREATEST)
        return dict(cursor.fetchall())


def _start_after(numbers: dict[str, int]) -> None:
    here = _numbers()
    late = [(name, last) for name, last in numbers.items() if here.get(name, 0) < last]
    with connection.cursor() as cursor:
        for name, last in late:
            cursor.execute("SELECT setval(%s::regclass, %s)", [f'"{name}"', last])
