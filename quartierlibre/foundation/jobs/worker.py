"""The process that does what was queued, told by PostgreSQL as soon as there is something.

procrastinate 3.10 loses two kinds of news, and the work then waits five seconds for the next look: what is queued while
the worker is looking (it forgets the news after its look, not before), and what is queued before it listens.
"""

from __future__ import annotations

import json
from typing import Any

import psycopg
from procrastinate import jobs
from procrastinate import worker as procrastinate_worker
from procrastinate.app import WorkerOptions
from procrastinate.connector import Notify
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

TIME_TO_FINISH = 30  # seconds left to work under way once asked to stop; what is cut is queued again by `jobs.revive`
LOOK = json.dumps({"type": "job_inserted", "job_id": 0})


class Connector(PsycopgConnector):
    """Asks for one more look once it listens, at the start and each time the connection comes back."""

    async def _loop_notify(self, on_notification: Notify, connection: psycopg.AsyncConnection, **options: Any) -> None:
        await on_notification(channel="", payload=LOOK)
        await super()._loop_notify(on_notification=on_notification, connection=connection, **options)


class Worker(procrastinate_worker.Worker):
    """Looks again when news came while it was looking."""

    _news = 0

    async def _handle_notification(self, *, channel: str, notification: jobs.Notification) -> None:
        self._news += 1
        await super()._handle_notification(channel=channel, notification=notification)

    async def _fetch_and_process_jobs(self) -> None:
        seen = -1
        while seen != self._news and not self._stop_event.is_set():
            seen = self._news
            await super()._fetch_and_process_jobs()  # type: ignore[no-untyped-call]


async def run(*, concurrency: int, until_stopped: bool) -> None:
    """Work on connections of its own (never a transaction pooler's: the worker listens), at most `concurrency` jobs."""
    options: WorkerOptions = {
        **app.worker_defaults,  # connections of the jobs themselves are closed there
        "concurrency": concurrency,
        "wait": until_stopped,
        "delete_jobs": "successful",
        "shutdown_graceful_timeout": TIME_TO_FINISH,
    }
    with app.replace_connector(Connector(kwargs=connector_params())) as worker_app:
        worker_app.perform_import_paths()  # type: ignore[no-untyped-call]
        async with worker_app.open_async():
            await Worker(worker_app, **options).run()  # type: ignore[no-untyped-call]
