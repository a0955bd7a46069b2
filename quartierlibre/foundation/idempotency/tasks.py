"""Old keys are forgotten every night."""

from quartierlibre.foundation.idempotency import operations
from quartierlibre.foundation.jobs import operations as jobs


@jobs.task("idempotency.purge", every="50 3 * * *", queue="chores")
def purge() -> None:
    operations.purge()
