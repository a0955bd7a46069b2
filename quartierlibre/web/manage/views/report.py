"""The report of a grant as the manager checks it: the budget, what was spent and its receipts, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Report, ReportExpense
from quartierlibre.domain.grants.states import CheckBody, CheckVerdict, ReportState
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage import grants_forms as forms
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.grants import grant_in_charge
from quartierlibre.web.manage.report_page import ReportDesk

Act = Callable[[Person, Report, Mapping[str, Any], str], object]


def _check(by: Person, report: Report, given: Mapping[str, Any], about: str) -> object:
    return operations.check_report(
        by=by,
        report=report,
        body=CheckBody.PAPERS,
        verdict=CheckVerdict(given["verdict"]),
        reason=given["reason"],
    )


def _expense(report: Report, about: str) -> ReportExpense:
    lines = report.expenses.select_related("report__grant")
    return get_object_or_404(lines, pk=int(about) if about.isascii() and about.isdigit() else 0)


def _refuse(by: Person, report: Report, given: Mapping[str, Any], about: str) -> object:
    return operations.refuse_expense(by=by, expense=_expense(report, about), because=given["because"])


def _accept(by: Person, report: Report, given: Mapping[str, Any], about: str) -> object:
    return operations.accept_expense(by=by, expense=_expense(report, about))


def _complete(by: Person, report: Report, given: Mapping[str, Any], about: str) -> object:
    return operations.ask_to_complete(by=by, report=report, what=given["what"])


def _settle(by: Person, report: Report, given: Mapping[str, Any], about: str) -> object:
    return operations.settle_report(by=by, report=report, amount=given["amount"], because=given["because"])


VERBS: Mapping[str, tuple[type[QLForm], Act, StrOrPromise]] = {
    "verifier": (forms.PapersForm, _check, _("Votre vérification est notée.")),
    "refuser": (forms.ExpenseForm, _refuse, _("Cette dépense n’est pas comptée.")),
    "accepter": (QLForm, _accept, _("Cette dépense est comptée à nouveau.")),
    "completer": (forms.CompleteForm, _complete, _("Le bilan est renvoyé au porteur, qui sait quoi compléter.")),
    "regler": (forms.SettleForm, _settle, _("Le montant définitif est fixé.")),
}


def _report(grant: Grant) -> Report:
    report = get_object_or_404(Report.objects.exclude(state=ReportState.DRAFT), grant=grant)
    report.grant = grant
    return report


@never_cache
@require_safe
def report(request: SignedInRequest, slug: str, grant_id: UUID) -> HttpResponse:
    return _page(request, _report(grant_in_charge(person_of(request), slug, grant_id)))


def _page(
    request: HttpRequest, found: Report, wrong: QLForm | None = None, verb: str = "", status: int = 200
) -> HttpResponse:
    page = ReportDesk(found, wrong=(verb, request.POST.get("about", ""), wrong) if wrong else None)
    return render(request, "manage/report.html", {"page": page, "grant": found.grant}, status=status)


@require_POST
@once("grants.report_act")
def act(request: HttpRequest, slug: str, grant_id: UUID, verb: str) -> HttpResponse:
    """One act on a report that was sent. Every act checks its own right again."""
    by = person_of(request)
    found = _report(grant_in_charge(by, slug, grant_id))
    if verb not in VERBS:
        raise Http404
    form_of, doing, said = VERBS[verb]
    form = form_of(request.POST)
    if not form.is_valid():
        return _page(request, found, form, verb, 422)
    about = request.POST.get("about", "")
    return acted(
        request,
        lambda: doing(by, found, form.cleaned_data, about),
        then=reverse("manage:grant_report", args=[slug, grant_id]),
        show=lambda status: _page(request, found, form, verb, status),
        said=str(said),
    )
