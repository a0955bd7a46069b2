"""When a report is due, and those that are late."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.rules import changes as rules
from quartierlibre.domain.grants.states import GrantState

MISSING = Q(state=GrantState.RUNNING) | Q(state=GrantState.CLOSED, without_report=True)


def late_reports(on: date) -> QuerySet[Grant]:
    """Grants whose report was due before that day and was never sent, closed without it or not."""
    return Grant.objects.filter(MISSING, report_due_on__lt=on)


def due_day_of(grant: Grant) -> date | None:
    """The last day to send the report, as the rulebook of the decision and the dates of today say."""
    rulebook = grant.regulation.rulebook
    clause = rulebook.one("report.deadline")
    return rules.report_due_on(
        grant.ends_on or grant.starts_on,
        asked=rulebook.value("report.asked"),
        delay=None if clause is None else (clause.value, clause.unit),
    )
