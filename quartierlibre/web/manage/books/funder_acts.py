"""What is done about one funder: calls for funds, receipts, running costs, whom to write to, its logo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Contribution, FunderContact, FunderLogo, FundsCall, RunningCost
from quartierlibre.domain.funds.states import ContributionPurpose
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import Refused, refuse_if
from quartierlibre.pagekit import files
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.books import papers
from quartierlibre.web.manage.books.access import Desk, desk_of
from quartierlibre.web.manage.books.forms import CallForm, ContactForm, CostForm, ExpectedForm, LogoForm, TermsForm
from quartierlibre.web.manage.books.funders import (
    add_reasons,
    agreement_page,
    contribution_of,
    envelopes_of,
    receipt_form,
)

Act = Callable[[Desk, Contribution, Mapping[str, Any]], object]


def _form(name: str, contribution: Contribution, request: HttpRequest) -> QLForm:
    if name == "receipt":
        return receipt_form(contribution, request.POST)
    kinds: dict[str, type[QLForm]] = {
        "call": CallForm,
        "expected": ExpectedForm,
        "terms": TermsForm,
        "contact": ContactForm,
        "cost": CostForm,
        "logo": LogoForm,
    }
    return kinds[name](request.POST, request.FILES, prefix=name)


def _done(request: HttpRequest, slug: str, year: int, key: int, name: str, act: Act, said: str) -> HttpResponse:
    """Read the form, do the act, go back to the agreement; else show it again with every reason."""
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS, year=year)
    contribution = contribution_of(desk, key)
    form = _form(name, contribution, request)
    if not form.is_valid():
        return agreement_page(request, desk, contribution, status=422, bound={name: form})
    try:
        with transaction.atomic():
            act(desk, contribution, form.cleaned_data if name != "terms" else form.terms())  # type: ignore[attr-defined]
    except Refused as refused:
        add_reasons(form, refused)
        return agreement_page(request, desk, contribution, status=409, bound={name: form})
    messages.success(request, said)
    return redirect("manage:funder", slug, year, key)


@require_POST
@once("funds.call_funds")
def call(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    """Ask a funder for money: a numbered letter to print or send."""
    return _done(request, slug, year, key, "call", _call, _("L’appel de fonds est noté : imprimez sa lettre."))


def _call(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> object:
    names = ("amount", "on", "due_on", "reference")
    return operations.call_funds(by=desk.person, contribution=contribution, **{name: given[name] for name in names})


@require_POST
@once("funds.receive")
def receive(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    """Money came from a funder, seen on the statement of the bank."""
    return _done(request, slug, year, key, "receipt", _receive, _("Le versement est noté."))


def _receive(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> None:
    reference = f"financeur {contribution.pk} : {given['reference'].strip()}"
    amount, envelopes = given["amount"], {str(each.pk): each for each in envelopes_of(contribution)}
    try:
        with transaction.atomic():
            if contribution.purpose == ContributionPurpose.ENGINEERING:
                operations.receive_running_costs(
                    by=desk.person, contribution=contribution, amount=amount, reference=reference
                )
                return
            chosen = envelopes.get(given.get("envelope", "")) or next(iter(envelopes.values()))
            operations.endow(
                by=desk.person, contribution=contribution, envelope=chosen, amount=amount, reference=reference
            )
    except IntegrityError:
        message = _("Un versement de ce financeur porte déjà cette référence.")
        raise Refused(refuse_if(True, "receipt.twice", message)) from None


@require_POST
@once("funds.expect_payment")
def expect(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    return _done(request, slug, year, key, "expected", _expect, _("Le calendrier est complété."))


def _expect(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> object:
    return operations.expect_payment(
        by=desk.person,
        contribution=contribution,
        label=given["label"],
        due_on=given["due_on"],
        amount=given["expected"] or None,
    )


@require_POST
@once("funds.revise_contribution")
def revise(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    return _done(request, slug, year, key, "terms", _revise, _("La convention est à jour."))


def _revise(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> object:
    return operations.revise_contribution(by=desk.person, contribution=contribution, **given)


@require_POST
@once("funds.spend_running_costs")
def spend(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    """An expense of the manager's own work."""
    return _done(request, slug, year, key, "cost", _spend, _("La dépense est notée."))


def _spend(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> object:
    number = RunningCost.objects.filter(purse__contribution=contribution).count() + 1
    return operations.spend_running_costs(
        by=desk.person,
        contribution=contribution,
        amount=given["amount"],
        label=given["label"],
        on=given["on"],
        reference=f"gestion {contribution.pk} : {number}",
    )


@require_POST
@once("funds.note_contact")
def add_contact(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    """Who is written to at this funder."""
    return _done(request, slug, year, key, "contact", _contact, _("Le contact est noté : il recevra l’état du mois."))


def _contact(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> object:
    return operations.note_contact(
        by=desk.person, fund=desk.fund, funder=contribution.funder, email=given["email"], name=given["name"]
    )


@require_POST
@once("funds.remove_contact")
def remove_contact(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS)
    contact = get_object_or_404(FunderContact, fund=desk.fund, pk=key)
    operations.remove_contact(by=desk.person, contact=contact)
    messages.success(request, _("Ce contact ne recevra plus rien."))
    return redirect(reverse("manage:funders", args=[slug]))


@never_cache
@require_safe
def call_letter(request: HttpRequest, slug: str, year: int, key: int, number: int) -> HttpResponse:
    """The letter of a call, the same each time it is printed."""
    desk = desk_of(request, slug, year=year)
    contribution = contribution_of(desk, key)
    found = get_object_or_404(FundsCall, contribution=contribution, number=number)
    found.contribution = contribution
    return shown_pdf(papers.call(found), f"appel-{slug}-{year}-{number}.pdf")


@require_POST
@once("funds.set_funder_logo")
def set_logo(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    said = _("Le logo est en place : les prochaines affiches et conventions le montrent.")
    return _done(request, slug, year, key, "logo", _set_logo, said)


def _set_logo(desk: Desk, contribution: Contribution, given: Mapping[str, Any]) -> object:
    return operations.set_funder_logo(by=desk.person, contribution=contribution, upload=given["image"])


@require_POST
@once("funds.remove_funder_logo")
def remove_logo(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS, year=year)
    operations.remove_funder_logo(by=desk.person, logo=_logo(desk, key))
    messages.success(request, _("Le logo est retiré : le nom du financeur est imprimé à sa place."))
    return redirect("manage:funder", slug, year, key)


@require_safe
def logo(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponseBase:
    """As the desk shows it, small."""
    return files.serve_thumbnail(request, _logo(desk_of(request, slug, year=year), key).file)


def _logo(desk: Desk, key: int) -> FunderLogo:
    shown = FunderLogo.objects.select_related("file", "fund__territory").filter(fund=desk.fund)
    return get_object_or_404(shown, funder=contribution_of(desk, key).funder_id)
