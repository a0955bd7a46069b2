"""Declaring work for later, and queueing it in the transaction of the change that makes it necessary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

P = ParamSpec("P")

# Inside the worker the app speaks on connections of its own; work queued by a task must still commit with that task.
_SAME_TRANSACTION = JobManager(DjangoConnector())


def task(name: str, *, every: str = "", queue: str = "default") -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Declare work under a stable name; `every` is a cron line (five fields, or six with seconds first… last).

    Periodic work takes no argument and must be safe to run twice. Jobs receive keyword arguments that JSON can hold.
    """

    def declare(function: Callable[P, None]) -> Callable[P, None]:
        if not every:
            app.task(name=name, queue=queue)(function)
        else:
            app.periodic(cron=every)(app.task(name=name, queue=queue)(_without_timestamp(function)))
        return function

    return declare


def _without_timestamp(function: Callable[..., None]) -> Callable[..., None]:
    """The queue tells periodic work its planned time; ours asks nothing and reads the clock itself."""

    def run(timestamp: int | None = None) -> None:
        function()

    return run


def enqueue(name: str, **arguments: Any) -> None:
    """Queue work that starts only if the current transaction commits. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("A job is queued in the transaction of the change that needs it.")
    job = app.configure_task(name, allow_unknown=False)
    job.job_manager = _SAME_TRANSACTION
    job.defer(**arguments)


def wake(name: str) -> None:
    """Queue, once per transaction however often it is asked, work that takes no argument and does all that is due.

    Raises RuntimeError outside a transaction.
    """
    asked = _Asked(name)
    # Django forgets a hook together with the savepoint it was set in, exactly as the database forgets the job.
    if all(asked not in hook for hook in connection.run_on_commit):
        enqueue(name)
        transaction.on_commit(asked)


@dataclass(frozen=True)
class _Asked:
    """Left on a transaction in which this work was queued; nothing is left to do at commit."""

    name: str

    def __call__(self) -> None:
        return None
