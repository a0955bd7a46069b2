"""Holders who are late hear of it once, in the morning."""

from quartierlibre.domain.applications import operations
from quartierlibre.foundation.jobs import operations as jobs


@jobs.task("applications.remind", every="30 8 * * *", queue="chores")
def remind() -> None:
    operations.remind_late()
