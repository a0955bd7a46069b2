"""A database that fails at the n-th statement: every act is tried until it has enough of them to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

FAR_TOO_MANY = 500


class Cut(OperationalError):
    """The connection to the database is lost, at a moment chosen."""


@contextmanager
def cut_at(number: int) -> Iterator[list[str]]:
    """The statement of that number fails, once, before the database sees it; those after it pass again."""
    seen: list[str] = []

    def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.append(sql)
        if len(seen) == number:
            raise Cut(f"statement {number}: {sql[:80]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        yield seen


def written_in(*rooms: str) -> dict[str, str]:
    """What every table of these rooms holds, row by row, as one digest a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if name.split("_")[0] in rooms]
        digests = {}
        for table in tables:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM \"{table}\" t")
            digests[table] = cursor.fetchone()[0]
    return digests


def at_every_statement(act: Callable[[], object], written: Callable[[], object]) -> int:
    """Cut `act` at each of its statements in turn: nothing is ever half written. Returns how many there were.

    The act that is not cut ends well: it can be tried again after each failure.
    """
    before = written()
    for number in range(1, FAR_TOO_MANY):
        with cut_at(number) as seen:
            try:
                act()
            except Cut:
                failed = True
            else:
                failed = len(seen) >= number  # somebody swallowed the failure
        if len(seen) < number:
            return number - 1
        assert failed
        assert written() == before, f"half written when cut at statement {number}: {seen[number - 1][:120]}"
    raise AssertionError("the act never ends")
