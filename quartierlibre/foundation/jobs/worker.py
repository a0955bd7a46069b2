"""The process that does what was queued."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

TIME_TO_FINISH = 30  # seconds left to work under way once asked to stop; what is cut is queued again by `jobs.revive`


async def run(*, concurrency: int, until_stopped: bool) -> None:
    """Work on connections of its own (never a transaction pooler's: the worker listens), at most `concurrency` jobs."""
    connector = app.connector
    if isinstance(connector, DjangoConnector):
        connector = connector.get_worker_connector()
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                wait=until_stopped,
                delete_jobs="successful",
                shutdown_graceful_timeout=TIME_TO_FINISH,
            )
