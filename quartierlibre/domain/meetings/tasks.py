"""What happens at its minute: pages announced for later, offers nobody answered, reminders."""

from quartierlibre.domain.meetings import operations
from quartierlibre.foundation.jobs import operations as jobs


@jobs.task("meetings.publish_due", every="* * * * *", queue="chores")
def publish_due() -> None:
    operations.publish_due()


@jobs.task("meetings.lapse_due", every="* * * * *", queue="chores")
def lapse_due() -> None:
    operations.lapse_due()


@jobs.task("meetings.remind_due", every="*/10 * * * *", queue="chores")
def remind_due() -> None:
    operations.remind_due()


@jobs.task("meetings.thank_due", every="*/10 * * * *", queue="chores")
def thank_due() -> None:
    operations.thank_due()


@jobs.task("meetings.erase_due", every="25 3 * * *", queue="chores")
def erase_due() -> None:
    operations.erase_due()
