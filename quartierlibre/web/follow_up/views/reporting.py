"""The report, written from a phone: whatever button is pressed, everything typed is kept first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Report, ReportExpense
from quartierlibre.domain.grants.operations.reports import FIELDS
from quartierlibre.domain.grants.states import GrantState, ReportState
from quartierlibre.foundation.files.states import FileState
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import person_of
from quartierlibre.pagekit.projects.typed import base_revision
from quartierlibre.web.follow_up.access import own_grant
from quartierlibre.web.follow_up.forms import ReportForm

MOST_PHOTOS_AT_ONCE = 3


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.write_report")
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    grant = own_grant(request, public_id)
    if grant.state != GrantState.RUNNING:
        return redirect("follow_up:grant", public_id)
    if request.method != "POST":
        return _page(request, operations.begin_report(grant=grant))
    report = operations.begin_report(grant=grant)
    report = operations.save_report(
        report=report, changes=request.POST.dict(), base_revision=base_revision(request.POST)
    )
    kept = [*_receipts(request, report), *_photos(request, report)]
    if not all(kept):
        return _page(request, report, status=422)
    return _after(request, report)


def _receipts(request: HttpRequest, report: Report) -> Iterator[bool]:
    for expense in report.expenses.select_related("report", "receipt"):
        if upload := request.FILES.get(f"expense-{expense.pk}-receipt"):
            yield _kept(request, partial(operations.attach_receipt, expense=expense, upload=upload))


def _photos(request: HttpRequest, report: Report) -> Iterator[bool]:
    for upload in request.FILES.getlist("photos")[:MOST_PHOTOS_AT_ONCE]:
        yield _kept(request, partial(operations.add_photo, report=report, upload=upload))


def _kept(request: HttpRequest, act: Callable[..., object]) -> bool:
    """One file refused stops no other, and none of the words."""
    try:
        with transaction.atomic():
            act(by=person_of(request))
    except Refused as refused:
        _say(request, refused)
        return False
    return True


def _say(request: HttpRequest, refused: Refused) -> None:
    for refusal in refused.verdict.refusals:
        messages.error(request, str(refusal.message))


def _after(request: HttpRequest, report: Report) -> HttpResponse:
    here = reverse("follow_up:report", args=[report.grant.application.public_id])
    action, _sep, key = request.POST.get("action", "later").partition("-")
    match action:
        case "line":
            operations.add_expense(report=report)
            return HttpResponseRedirect(f"{here}#argent")
        case "drop":
            _drop(request, report, key)
            return HttpResponseRedirect(f"{here}#argent")
        case "send":
            return _sent(request, report)
    messages.success(request, _("C’est enregistré. Revenez quand vous voulez pour finir."))
    return HttpResponseRedirect(here)


def _sent(request: HttpRequest, report: Report) -> HttpResponse:
    said_by = report.grant.application.holder_name
    try:
        with transaction.atomic():
            operations.send_report(by=person_of(request), report=report, said_by=said_by)
    except Refused as refused:
        _say(request, refused)
        return _page(request, report, status=422)
    messages.success(request, _("Votre bilan est remis, merci ! L’équipe du fonds le lit."))
    return redirect("follow_up:grant", report.grant.application.public_id)


def _drop(request: HttpRequest, report: Report, key: str) -> None:
    lines = report.expenses.select_related("report__grant", "receipt")
    expense = get_object_or_404(lines, pk=int(key) if key.isascii() and key.isdigit() else 0)
    operations.remove_expense(by=person_of(request), expense=expense)


class Row:
    """A line of money on the page: its words as they were typed, and what is wrong with them."""

    def __init__(self, expense: ReportExpense, typed: dict[str, str]) -> None:
        self.expense, self.name = expense, f"expense-{expense.pk}"
        self.wrong = typed.get(f"{self.name}-amount", "")
        self.amount = self.wrong or euros_typed(expense.amount_cents)

    @property
    def planned(self) -> str:
        line = self.expense.budget_line
        if line is None or line.amount_cents is None:
            return ""
        return format_euros(Cents(line.amount_cents))


def euros_typed(cents: int | None) -> str:
    """An amount as one types it: « 12,50 »."""
    return "" if cents is None else f"{cents / 100:.2f}".replace(".", ",").removesuffix(",00")


def _form(report: Report) -> ReportForm:
    words = {name: report.typed.get(name) or _word(getattr(report, name), name) for name in FIELDS}
    form = ReportForm(words)
    form.is_valid()
    for name in FIELDS:
        if name in report.typed:
            form.add_error(name, _("Nous n’avons pas compris : vérifiez les chiffres ou la date."))
    return form


def _word(value: Any, name: str) -> str:
    if value is None:
        return ""
    if name == "resources_cents":
        return euros_typed(value)
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)


def _page(request: HttpRequest, report: Report, status: int = 200) -> HttpResponse:
    report = Report.objects.select_related("grant__application", "grant__fund").get(pk=report.pk)
    grant: Grant = report.grant
    lines = report.expenses.select_related("budget_line", "receipt")
    context = {
        "grant": grant,
        "application": grant.application,
        "report": report,
        "form": _form(report),
        "rows": [Row(each, report.typed) for each in lines],
        "photos": list(report.photos.filter(file__state=FileState.KEPT).select_related("file")),
        "to_complete": report.to_complete if report.state == ReportState.TO_COMPLETE else "",
    }
    return render(request, "follow_up/report.html", context, status=status)
