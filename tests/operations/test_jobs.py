"""Work is queued with the change that needs it, and done by a process of its own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import TaskNotFound

from quartierlibre.foundation.jobs import operations as jobs
from quartierlibre.foundation.jobs import worker
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.outbox.states import MessageState

ROOT = Path(__file__).parents[2]


def test_work_is_queued_with_the_change():
    jobs.enqueue("outbox.send")
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.status) == ("outbox.send", "mail", "todo")


@pytest.mark.django_db(transaction=True)
def test_work_is_queued_inside_a_transaction_and_dies_with_it():
    with pytest.raises(RuntimeError, match="transaction"):
        jobs.enqueue("outbox.send")
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        jobs.enqueue("outbox.send")
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.exists()


def test_unknown_work_is_refused_at_once():
    with pytest.raises(TaskNotFound):
        jobs.enqueue("outbox.sing")


@pytest.mark.django_db(transaction=True)
def test_work_that_does_all_that_is_due_is_queued_once_per_transaction():
    with pytest.raises(RuntimeError, match="transaction"):
        jobs.wake("outbox.send")
    for _ in range(2):
        with transaction.atomic():
            jobs.wake("outbox.send")
            jobs.wake("outbox.send")
            with transaction.atomic():
                jobs.wake("outbox.send")
            jobs.wake("letters.write")
    queued = ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True)
    assert list(queued) == ["outbox.send", "letters.write"] * 2


def test_work_queued_in_a_step_that_was_undone_is_queued_again():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        jobs.wake("outbox.send")
        raise ZeroDivisionError
    jobs.wake("outbox.send")
    assert ProcrastinateJob.objects.get().task_name == "outbox.send"


def test_every_chore_of_the_ground_floor_is_planned():
    planned = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert {"outbox.sweep", "outbox.purge", "letters.sweep", "idempotency.purge", "jobs.revive"} <= planned


def start_worker(*options):
    """`quartierlibre worker` on this test's own database, reached through whatever the settings say."""
    here = connection.get_connection_params()
    address = f"postgres://{here['user']}:{here.get('password') or ''}@/{here['dbname']}"
    host, port = here["host"].replace("/", "%2F"), here.get("port", 5432)
    environment = {
        **os.environ,
        "DATABASE_URL": address.replace("@/", f"@{host}:{port}/"),
        "DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.test",
    }
    command = [sys.executable, "manage.py", "worker", *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def work_once():
    process = start_worker("--once")
    said = process.communicate(timeout=30)[0].decode()
    assert process.returncode == 0, said
    return said


def until(condition, *, at_most=20):
    end = time.monotonic() + at_most
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)


def queue_one(to):
    with transaction.atomic():
        outbox.queue(to=to, subject="Bonjour", text="Bonjour")


def is_sent(to):
    return lambda: Message.objects.get(to=to).state == MessageState.SENT


class Queue:
    """Gives the next of these answers at each look, calling `at_each_look` while the worker waits for it."""

    def __init__(self, *answers, at_each_look):
        self.answers, self.at_each_look = list(answers), at_each_look

    async def fetch_job(self, **asked):
        await self.at_each_look()
        return self.answers.pop(0)


def looks_made(*, news_at):
    """How often the worker looks in an empty queue, when news comes during these looks."""
    looks, loop = [], worker.Worker(app, name="tests")
    loop.worker_id = 1

    async def look():
        looks.append(1)
        if len(looks) in news_at:
            await loop._handle_notification(channel="", notification={"type": "job_inserted", "job_id": 1})

    async def work():
        queue = Queue(*[None] * 9, at_each_look=look)
        loop.app = SimpleNamespace(job_manager=queue)
        await loop._fetch_and_process_jobs()

    asyncio.run(work())
    return len(looks)


@pytest.mark.parametrize(("news_at", "looks"), [(set(), 1), ({1}, 2), ({1, 2}, 3), ({2}, 1)])
def test_news_that_comes_during_a_look_makes_one_more(news_at, looks):
    assert looks_made(news_at=news_at) == looks


def test_the_worker_looks_once_it_listens():
    """What was queued between its first look and this moment was told to nobody."""
    told = []

    async def tell(channel, payload):
        told.append(json.loads(payload)["type"])
        raise asyncio.CancelledError

    async def listen():
        connector = worker.Connector(kwargs=connector_params())
        await connector.open_async()
        try:
            listening = connector.listen_notify(on_notification=tell, channels=["procrastinate_any_queue_v1"])
            await asyncio.wait_for(listening, timeout=5)
        except asyncio.CancelledError:
            pass
        finally:
            await connector.close_async()

    asyncio.run(listen())
    assert told == ["job_inserted"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_is_queued_and_stops_cleanly_when_asked():
    queue_one("avant@example.org")
    process = start_worker()
    try:
        until(is_sent("avant@example.org"))
        queue_one("pendant@example.org")  # it listens: no need to wait for its next look
        began = time.monotonic()
        until(is_sent("pendant@example.org"))
        assert time.monotonic() - began < 4
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=20)[0].decode()
    assert process.returncode == 0, said
    assert not ProcrastinateJob.objects.filter(task_name="outbox.send").exists()  # what succeeded is not kept


@pytest.mark.django_db(transaction=True)
def test_the_worker_may_do_what_waits_and_leave():
    queue_one("seul@example.org")
    work_once()
    assert is_sent("seul@example.org")()


@pytest.mark.django_db(transaction=True)
def test_work_of_a_dead_worker_goes_back_to_the_queue():
    with transaction.atomic():
        jobs.enqueue("outbox.send")
    long_ago = timezone.now() - timedelta(minutes=5)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [long_ago])
        dead = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    app.configure_task("jobs.revive").defer(timestamp=0)
    asyncio.run(worker.run(concurrency=1, until_stopped=False))
    until(lambda: ProcrastinateJob.objects.filter(task_name="outbox.send", status="todo").exists(), at_most=2)
