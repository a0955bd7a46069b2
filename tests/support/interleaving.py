"""Two operations run statement by statement on two connections, in an order the test chooses.

Like PostgreSQL's isolationtester: the first runs so many statements and stops there, holding what it holds; the second
runs until it is done or waits for a lock (seen in pg_stat_activity); then the first goes on. Every schedule with one
such stop is reachable, and a deadlock, a lost update or a read made before its lock shows as a wrong end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from quartierlibre.foundation.verdicts import Refused
from tests.support import together

LONGEST = 20.0  # seconds: more is a deadlock nobody broke
EVERYTHING = 10_000
_BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")

Act = Callable[[], object]


@dataclass
class Told:
    """How an operation ended: what it gave, the codes it was refused for, or what broke."""

    statements: list[str] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    broken: Exception | None = None

    @property
    def said(self) -> str:
        return repr(self.broken) if self.broken else ", ".join(sorted(self.refused)) or "done"


class Actor:
    """What one person does, each on a connection; `allow` says how many statements may run before the next stop."""

    def __init__(self, person: together.Person) -> None:
        self._person = person
        self._gate = threading.Condition()
        self._allowed = self._done = 0
        self.is_over = threading.Event()
        self.told = Told()
        self.pid = 0
        person.give(self._arrive)
        assert self.is_over.wait(LONGEST)

    def start(self, act: Act, *, allowed: int) -> None:
        self.told, self._done, self._allowed = Told(), 0, allowed
        self.is_over.clear()
        self._person.give(lambda: self._perform(act))

    def go_on(self) -> None:
        with self._gate:
            self._allowed = EVERYTHING
            self._gate.notify()

    @property
    def is_stopped(self) -> bool:
        """Waiting for us, not for the database."""
        with self._gate:
            return self._done >= self._allowed

    def _arrive(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (self.pid,) = cursor.fetchone()
        self.is_over.set()

    def _perform(self, act: Act) -> None:
        try:
            with connection.execute_wrapper(self._step), transaction.atomic():
                act()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 'everything said, not yet committed'")
        except Refused as refused:
            self.told.refused = frozenset(refused.verdict.codes)
        except Exception as error:
            self.told.broken = error
        self.is_over.set()

    def _step(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(_BOOKKEEPING):
            return execute(sql, params, many, context)
        with self._gate:
            assert self._gate.wait_for(lambda: self._done < self._allowed, LONGEST)
        answer = execute(sql, params, many, context)
        with self._gate:
            self._done += 1
        self.told.statements.append(sql)
        return answer


@contextmanager
def two_actors() -> Iterator[tuple[Actor, Actor]]:
    first, second = (Actor(person) for person in together.people(2))
    try:
        yield first, second
    finally:
        if not (first.is_over.is_set() and second.is_over.is_set()):
            together.PEOPLE.clear()  # someone is stuck: others will do


def play(first: Actor, one: Act, second: Actor, other: Act, *, stop_after: int) -> tuple[Told, Told, bool]:
    """`one` runs so many statements, `other` runs as far as it can, `one` ends. True when `other` had to wait."""
    first.start(one, allowed=stop_after)
    _until(lambda: first.is_over.is_set() or first.is_stopped)
    second.start(other, allowed=EVERYTHING)
    _until(lambda: second.is_over.is_set() or _waits(second))
    waited = not second.is_over.is_set()
    first.go_on()
    assert first.is_over.wait(LONGEST), "the first never ended"
    assert second.is_over.wait(LONGEST), "the second never ended"
    return first.told, second.told, waited


def _until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not ready():
        assert time.monotonic() < end, "nobody moves"
        time.sleep(0.001)


def _waits(actor: Actor) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [actor.pid])
        row = cursor.fetchone()
    return bool(row and row[0])


def crossings(told: Told) -> list[int]:
    """Where stopping matters: just before and just after each statement that locks or writes, and before committing.

    The last statement is the harness's own: stopping there finds everything said and nothing committed.
    """
    statements = told.statements[:-1]
    marks = {0, len(statements)}
    for at, sql in enumerate(statements):
        if "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql or sql.startswith(("INSERT", "UPDATE", "DELETE")):
            marks |= {at, at + 1}
    return sorted(marks)
