"""What was given a day and an hour is published then, and taken back then."""

from django.core.management import call_command

from quartierlibre.foundation.jobs import operations as jobs


@jobs.task("cms.publish_due", every="* * * * *", queue="chores")
def publish_due() -> None:
    call_command("publish_scheduled", verbosity=0)
