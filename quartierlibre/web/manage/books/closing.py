"""The end of a year: promises still open, remainders, closing, and what becomes of each funder's euros."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Settlement
from quartierlibre.domain.funds.queries import Leftover, leftovers_of, year_figures
from quartierlibre.domain.funds.states import SettlementChoice, YearState
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations import close_without_report
from quartierlibre.domain.grants.operations.yearly import give_back_remainder
from quartierlibre.domain.grants.queries.dashboard import missing_reports, open_promises
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.books import tables
from quartierlibre.web.manage.books.access import Desk, desk_of, year_of
from quartierlibre.web.manage.books.forms import CloseForm, GiveUpForm, SettleForm

Bound = Mapping[str, QLForm]


@dataclass(frozen=True)
class Remainder:
    """A funder's euros to share out after closing, with their form."""

    leftover: Leftover
    name: str
    form: QLForm


@never_cache
@require_safe
def closing(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Before: what is still promised. After: what each funder has left."""
    return _page(request, desk_of(request, slug, year=year))


def _page(request: HttpRequest, desk: Desk, *, status: int = 200, bound: Bound | None = None) -> HttpResponse:
    year, held = year_of(desk), bound or {}
    read = year_figures(year, timezone.localdate())
    promises = open_promises(year)
    is_closed = year.state == YearState.CLOSED
    context = {
        "desk": desk,
        "here": "closing",
        "read": read,
        "is_closed": is_closed,
        "is_open": year.state == YearState.OPEN,
        "promises": promises,
        "missing": _missing(desk, held),
        "remainders": _remainders(desk, held) if is_closed else [],
        "settled": Settlement.objects.filter(purse__contribution__fund_year=year).select_related(
            "purse__contribution__funder", "purse__envelope__sector"
        ),
        "close_form": held.get("close", CloseForm()),
        "funders": tables.funders(read.funders),
        "three_years": tables.THREE_YEARS,
    }
    return render(request, "manage/books/closing.html", context, status=status)


@dataclass(frozen=True)
class Missing:
    """A project whose report is not there, with the form to close it without."""

    grant: Grant
    form: QLForm


def _missing(desk: Desk, bound: Bound) -> list[Missing]:
    names = ((each, f"grant-{each.pk}") for each in missing_reports(year_of(desk)))
    return [Missing(each, bound.get(name) or GiveUpForm(prefix=name)) for each, name in names]


def _remainders(desk: Desk, bound: Bound) -> list[Remainder]:
    return [
        Remainder(
            each,
            each.purse.contribution.funder.name,
            bound.get(f"purse-{each.purse.pk}")
            or SettleForm(initial={"amount": each.amount}, prefix=f"purse-{each.purse.pk}"),
        )
        for each in leftovers_of(year_of(desk))
    ]


def _done(
    request: HttpRequest, desk: Desk, name: str, form: QLForm, act: Callable[[], object], said: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, desk, status=422, bound={name: form})
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            form.add_error(None, str(refusal.message))
        return _page(request, desk, status=409, bound={name: form})
    messages.success(request, said)
    return redirect("manage:closing", desk.fund.slug, year_of(desk).year)


@require_POST
@once("funds.close_year")
def close(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Nothing more is promised nor received in this year; what was promised is still paid."""
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS, year=year)
    form = CloseForm(request.POST)
    return _done(
        request,
        desk,
        "close",
        form,
        lambda: operations.close_year(by=desk.person, fund_year=year_of(desk), note=form.cleaned_data["note"]),
        _("L’année est close. Dites maintenant ce que devient l’argent de chaque financeur."),
    )


@require_POST
@once("funds.settle_unused")
def settle(request: HttpRequest, slug: str, year: int, purse: int) -> HttpResponse:
    """Carry over, deduct or repay what a funder has left, with the reason."""
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS, year=year)
    name = f"purse-{purse}"
    found = [each for each in leftovers_of(year_of(desk)) if each.purse.pk == purse]
    if not found:
        messages.error(request, _("Il ne reste rien à répartir pour ce financeur."))
        return _page(request, desk, status=409)
    form = SettleForm(request.POST, prefix=name)
    found[0].purse.contribution.fund_year = year_of(desk)

    def act() -> object:
        given = form.cleaned_data
        return operations.settle_unused(
            by=desk.person,
            purse=found[0].purse,
            choice=SettlementChoice(given["choice"]),
            amount=given["amount"],
            because=given["because"],
            reference=f"solde {purse} {uuid4().hex[:12]}",
        )

    return _done(request, desk, name, form, act, _("C’est noté. L’argent a quitté l’année close."))


@require_POST
@once("grants.close_without_report")
def close_missing(request: HttpRequest, slug: str, year: int, grant: UUID) -> HttpResponse:
    """The report never came: the project is closed without it, what was not paid goes back to the fund."""
    desk = desk_of(request, slug, Permission.FOLLOW_GRANTS, year=year)
    found = get_object_or_404(Grant, fund_year=year_of(desk), public_id=grant)
    name = f"grant-{found.pk}"
    form = GiveUpForm(request.POST, prefix=name)

    def act() -> object:
        return close_without_report(by=desk.person, grant=found, because=form.cleaned_data["because"])

    return _done(request, desk, name, form, act, _("Le projet est clos, avec la mention « bilan manquant »."))


@require_POST
@once("grants.give_back_remainder")
def give_back(request: HttpRequest, slug: str, year: int, grant: UUID) -> HttpResponse:
    """What is left of a project that is over goes back to the fund."""
    desk = desk_of(request, slug, Permission.FOLLOW_GRANTS, year=year)
    found = get_object_or_404(Grant, fund_year=year_of(desk), public_id=grant)
    try:
        with transaction.atomic():
            give_back_remainder(by=desk.person, grant=found)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            messages.error(request, str(refusal.message))
        return _page(request, desk, status=409)
    messages.success(request, _("Le reste est revenu au fonds."))
    return redirect("manage:closing", slug, year)
