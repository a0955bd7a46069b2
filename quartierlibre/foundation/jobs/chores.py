"""Doing the same thing for many rows, where one that fails must not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction

Due = TypeVar("Due")
Done = TypeVar("Done")


def each_apart(what: str, due: Iterable[Due], do: Callable[[Due], Done]) -> list[Done]:
    """Do each thing due in its own transaction, and give what was done; one that fails waits for the next run.

    Raises ExceptionGroup at the end when some failed, so that the job is kept as failed; the note of each error names
    its thing: `what`, then its key.
    """
    done: list[Done] = []
    failed: list[Exception] = []
    for each in list(due):
        try:
            with transaction.atomic():
                done.append(do(each))
        except Exception as error:
            error.add_note(f"{what} {getattr(each, 'pk', each)}")
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{what}: what was due could not be done", failed)
    return done
