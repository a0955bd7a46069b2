"""What funders bring: agreements, calls for funds, receipts, late money, running costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import (
    Contribution,
    ContributionPayment,
    Envelope,
    ExpectedPayment,
    FunderContact,
    FundsCall,
    RunningCost,
)
from quartierlibre.domain.funds.queries import FunderFigures, funder_figures
from quartierlibre.domain.funds.states import ContributionPurpose, FunderKind
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import format_euros
from quartierlibre.foundation.verdicts import Refused, refuse_if
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.templatetags.pagekit_figures import Part
from quartierlibre.web.manage.books import papers, tables
from quartierlibre.web.manage.books.access import Desk, desk_of, year_of
from quartierlibre.web.manage.books.answers import paper
from quartierlibre.web.manage.books.dashboard import money_parts
from quartierlibre.web.manage.books.forms import (
    SAID_OF,
    AgreementForm,
    CallForm,
    ContactForm,
    CostForm,
    ExpectedForm,
    ReceiptForm,
    TermsForm,
)

Act = Callable[[Desk, Contribution, Mapping[str, Any]], object]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("funds.record_contribution")
def funders(request: HttpRequest, slug: str) -> HttpResponse:
    """Every funder of the year with its six sums; and the form for one more."""
    posted = request.method == "POST"
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS if posted else Permission.READ_BOOKS)
    year = year_of(desk)
    sectors = [(str(each.pk), each.name) for each in desk.fund.sectors.all()]
    form = AgreementForm(request.POST or None, sectors=sectors)
    if not posted:
        return _list(request, desk, form)
    if not form.is_valid():
        return _list(request, desk, form, 422)
    try:
        made = _agree(desk, form)
    except Refused as refused:
        _add_reasons(form, refused)
        return _list(request, desk, form, 409)
    messages.success(request, _("La participation est notée."))
    return redirect("manage:funder", slug, year.year, made.pk)


def _agree(desk: Desk, form: AgreementForm) -> Contribution:
    given, year = form.cleaned_data, year_of(desk)
    sector = desk.fund.sectors.get(pk=given["sector"]) if given["sector"] else None
    terms = {**form.terms(), "purpose": given["purpose"]}
    try:
        with transaction.atomic():
            funder = operations.note_funder(
                by=desk.person,
                territory=desk.fund.territory,
                name=given["name"].strip(),
                kind=FunderKind(given["kind"]),
            )
            return operations.record_contribution(by=desk.person, fund_year=year, funder=funder, sector=sector, **terms)
    except IntegrityError:
        message = _("Ce financeur a déjà cette participation pour l’année : ouvrez-la pour la modifier.")
        raise Refused(refuse_if(True, "contribution.twice", message)) from None


@dataclass(frozen=True)
class FunderLine:
    """One agreement in the list."""

    figures: FunderFigures

    @property
    def name(self) -> str:
        return tables.name_of(self.figures)

    @property
    def said(self) -> str:
        """What the agreement says, short."""
        contribution, parts = self.figures.contribution, []
        if self.figures.promised is not None:
            parts.append(_("%(cents)s promis") % {"cents": format_euros(self.figures.promised)})
        if contribution.share_percent is not None:
            share = f"{contribution.share_percent.normalize():f}".replace(".", ",")
            parts.append(_("%(share)s %% des aides") % {"share": share})
        if contribution.regrant_allowed is not True and contribution.purpose == ContributionPurpose.PROJECTS:
            unread = contribution.regrant_allowed is None
            parts.append(_("convention à lire") if unread else _("paie des factures seulement"))
        return " · ".join(parts)

    @property
    def late_said(self) -> str:
        return _("%(cents)s en retard") % {"cents": format_euros(self.figures.late)}


def _list(request: HttpRequest, desk: Desk, form: AgreementForm, status: int = 200) -> HttpResponse:
    read = funder_figures(year_of(desk), timezone.localdate())
    projects = [each for each in read if each.contribution.purpose == ContributionPurpose.PROJECTS]
    running = [each for each in read if each.contribution.purpose == ContributionPurpose.ENGINEERING]
    context = {
        "desk": desk,
        "here": "funders",
        "form": form,
        "groups": [
            (_("Pour les projets"), [FunderLine(each) for each in projects]),
            (_("Pour l’animation et la gestion"), [FunderLine(each) for each in running]),
        ],
        "table": tables.funders(projects),
        "contacts": FunderContact.objects.filter(fund=desk.fund).select_related("funder"),
        "two_things": tables.TWO_THINGS,
    }
    return render(request, "manage/books/funders.html", context, status=status)


@never_cache
@require_safe
def funder(request: HttpRequest, slug: str, year: int, key: int) -> HttpResponse:
    """One agreement: what it says, what was called, what came, and what to write."""
    desk = desk_of(request, slug, year=year)
    return _page(request, desk, _contribution(desk, key))


def _contribution(desk: Desk, key: int) -> Contribution:
    listed = Contribution.objects.filter(fund_year=year_of(desk)).select_related("funder", "sector")
    found = get_object_or_404(listed, pk=key)
    found.fund_year = year_of(desk)
    return found


def _page(
    request: HttpRequest,
    desk: Desk,
    contribution: Contribution,
    *,
    status: int = 200,
    bound: Mapping[str, QLForm] | None = None,
) -> HttpResponse:
    (figures,) = [
        each for each in funder_figures(year_of(desk), timezone.localdate()) if each.contribution.pk == contribution.pk
    ]
    forms = {**_blank(desk, contribution, figures), **(bound or {})} if desk.keeps else {}
    context = {
        "desk": desk,
        "here": "funders",
        "contribution": contribution,
        "name": tables.name_of(figures),
        "figures": figures,
        "money": money_parts([figures]),
        "asked": asked_parts(figures),
        "calls": FundsCall.objects.filter(contribution=contribution),
        "expected": ExpectedPayment.objects.filter(contribution=contribution),
        "receipts": ContributionPayment.objects.filter(contribution=contribution).select_related("entry"),
        "costs": RunningCost.objects.filter(purse__contribution=contribution).select_related("entry"),
        "contacts": FunderContact.objects.filter(fund=desk.fund, funder=contribution.funder),
        "forms": forms,
        "failed": next(iter(bound or ()), ""),
        "opened": {name: name in (bound or ()) for name in forms},
        "today": timezone.localdate(),
        "two_things": tables.TWO_THINGS,
    }
    return render(request, "manage/books/funder.html", context, status=status)


def asked_parts(figures: FunderFigures) -> list[Part]:
    """What was promised, as it comes: received, called, not called yet."""
    called = max(0, figures.called - figures.received)
    rest = max(0, (figures.promised or 0) - figures.received - called)
    parts = [Part(_("Reçu"), figures.received), Part(_("Demandé, pas encore reçu"), called, "reserved")]
    return [*parts, Part(_("Pas encore demandé"), rest, "free")] if figures.promised is not None else parts


def _blank(desk: Desk, contribution: Contribution, figures: FunderFigures) -> dict[str, QLForm]:
    """The forms of the page, empty; those of a running-cost agreement are its own."""
    today = timezone.localdate()
    left = None if figures.promised is None else max(0, figures.promised - figures.called)
    forms: dict[str, QLForm] = {
        "call": CallForm(initial={"on": today, "amount": left or None}, prefix="call"),
        "receipt": _receipt_form(contribution),
        "expected": ExpectedForm(prefix="expected"),
        "terms": TermsForm(initial=_terms_of(contribution), prefix="terms"),
        "contact": ContactForm(prefix="contact"),
    }
    if contribution.purpose == ContributionPurpose.ENGINEERING:
        forms["cost"] = CostForm(initial={"on": today}, prefix="cost")
    return forms


def _terms_of(contribution: Contribution) -> dict[str, Any]:
    return {
        "amount": contribution.amount_cents,
        "share": contribution.share_percent,
        "clause": SAID_OF[contribution.regrant_allowed],
        "clause_reference": contribution.clause_reference,
        "agreement_reference": contribution.agreement_reference,
        "agreement_date": contribution.agreement_date,
    }


def _envelopes(contribution: Contribution) -> list[Envelope]:
    """Where its money may go: its sector when it has one, any otherwise; nowhere for running costs."""
    if contribution.purpose == ContributionPurpose.ENGINEERING:
        return []
    listed = Envelope.objects.filter(fund_year=contribution.fund_year).select_related("sector")
    return list(listed.filter(sector=contribution.sector_id) if contribution.sector_id else listed)


def _receipt_form(contribution: Contribution, data: Any = None) -> ReceiptForm:
    choices = [
        (str(each.pk), each.sector.name if each.sector else _("Tout le fonds")) for each in _envelopes(contribution)
    ]
    return ReceiptForm(data, envelopes=choices, prefix="receipt")


def _form(name: str, contribution: Contribution, data: Any) -> QLForm:
    if name == "receipt":
        return _receipt_form(contribution, data)
    kinds: dict[str, type[QLForm]] = {
        "call": CallForm,
        "expected": ExpectedForm,
        "terms": TermsForm,
        "contact": ContactForm,
        "cost": CostForm,
    }
    return kinds[name](data, prefix=name)


def _done(request: HttpRequest, slug: str, year: int, key: int, name: str, act: Act, said: str) -> HttpResponse:
    """Read the form, do the act, go back to the agreement; else show it again with every reason."""
    desk = desk_of(request, slug, Permission.ENDOW_FUNDS, year=year)
    contribution = _contribution(desk, key)
    form = _form(name, contribution, request.POST)
    if not form.is_valid():
        return _page(request, desk, contribution, status=422, bound={name: form})
    try:
        with transaction.atomic():
            act(desk, contribution, form.cleaned_data if name != "terms" else form.terms())  # type: ignore[attr-defined]
    except Refused as refused:
        _add_reasons(form, refused)
        return _page(request, desk, contribution, status=409, bound={name: form})
    messages.success(request, said)
    return redirect("manage:funder", slug, year, key)


def _add_reasons(form: QLForm, refused: Refused) -> None:
    for refusal in refused.verdict.refusals:
        form.add_error(None, str(refusal.message))


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
    amount, envelopes = given["amount"], {str(each.pk): each for each in _envelopes(contribution)}
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
    contribution = _contribution(desk, key)
    found = get_object_or_404(FundsCall, contribution=contribution, number=number)
    found.contribution = contribution
    return paper(papers.call(found), f"appel-{slug}-{year}-{number}.pdf")
