"""Factories remembered: what a call wrote is put back as rows the next time, instead of being lived again.

    @remembered
    def fund(...): ...

A world of tests takes a tenth of a second of real operations, and two thousand tests ask for the same dozen. The first
call of a process runs them; the rows it left are kept. A later call finds the database exactly as the first did (the
same calls before it, nothing else written since: every statement is watched), and gets the same rows, in one statement
and without waking a trigger, and a copy of what was returned. Anything else runs for real.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.signals import connection_created
from django.db.utils import Error
from django.utils import timezone
from psycopg import sql

from tests.support import shelf
from tests.support.examples import CHOSEN

# Of ten tests, how many live their worlds again, others in each run: nobody may rely on the difference.
LIVED = {"quick": 0, "full": 1, "nightly": 10}[CHOSEN]
READS = ("SELECT", "SAVEPO", "RELEAS", "SET CO", "SHOW")
ACTS = ("procrastinate_", "setval")  # functions that write although they are asked by SELECT
FILES = "files_storedfile"
BUILT_IN = {"django_migrations", "django_content_type", "auth_permission"}
# Counted by PostgreSQL itself, triggers included; a savepoint taken back counts too, which only reads one table more.
WRITTEN = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
      + pg_stat_get_xact_tuples_deleted(oid) > 0
"""
Rows = dict[str, frozenset[str]]
Changes = list[tuple[str, frozenset[str], frozenset[str]]]


class Unforeseeable(Exception):
    """An argument which cannot name a world: a file, a function, something without a stable text."""


@dataclass
class Remembered:
    """What a call left: rows gone and come, what it returned, its arguments as they became, its state."""

    changes: Changes
    returned: Any
    became: list[dict[str, Any]]
    state: tuple[Any, ...]
    rows: Rows

    @functools.cached_property
    def statement(self) -> str:
        """What puts it back; written when first asked, for most worlds are lived once and never come back."""
        return _statement(self.changes)


@dataclass
class Memory:
    known: dict[tuple[Any, ...], Remembered | None] = field(default_factory=dict)
    state: tuple[Any, ...] | None = None
    rows: Rows = field(default_factory=dict)
    virgin: Rows | None = None
    is_busy: bool = False
    is_on: bool = False
    thread: int = 0

    def forget(self) -> None:
        """Another database: its keys may be given again."""
        self.known.clear()
        self.virgin, self.state = None, None

    @contextmanager
    def test(self, name: str) -> Iterator[None]:
        """One test, in its transaction or in an emptied database: nothing is written yet."""
        # pytest-randomly gives every test of a run the same first number.
        is_on = random.Random(f"{random.random()} {name}").randrange(10) >= LIVED
        self.state, self.rows, self.is_on, self.thread = (), {}, is_on, threading.get_ident()
        connection_created.connect(self._someone_else)
        try:
            with connection.execute_wrapper(self._watch):
                yield
        finally:
            connection_created.disconnect(self._someone_else)
            self.state, self.is_on = None, False

    def is_shared(self) -> None:
        """Others write to this database, and are not watched: nothing more is put back."""
        self.state = None

    def _someone_else(self, **_said: Any) -> None:
        if threading.get_ident() != self.thread:
            self.is_shared()

    def _watch(self, execute: Any, text: Any, params: Any, many: Any, context: Any) -> Any:
        if not self.is_busy and self.state is not None and _writes(str(text)):
            self.state = None
        return execute(text, params, many, context)

    def call(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.is_busy or self._is_off() or _time_is_told():
            return function(*args, **kwargs)
        try:
            named = (f"{function.__module__}.{function.__qualname__}", _name(args), _name(kwargs))
        except Unforeseeable:
            return function(*args, **kwargs)
        key = (self.state, named)
        if self.state == () and not self._is_virgin():
            self.state = None
            return function(*args, **kwargs)
        found = self.known.get(key) or self._told(key)
        if found is not None:
            return self._again(found, args, kwargs)
        if key in self.known:
            return function(*args, **kwargs)
        return self._first(key, function, args, kwargs)

    def _told(self, key: tuple[Any, ...]) -> Remembered | None:
        """What another process of this run has lived; its numbers are taken here too."""
        if key in self.known:
            return None
        self.is_busy = True
        try:
            found = shelf.take(_digest(key))
        finally:
            self.is_busy = False
        if found is not None:
            self.known[key] = found
        return found

    def _is_off(self) -> bool:
        return not self.is_on or self.state is None or threading.get_ident() != self.thread

    def _is_virgin(self) -> bool:
        """True while the database holds what the template does: a module may have its own world around its tests."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM journal_event) OR EXISTS (SELECT FROM people_person)")
            if cursor.fetchone()[0]:
                return False
        if self.virgin is None:  # never read while somebody's world is there: it would be taken for the template
            self.virgin = _rows()
        self.rows = self.virgin
        return True

    def _first(self, key: tuple[Any, ...], function: Any, args: Any, kwargs: Any) -> Any:
        before = self.rows
        self.is_busy = True
        try:
            returned = function(*args, **kwargs)
            sealed = _seal()
            after = _rows(before) if sealed else {}
        except BaseException:
            self.state = None
            raise
        finally:
            self.is_busy = False
        if not sealed:
            self.known[key], self.state = None, None
            return returned
        became = [copy.deepcopy(each.__dict__) for each in _models(args, kwargs)]
        digest = _digest(key)
        state = (digest, os.getpid())  # lived elsewhere too, it has other numbers: another world
        self.known[key] = Remembered(_changes(before, after), copy.deepcopy(returned), became, state, after)
        self.state, self.rows = state, after
        if before.get(FILES) == after.get(FILES):  # what is on the disk of a process is not told to the others
            shelf.put(digest, self.known[key])
        return returned

    def _again(self, found: Remembered, args: Any, kwargs: Any) -> Any:
        self.is_busy = True
        try:
            if found.statement:
                with transaction.atomic(savepoint=False), connection.cursor() as cursor:
                    cursor.execute(found.statement)
        finally:
            self.is_busy = False
        for each, became in zip(_models(args, kwargs), found.became, strict=True):
            each.__dict__.update(copy.deepcopy(became))
        self.state, self.rows = found.state, found.rows
        return copy.deepcopy(found.returned)


MEMORY = Memory()


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def asked(*args: Any, **kwargs: Any) -> Any:
        return MEMORY.call(function, args, kwargs)

    return asked


def _writes(text: str) -> bool:
    return text.lstrip()[:6].upper() not in READS or any(act in text for act in ACTS)


def _time_is_told() -> bool:
    """The clock was set by the test: nothing it makes is like the others'."""
    return abs(timezone.now().timestamp() - time.clock_gettime(time.CLOCK_REALTIME)) > 5


def _name(value: Any) -> Any:
    if isinstance(value, models.Model):
        fields = tuple(repr(getattr(value, each.attname)) for each in value._meta.concrete_fields)
        return value._meta.label, value.pk, fields
    if isinstance(value, dict):
        return tuple((str(key), _name(each)) for key, each in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return type(value).__name__, tuple(_name(each) for each in value)
    said = repr(value)
    if " at 0x" in said:
        raise Unforeseeable(said)
    return said


def _digest(key: tuple[Any, ...]) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()


def _models(args: Any, kwargs: Any) -> list[models.Model]:
    return [each for each in (*args, *kwargs.values()) if isinstance(each, models.Model)]


def _seal() -> bool:
    """What waits for the commit is done now; False when this world is not one that could be committed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except Error:
        return False
    return True


@functools.cache
def _tables() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        return tuple(each for each in connection.introspection.table_names(cursor) if each not in BUILT_IN)


def _rows(known: Rows | None = None) -> Rows:
    """Every row of every table, as PostgreSQL spells it; with `known`, only tables this transaction wrote are read."""
    inside = known is not None and connection.in_atomic_block
    found = dict(known or {}) if inside else {}
    with connection.cursor() as cursor:
        if inside:
            cursor.execute(WRITTEN)
            asked = [name for (name,) in cursor.fetchall() if name in _tables()]
        else:
            asked = list(_tables())
        read = {name: set[str]() for name in asked}
        if asked:
            cursor.execute(" UNION ALL ".join(f"SELECT '{name}', t::text FROM \"{name}\" AS t" for name in asked))
            for name, text in cursor.fetchall():
                read[name].add(text)
    found.update({name: frozenset(rows) for name, rows in read.items()})
    return {name: rows for name, rows in found.items() if rows}


def _changes(before: Rows, after: Rows) -> Changes:
    """By table, the rows which went or changed, those which came."""
    none: frozenset[str] = frozenset()
    pairs = [(table, before.get(table, none), after.get(table, none)) for table in sorted({*before, *after})]
    return [(table, was - became, became - was) for table, was, became in pairs if was != became]


def _statement(changes: Changes) -> str:
    """Takes away what went or changed, puts what came; as a replica does, without a trigger."""
    parts = []
    for table, gone, came in changes:
        if gone:
            parts.append(_said("DELETE FROM {0} AS t WHERE t::text = ANY({1})", table, gone))
        if came:
            parts.append(_said("INSERT INTO {0} ({2}) SELECT {2} FROM unnest({1}::{0}[])", table, came))
    if not parts:
        return ""
    replica, usual = "SET LOCAL session_replication_role = replica", "SET LOCAL session_replication_role = origin"
    return "; ".join([replica, *parts, usual])


def _said(text: str, table: str, rows: frozenset[str]) -> str:
    name, values = sql.Identifier(table), sql.SQL("{}::text[]").format(sql.Literal(sorted(rows)))
    columns = sql.SQL(", ").join(sql.Identifier(each) for each in _columns(table))
    return sql.SQL(text).format(name, values, columns).as_string(connection.connection)


@functools.cache
def _columns(table: str) -> tuple[str, ...]:
    """Those one may write: the database computes the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return tuple(name for (name,) in cursor.fetchall())
