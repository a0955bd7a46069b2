"""One order: prepare it by hand, read it, approve it, give it up, undo it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Instalment, Payee, PaymentOrder
from quartierlibre.domain.grants.operations import Wish
from quartierlibre.domain.grants.queries.payments import money_of
from quartierlibre.domain.grants.states import REGRANTED, InstalmentKind, Means, OrderState, PayeeKind
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.files import operations as stored
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.payments import waiting
from quartierlibre.web.manage.payments.access import ensure, instalment_in, order_in, payees_of, paying_fund
from quartierlibre.web.manage.payments.due import shared
from quartierlibre.web.manage.payments.forms import NEW, OrderForm, ReasonForm
from quartierlibre.web.manage.payments.order_sheet import printed_order
from quartierlibre.web.manage.payments.rows import row_of
from quartierlibre.web.manage.payments.waiting import Waiting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.prepare_order")
def pay(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One payment by hand: by cheque, in cash, or one invoice."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    part = instalment_in(fund, key)
    before = waiting.kept(request, part)
    form = _order_form(request, fund, part, before)
    if request.method != "POST" or not form.is_valid():
        return _pay_page(request, person, fund, part, form)
    # Both are kept even when the order is refused: the account of the payee is written next.
    payee = _payee(person, part, form.cleaned_data)
    invoice = _invoice(person, part.grant, form.cleaned_data, before)
    try:
        with transaction.atomic():
            order = _ordered(person, part, payee, invoice, form.cleaned_data)
    except Refused as refused:
        waiting.keep(request, part, payee, invoice)
        return _pay_page(request, person, fund, part, form, refused, payee)
    waiting.forget(request, part)
    messages.success(request, _("L’ordre est préparé : il attend d’être approuvé."))
    return redirect("manage:order", slug, order.public_id)


def _left(part: Instalment) -> Cents:
    return Cents(max(0, part.amount_cents - money_of(part.orders.all()).held))


def _order_form(request: HttpRequest, fund: Fund, part: Instalment, before: Waiting) -> OrderForm:
    payees = payees_of(fund).exclude(kind__in=REGRANTED).order_by("name")
    data, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return OrderForm(
        data, sent, kind=part.kind, left=_left(part), payees=payees, initial=before.words, kept=before.invoice
    )


def _ordered(
    person: Person, part: Instalment, payee: Payee | None, invoice: StoredFile | None, given: dict[str, Any]
) -> PaymentOrder:
    wish: dict[str, Any] = {"means": Means(given["means"]), "receipt_number": given["receipt_number"]}
    if part.kind == InstalmentKind.INVOICES:
        wish |= {"payee": payee, "amount": given["amount"], "invoice": invoice}
    return operations.prepare_order(by=person, instalment=part, wish=Wish(**wish))


def _payee(person: Person, part: Instalment, given: dict[str, Any]) -> Payee | None:
    """Who an invoice pays, written down when nobody knew them; otherwise who the grant is paid to."""
    grant = part.grant
    if part.kind != InstalmentKind.INVOICES:
        return grant.payee
    if given["payee"] != NEW:
        return payees_of(grant.fund).get(pk=int(given["payee"]))
    kind = PayeeKind(given["payee_kind"])
    return operations.note_payee(by=person, grant=grant, kind=kind, name=given["payee_name"])


def _invoice(person: Person, grant: Grant, given: dict[str, Any], before: Waiting) -> StoredFile | None:
    """The paper of this sending, or the one given the last time."""
    upload = given.get("invoice")
    if upload is None:
        return before.invoice
    return stored.store(upload=upload, owner_key=f"grant:{grant.pk}", purpose="invoice", by=person, on_behalf=True)


def _pay_page(
    request: HttpRequest,
    person: Person,
    fund: Fund,
    part: Instalment,
    form: OrderForm,
    refused: Refused | None = None,
    payee: Payee | None = None,
) -> HttpResponse:
    refusals = refused.verdict.refusals if refused else ()
    codes = refused.verdict.codes if refused else set()
    status = 409 if refused else 422 if form.is_bound else 200
    context = {
        **shared(person, fund, "due"),
        "part": part,
        "left": _left(part),
        "form": form,
        "refusals": refusals,
        "offers_invoices": "regrant.not_enough" in codes and part.kind != InstalmentKind.INVOICES,
        "payee": payee,
        "needs_account": any(code.startswith("account.") for code in codes) or "payee.missing" in codes,
    }
    return render(request, "manage/payments/pay.html", context, status=status)


@require_POST
@once("grants.choose_invoices")
def by_invoices(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The way out when a funder lets no euro go to an association: its suppliers are paid instead."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    part = instalment_in(fund, key)

    def show(status: int) -> HttpResponse:
        form = OrderForm(kind=part.kind, left=_left(part), payees=[])
        page = _pay_page(request, person, fund, part, form)
        page.status_code = status
        return page

    def act() -> None:
        operations.choose_way(by=person, grant=part.grant, by_invoices=True)

    said = _("Cette aide se paie maintenant facture par facture.")
    return acted(request, act, then=reverse("manage:payments", args=[slug]), show=show, said=said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.act_on_order")
def order(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The order as it would be signed, and what may happen to it now."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    found = order_in(fund, public_id)
    if request.method != "POST":
        return _order_page(request, person, fund, found)
    act, said = _act(request, person, found)
    return acted(
        request,
        act,
        then=reverse("manage:order", args=[slug, public_id]),
        show=lambda status: _order_page(request, person, fund, order_in(fund, public_id), status=status),
        said=said,
    )


def _act(request: HttpRequest, person: Person, found: PaymentOrder) -> tuple[Any, str]:
    because = request.POST.get("because", "")
    acts = {
        "approve": (lambda: operations.approve_order(by=person, order=found), _("L’ordre est approuvé.")),
        "cancel": (
            lambda: operations.cancel_order(by=person, order=found, because=because),
            _("L’ordre est abandonné : le versement est de nouveau à payer."),
        ),
        "reverse": (
            lambda: operations.reverse_order(by=person, order=found, because=because),
            _("Le paiement est annulé dans les livres : le versement est de nouveau à payer."),
        ),
        "hand": (lambda: operations.hand_over(by=person, order=found), _("C’est noté : l’argent est remis.")),
    }
    action = request.POST.get("action", "")
    if action not in acts or (action == "hand" and found.means == Means.TRANSFER):
        raise Http404
    return acts[action]


def _order_page(
    request: HttpRequest, person: Person, fund: Fund, found: PaymentOrder, *, status: int = 200
) -> HttpResponse:
    state = OrderState(found.state)
    context = {
        **shared(person, fund, "due"),
        "row": row_of(found),
        "order": found,
        "form": ReasonForm(),
        "is_prepared": state == OrderState.PREPARED,
        "is_live": state in (OrderState.PREPARED, OrderState.APPROVED) and found.batch_id is None,
        "is_to_hand": state == OrderState.APPROVED and found.means != Means.TRANSFER and found.batch_id is None,
        "is_gone": state in (OrderState.SENT, OrderState.CLEARED),
    }
    return render(request, "manage/payments/order.html", context, status=status)


@never_cache
@require_safe
def order_pdf(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The same on paper, to sign and to file, as an accessible PDF."""
    found = order_in(paying_fund(request.user, slug), public_id)
    return files.saved(printed_order(row_of(found)), "application/pdf", f"{slug}-{found.reference}.pdf")


@require_safe
def invoice(request: SignedInRequest, slug: str, public_id: UUID) -> HttpResponseBase:
    """The paper that proves the expense."""
    fund = paying_fund(request.user, slug)
    found = order_in(fund, public_id)
    if found.invoice is None:
        raise Http404
    return files.serve(request, found.invoice, sensitive=True, territory=fund.territory_id)
