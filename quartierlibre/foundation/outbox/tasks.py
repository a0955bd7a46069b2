"""The worker's share: send at once what was just queued, every minute what was put off, and forget the old."""

from quartierlibre.foundation.jobs import operations as jobs
from quartierlibre.foundation.outbox import operations


@jobs.task("outbox.send", queue="mail")
def send() -> None:
    operations.send_due()


@jobs.task("outbox.sweep", every="* * * * *", queue="mail")
def sweep() -> None:
    operations.send_due()


@jobs.task("outbox.purge", every="40 3 * * *", queue="chores")
def purge() -> None:
    operations.purge()
