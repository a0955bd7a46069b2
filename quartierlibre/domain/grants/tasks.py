"""The chores of grants, each morning: reminders, late reports, and what is over."""

from django.utils import timezone

from quartierlibre.domain.grants.operations import reminders
from quartierlibre.foundation.jobs import operations as jobs
from quartierlibre.foundation.journal.operations import Machine

CHORE = Machine("grants.daily")


@jobs.task("grants.daily", every="40 8 * * *", queue="chores")
def daily() -> None:
    """Safe to run twice: each reminder is a unique row, the rest is computed again."""
    today = timezone.localdate()
    reminders.close_done(by=CHORE)
    reminders.tell_late_reports(today=today)
    reminders.remind_all(by=CHORE, today=today)
