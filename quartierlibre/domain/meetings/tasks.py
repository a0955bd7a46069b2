"""Pages announced for later are published when their minute comes."""

from quartierlibre.domain.meetings import operations
from quartierlibre.foundation.jobs import operations as jobs


@jobs.task("meetings.publish_due", every="* * * * *", queue="chores")
def publish_due() -> None:
    operations.publish_due()
