"""Sessions already called are still announced: the index of coming sessions covers both states."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("committees", "0002_deliberation")]
    operations = [
        RemoveIndexConcurrently(model_name="session", name="session_planned"),
        AddIndexConcurrently(
            model_name="session",
            index=models.Index(
                condition=models.Q(("state__in", ["planned", "called"])), fields=["starts_at"], name="session_planned"
            ),
        ),
    ]
