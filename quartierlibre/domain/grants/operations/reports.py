"""The report, as its holder writes it from a phone: everything typed is kept, then it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.applications import operations as applications
from quartierlibre.domain.applications.reading import LONGEST_TEXT, Unreadable, read_date, read_money, read_number
from quartierlibre.domain.applications.states import LineKind
from quartierlibre.domain.grants.models import Grant, Report, ReportExpense
from quartierlibre.domain.grants.operations.actors import Actor, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.agreement import owner_key_of
from quartierlibre.domain.grants.queries.reports import told_in
from quartierlibre.domain.grants.rules import reports as rules
from quartierlibre.domain.grants.states import GRANT_MOVES, REPORT_MOVES, GrantState, ReportState
from quartierlibre.foundation import states
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.operations import Upload

TEXTS = ("story", "place_text", "effect", "difficulties")
DAYS = ("realised_from", "realised_to")
COUNTS = ("people", "women", "men", "under_18", "from_neighbourhood", "volunteers", "volunteer_hours")
RATING, RESOURCES = "self_rating", "resources_cents"
FIELDS = (*TEXTS, *DAYS, *COUNTS, RATING, RESOURCES)
LENGTHS = {"place_text": 300}
BEST = 5


def _rating(asked: None, given: Any) -> int:
    number = read_number(asked, given)
    if not 1 <= number <= BEST:
        raise Unreadable
    return number


READERS: Mapping[str, Callable[[None, Any], Any]] = {
    **dict.fromkeys(DAYS, read_date),
    **dict.fromkeys(COUNTS, read_number),
    RATING: _rating,
    RESOURCES: read_money,
}


@transaction.atomic
def begin_report(*, grant: Grant) -> Report:
    """The report of a running grant, made the first time somebody opens it, with one line per line of the budget."""
    held = hold_grant(grant)
    known = Report.objects.filter(grant=held).first()
    if known:
        return known
    rules.may_write(grant=GrantState(held.state), report=ReportState.DRAFT).enforce()
    report = Report.objects.create(grant=held, place_text=held.place_text)
    budget = held.application.budget_lines.filter(kind=LineKind.EXPENSE)
    ReportExpense.objects.bulk_create(
        ReportExpense(report=report, budget_line=line, label=line.label[:160], position=at)
        for at, line in enumerate(budget, start=1)
    )
    return report


@transaction.atomic
def save_report(*, report: Report, changes: Mapping[str, str], base_revision: int) -> Report:
    """Keep what was typed, field by field; what cannot be read is kept word for word in `typed`.

    `changes` holds the fields of the six questions, and `expense-<key>-label`, `-supplier`, `-paid_on` and `-amount`
    for the lines of money. A blank that comes from a page older than the report erases nothing.
    """
    held = _writable(report)
    behind = base_revision < held.revision
    kept = {name: value for name, value in changes.items() if value.strip() or not behind}
    for name in FIELDS:
        if name in kept:
            _read(held, name, kept[name])
    for expense in held.expenses.all():
        _read_expense(held, expense, kept)
    held.revision += 1
    held.save()
    return held


def _writable(report: Report) -> Report:
    """Its grant first, as everywhere in this room."""
    grant = hold_grant(report.grant)
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    held.grant = grant
    rules.may_write(grant=GrantState(grant.state), report=ReportState(held.state)).enforce()
    return held


def _read(report: Report, name: str, words: str) -> None:
    if name in TEXTS:
        setattr(report, name, words.replace("\r\n", "\n").strip()[: LENGTHS.get(name, LONGEST_TEXT)])
        return
    setattr(report, name, _understood(report, name, READERS[name], words))


def _understood(report: Report, name: str, read: Callable[[None, Any], Any], words: str) -> Any:
    """What the words mean; None for a blank, and for words we could not read, which are then kept as they are."""
    report.typed.pop(name, None)
    if not words.strip():
        return None
    try:
        return read(None, words)
    except Unreadable:
        report.typed[name] = words[:LONGEST_TEXT]
        return None


def _read_expense(report: Report, expense: ReportExpense, changes: Mapping[str, str]) -> None:
    name = f"expense-{expense.pk}"
    for field in ("label", "supplier"):
        if (words := changes.get(f"{name}-{field}")) is not None:
            setattr(expense, field, words.strip()[:160])
    if (words := changes.get(f"{name}-paid_on")) is not None:
        expense.paid_on = _understood(report, f"{name}-paid_on", read_date, words)
    if (words := changes.get(f"{name}-amount")) is not None:
        expense.amount_cents = _understood(report, f"{name}-amount", read_money, words)
    expense.save()


@transaction.atomic
def add_expense(*, report: Report) -> ReportExpense:
    """One more line, for what the budget had not foreseen."""
    held = _writable(report)
    return ReportExpense.objects.create(report=held, position=held.expenses.count() + 1)


@transaction.atomic
def attach_receipt(*, by: Actor | None, expense: ReportExpense, upload: Upload) -> ReportExpense:
    """The photo of a receipt or of an invoice, beside its line. The one before it is erased."""
    held = _writable(expense.report)
    old = expense.receipt
    expense.receipt = files.store(
        upload=upload, owner_key=owner_key_of(held.grant), purpose="grants.receipt", by=is_person(by)
    )
    expense.save(update_fields=["receipt"])
    if old is not None:
        files.remove(file=old, by=is_person(by))
    return expense


@transaction.atomic
def remove_expense(*, by: Actor | None, expense: ReportExpense) -> None:
    """Take a line out of a report not sent yet, with its receipt."""
    _writable(expense.report)
    receipt = expense.receipt
    expense.delete()
    if receipt is not None:
        files.remove(file=receipt, by=is_person(by))


@transaction.atomic
def send_report(*, by: Actor | None, report: Report, said_by: str) -> Report:
    """The report leaves for its checks; the project is over, on the days it says."""
    held = _writable(report)
    rules.may_send(told_in(held), today=timezone.localdate()).enforce()
    states.may_move(REPORT_MOVES, ReportState(held.state), ReportState.SENT).enforce()
    held.expenses.filter(budget_line=None, label="", amount_cents=None, receipt=None).delete()
    held.revision += 1
    held.state, held.sent_at, held.sent_by = ReportState.SENT, timezone.now(), said_by.strip()[:120]
    held.to_complete = ""
    held.save()
    grant = held.grant
    states.may_move(GRANT_MOVES, GrantState(grant.state), GrantState.REPORTED).enforce()
    grant.state, grant.realised_from, grant.realised_to = GrantState.REPORTED, held.realised_from, held.realised_to
    grant.save(update_fields=["state", "realised_from", "realised_to"])
    applications.note_report_sent(application=grant.application)
    tell("grants.report.sent", by=by, grant=grant, revision=held.revision)
    return held
