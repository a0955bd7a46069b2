"""Reminders, each sent once; and the facts of this room that the files of the same holder must know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.applications import operations as applications
from quartierlibre.domain.grants.models import Grant, Recovery, Reminder
from quartierlibre.domain.grants.operations.actors import Actor, tell
from quartierlibre.domain.grants.operations.ending import close_if_done
from quartierlibre.domain.grants.queries.late import late_reports
from quartierlibre.domain.grants.states import GrantState, RecoveryState, ReminderKind
from quartierlibre.foundation.jobs.chores import each_apart

ANSWER_AFTER = timedelta(days=7)
REPORT_BEFORE = timedelta(days=14)
REPAY_AFTER = timedelta(days=30)
Due = Iterator[tuple[Grant, ReminderKind, date]]


def remind_all(*, by: Actor, today: date) -> int:
    """Write to each holder who is awaited, once for each thing and date. Returns how many reminders left."""
    due = [*_agreements(today), *_reports(today), *_repayments(today)]
    return sum(each_apart("reminder", due, lambda each: _remind(by, *each)))


@transaction.atomic
def _remind(by: Actor, grant: Grant, kind: ReminderKind, about_on: date) -> bool:
    """The unique row is the guard: two chores at once send one letter."""
    _row, is_new = Reminder.objects.get_or_create(grant=grant, kind=kind, about_on=about_on)
    if is_new:
        tell("grants.reminder.sent", by=by, grant=grant, kind=kind)
    return is_new


def _unsaid(found: Iterable[Grant], kind: ReminderKind) -> Iterator[Grant]:
    grants = list(found)
    said = set(Reminder.objects.filter(grant__in=grants, kind=kind).values_list("grant_id", "about_on"))
    return (grant for grant in grants if (grant.pk, _about(grant, kind)) not in said)


def _about(grant: Grant, kind: ReminderKind) -> date | None:
    if kind == ReminderKind.AGREEMENT:
        return timezone.localdate(grant.agreement_sent_at) if grant.agreement_sent_at else None
    return grant.report_due_on


def _agreements(today: date) -> Due:
    since = timezone.now() - ANSWER_AFTER
    found = Grant.objects.filter(state=GrantState.TO_AGREE, agreement_sent_at__lt=since).select_related("fund")
    for grant in _unsaid(found, ReminderKind.AGREEMENT):
        if grant.agreement_sent_at:
            yield grant, ReminderKind.AGREEMENT, timezone.localdate(grant.agreement_sent_at)


def _reports(today: date) -> Due:
    running = Grant.objects.filter(state=GrantState.RUNNING).select_related("fund")
    soon = running.filter(report_due_on__range=(today, today + REPORT_BEFORE))
    late = running.filter(report_due_on__lt=today)
    for kind, found in ((ReminderKind.REPORT_SOON, soon), (ReminderKind.REPORT_LATE, late)):
        for grant in _unsaid(found, kind):
            if grant.report_due_on:
                yield grant, kind, grant.report_due_on


def _repayments(today: date) -> Due:
    owed = Recovery.objects.filter(state=RecoveryState.DUE).select_related("grant__fund")
    for recovery in owed:
        day = recovery.due_on or timezone.localdate(recovery.claimed_at) + REPAY_AFTER
        if day < today and not recovery.grant.reminders.filter(kind=ReminderKind.REPAYMENT, about_on=day).exists():
            yield recovery.grant, ReminderKind.REPAYMENT, day


def tell_late_reports(*, today: date) -> int:
    """Let the files know whose report is late: the rulebook says what follows for a new request. Returns how many."""
    found = late_reports(today).order_by("-report_due_on").values_list("application_id", "report_due_on")
    late = {application: day for application, day in found if day is not None}
    return applications.note_late_reports(late=late)


def close_done(*, by: Actor) -> int:
    """Close what has nothing left to pay, to report nor to give back. Returns how many."""
    open_states = [GrantState.RUNNING, GrantState.REPORTED]
    found = Grant.objects.filter(state__in=open_states).order_by("pk")
    closed = each_apart("grant", found, lambda grant: close_if_done(by=by, grant=grant))
    return sum(grant.state == GrantState.CLOSED for grant in closed)
