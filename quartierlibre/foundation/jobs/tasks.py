"""Housekeeping of the queue itself: nothing done stays for long, nothing under way is lost with a dead worker."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

KEEP_FAILED_HOURS = 30 * 24


@app.periodic(cron="*/2 * * * *")
@app.task(name="jobs.revive", queue="chores")
async def revive(timestamp: int) -> None:
    """Give back to the queue the work of workers that stopped answering."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job, retry_at=timezone.now() + timedelta(seconds=5))


@app.periodic(cron="20 3 * * *")
@app.task(name="jobs.forget", queue="chores")
async def forget(timestamp: int) -> None:
    """Remove what ended more than a month ago; successful work is removed as soon as it ends."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
