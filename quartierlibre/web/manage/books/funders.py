"""What funders bring: the list of a year, and the page of one agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import (
    Contribution,
    ContributionPayment,
    Envelope,
    ExpectedPayment,
    Fund,
    FunderContact,
    FundsCall,
    RunningCost,
)
from quartierlibre.domain.funds.queries import FunderFigures, funder_figures, logos_of
from quartierlibre.domain.funds.states import ContributionPurpose, FunderKind
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import format_euros
from quartierlibre.foundation.verdicts import Refused, refuse_if
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.templatetags.pagekit_figures import Part
from quartierlibre.web.manage.books import tables
from quartierlibre.web.manage.books.access import Desk, desk_of, year_of
from quartierlibre.web.manage.books.dashboard import money_parts
from quartierlibre.web.manage.books.forms import (
    SAID_OF,
    AgreementForm,
    CallForm,
    ContactForm,
    CostForm,
    ExpectedForm,
    LogoForm,
    ReceiptForm,
    TermsForm,
)

LOGO_WIDTH, LOGO_HEIGHT = 240, 80  # its thumbnail has 320 points a side


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
        add_reasons(form, refused)
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
        "form_is_open": form.is_bound or not (projects or running),
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
    return agreement_page(request, desk, contribution_of(desk, key))


def contribution_of(desk: Desk, key: int) -> Contribution:
    listed = Contribution.objects.filter(fund_year=year_of(desk)).select_related("funder", "sector")
    found = get_object_or_404(listed, pk=key)
    found.fund_year = year_of(desk)
    return found


@dataclass(frozen=True)
class LogoShown:
    """The logo at the size its page gives it, in points of a screen."""

    width: int
    height: int

    @classmethod
    def of(cls, fund: Fund, funder_id: int) -> LogoShown | None:
        """None when this funder has none here."""
        file = logos_of(fund.pk).get(funder_id)
        if file is None or not file.width or not file.height:
            return None
        scale = min(LOGO_WIDTH / file.width, LOGO_HEIGHT / file.height)
        return cls(max(1, round(file.width * scale)), max(1, round(file.height * scale)))


def agreement_page(
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
        "logo": LogoShown.of(desk.fund, contribution.funder_id),
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
        "receipt": receipt_form(contribution),
        "expected": ExpectedForm(prefix="expected"),
        "terms": TermsForm(initial=_terms_of(contribution), prefix="terms"),
        "contact": ContactForm(prefix="contact"),
        "logo": LogoForm(prefix="logo"),
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


def envelopes_of(contribution: Contribution) -> list[Envelope]:
    """Where its money may go: its sector when it has one, any otherwise; nowhere for running costs."""
    if contribution.purpose == ContributionPurpose.ENGINEERING:
        return []
    listed = Envelope.objects.filter(fund_year=contribution.fund_year).select_related("sector")
    return list(listed.filter(sector=contribution.sector_id) if contribution.sector_id else listed)


def receipt_form(contribution: Contribution, data: Any = None) -> ReceiptForm:
    choices = [
        (str(each.pk), each.sector.name if each.sector else _("Tout le fonds")) for each in envelopes_of(contribution)
    ]
    return ReceiptForm(data, envelopes=choices, prefix="receipt")


def add_reasons(form: QLForm, refused: Refused) -> None:
    for refusal in refused.verdict.refusals:
        form.add_error(None, str(refusal.message))
