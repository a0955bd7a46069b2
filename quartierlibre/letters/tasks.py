"""The worker's share: at once when the journal has something new, every minute for what was put off."""

from quartierlibre.foundation.jobs import operations as jobs
from quartierlibre.letters import operations


@jobs.task("letters.write", queue="mail")
def write() -> None:
    operations.write_due()


@jobs.task("letters.sweep", every="* * * * *", queue="mail")
def sweep() -> None:
    operations.write_due()
