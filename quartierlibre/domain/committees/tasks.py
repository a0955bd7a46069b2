"""What happens by itself: the last day to answer in writing is over."""

from quartierlibre.domain.committees import operations
from quartierlibre.foundation.jobs import operations as jobs


@jobs.task("committees.close_due", every="*/10 * * * *", queue="chores")
def close_due() -> None:
    operations.close_due()
