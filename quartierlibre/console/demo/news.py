"""Letters about a past the site did not live: nobody is written to today of what was decided two years ago."""

from __future__ import annotations

from datetime import timedelta

from quartierlibre.console.demo.acts import Stage
from quartierlibre.foundation.journal.models import Unread

STILL_NEWS = timedelta(days=30)


def forget_old_news(stage: Stage) -> None:
    """Events of this story older than a month are taken as read; the letters of the last weeks will be written."""
    Unread.objects.filter(event__territory_id=stage.territory.pk, event__at__lt=stage.now - STILL_NEWS).delete()
