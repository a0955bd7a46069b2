"""The bank's statement: read, then each line said to be what it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.funds.models import ContributionPayment, Fund
from quartierlibre.domain.grants import operations, statement_files
from quartierlibre.domain.grants.models import BankStatement, PaymentOrder, StatementLine
from quartierlibre.domain.grants.queries import statements as queries
from quartierlibre.domain.grants.rules.statements import About
from quartierlibre.domain.grants.states import LineState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import format_euros
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.payments.access import ensure, paying_fund
from quartierlibre.web.manage.payments.due import shared
from quartierlibre.web.manage.payments.forms import StatementForm

SHOWN = 24


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.import_statement")
def statements(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a statement; the former ones are below."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    posted = request.method == "POST"
    form = StatementForm(request.POST, request.FILES) if posted else StatementForm()
    if posted:
        ensure(person, fund, Permission.PREPARE_PAYMENTS)
    if not posted or not form.is_valid():
        return _list(request, person, fund, form, 422 if posted else 200)
    upload = form.cleaned_data["statement"]
    try:
        with transaction.atomic():
            content = upload.read(statement_files.MOST_BYTES + 1)
            made, found = operations.import_statement(by=person, fund=fund, name=upload.name, content=content)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            form.add_error("statement", str(refusal.message))
        return _list(request, person, fund, form, 409)
    messages.success(request, _read(found))
    return redirect("manage:statement", slug, made.pk)


def _read(found: statement_files.Read) -> str:
    """« 12 lignes lues. Colonnes : date ← Date opération, … »"""
    count = len(found.lines)
    said = ngettext("%(count)s ligne lue.", "%(count)s lignes lues.", count) % {"count": count}
    columns = ", ".join(f"{name} ← « {column} »" for name, column in statement_files.shown_columns(found))
    return f"{said} {_('Colonnes :')} {columns}." if columns else said


def _list(request: HttpRequest, person: Person, fund: Fund, form: StatementForm, status: int) -> HttpResponse:
    context = {**shared(person, fund, "statements"), "form": form, "statements": queries.statements_of(fund)[:SHOWN]}
    return render(request, "manage/payments/statements.html", context, status=status)


def _statement(fund: Fund, key: int) -> BankStatement:
    return get_object_or_404(queries.statements_of(fund), pk=key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.confirm_statement")
def statement(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Its lines, what is proposed and why; one button says yes to all proposals but what was given back."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    found = _statement(fund, key)
    if request.method != "POST":
        return _page(request, person, fund, found)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    done = operations.confirm_proposed(by=person, statement=found)
    said = ngettext("%(count)s ligne rapprochée.", "%(count)s lignes rapprochées.", done) % {"count": done}
    messages.success(request, said)
    return redirect("manage:statement", slug, key)


def _page(request: HttpRequest, person: Person, fund: Fund, found: BankStatement, *, status: int = 200) -> HttpResponse:
    lines = list(queries.lines_of(found))
    groups = [
        (_("À regarder"), [line for line in lines if line.state == LineState.UNMATCHED or _is_return(line)]),
        (_("Proposées"), [line for line in lines if line.state == LineState.PROPOSED and not _is_return(line)]),
        (_("Rapprochées"), [line for line in lines if line.state == LineState.MATCHED]),
        (_("Ne concernent pas le fonds"), [line for line in lines if line.state == LineState.LEFT_OUT]),
    ]
    context = {
        **shared(person, fund, "statements"),
        "statement": found,
        "groups": [(title, listed) for title, listed in groups if listed],
        "proposed": sum(line.state == LineState.PROPOSED and not _is_return(line) for line in lines),
        "choices": _choices(fund),
    }
    return render(request, "manage/payments/statement.html", context, status=status)


def _is_return(line: StatementLine) -> bool:
    """Money the bank gave back: looked at one by one."""
    return line.state == LineState.PROPOSED and line.amount_cents > 0 and line.order_id is not None


def _choices(fund: Fund) -> list[tuple[str, str]]:
    """What a line may be said to be: an order gone, or the receipt of a funder."""
    found = [each for each in queries.candidates_of(fund) if each.about in (About.ORDER, About.RECEIPT)]
    return [
        (f"{each.about}:{each.key}", " · ".join(filter(None, (each.reference, each.name, format_euros(each.amount)))))
        for each in found
    ]


@require_POST
@once("grants.settle_line")
def line(request: HttpRequest, slug: str, key: int, rank: int) -> HttpResponse:
    """Yes to what is proposed, something else chosen in the list, or nothing of ours."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    found = get_object_or_404(queries.lines_of(_statement(fund, key)), rank=rank)
    action = request.POST.get("action", "")
    if action not in ("confirm", "leave_out"):
        raise Http404

    def act() -> object:
        if action == "leave_out":
            return operations.leave_out(by=person, line=found)
        return operations.confirm_line(by=person, line=found, **_chosen(fund, request.POST.get("about", "")))

    return acted(
        request,
        act,
        then=reverse("manage:statement", args=[slug, key]),
        show=lambda status: _page(request, person, fund, _statement(fund, key), status=status),
        said=_("C’est noté."),
    )


def _chosen(fund: Fund, about: str) -> dict[str, Any]:
    """Nothing chosen: what was proposed."""
    kind, _colon, key = about.partition(":")
    if not key.isdecimal():
        return {}
    if kind == About.ORDER:
        return {"order": get_object_or_404(PaymentOrder, grant__fund=fund, pk=key)}
    received = ContributionPayment.objects.filter(contribution__fund_year__fund=fund)
    return {"contribution_payment": get_object_or_404(received, pk=key)}
