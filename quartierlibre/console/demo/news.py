"""Letters about a past the site did not live: nobody is written to today of what was decided two years ago."""

from __future__ import annotations

from datetime import timedelta

from quartierlibre.console.demo.acts import Stage
from quartierlibre.foundation.journal.models import Event, Unread

STILL_NEWS = timedelta(days=30)


def forget_old_news(stage: Stage) -> None:
    """Events of this story older than a month are taken as read; the letters of the last weeks will be written."""
    old = Event.objects.filter(territory_id=stage.territory.pk, at__lt=stage.now - STILL_NEWS)
    # Two queries: joined inside the transaction that wrote them, before any statistics, they take minutes.
    Unread.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
