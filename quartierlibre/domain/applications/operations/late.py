"""What the files of a holder must know of their earlier grants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from quartierlibre.domain.applications.models import Application


@transaction.atomic
def note_late_reports(*, late: Mapping[int, date]) -> int:
    """Write which files have a report that is late, by key, and since when; all the others have none. Returns how many.

    The facts come from who follows grants; the rulebook says what they change for a new request.
    """
    noted = Application.objects.filter(report_late_since__isnull=False)
    noted.exclude(pk__in=late).update(report_late_since=None)
    for day in sorted(set(late.values())):
        files = [key for key, since in late.items() if since == day]
        Application.objects.filter(pk__in=files).exclude(report_late_since=day).update(report_late_since=day)
    return len(late)


def note_report_sent(*, application: Application) -> None:
    """The report came: nothing is late in this file any more."""
    Application.objects.filter(pk=application.pk).update(report_late_since=None)
