"""What is to be paid, what stops it, one button for all that may leave; and the second pair of eyes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.queries import payments as queries
from quartierlibre.domain.grants.queries.batches import asks_two_people
from quartierlibre.domain.grants.states import Means, OrderState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.payments.access import ensure, may, paying_fund, paying_funds
from quartierlibre.web.manage.payments.rows import OrderRow, rows_of

SHOWN = 200


@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The funds one pays for; straight to the only one."""
    funds = list(paying_funds(request.user))
    if not funds:
        raise Http404
    if len(funds) == 1:
        return redirect("manage:payments", funds[0].slug)
    return render(request, "manage/payments/funds.html", {"funds": funds})


def shared(person: Person, fund: Fund, here: str) -> dict[str, Any]:
    """What every page of payments shows around its own words."""
    return {
        "fund": fund,
        "here": here,
        "may_prepare": may(person, fund, Permission.PREPARE_PAYMENTS),
        "reads_files": may(person, fund, Permission.READ_APPLICATIONS),
        "may_approve": may(person, fund, Permission.APPROVE_PAYMENTS),
    }


@never_cache
@require_safe
def due(request: SignedInRequest, slug: str) -> HttpResponse:
    """Due payments first; then those that cannot leave, each with its reasons; then what is to come."""
    return _page(request, request.user, paying_fund(request.user, slug))


def _page(request: HttpRequest, person: Person, fund: Fund, status: int = 200) -> HttpResponse:
    live = queries.orders_of(fund).filter(state__in=[OrderState.PREPARED, OrderState.APPROVED], batch=None)
    gone = queries.orders_of(fund).exclude(state__in=[OrderState.PREPARED, OrderState.APPROVED])
    context = {
        **shared(person, fund, "due"),
        "page": (page := queries.to_pay(fund)),
        "alone": _may_go_alone(person, fund, page, live),
        "orders": rows_of(live[:SHOWN]),
        "gone": rows_of(gone[:20]),
    }
    return render(request, "manage/payments/due.html", context, status=status)


def _may_go_alone(person: Person, fund: Fund, page: queries.ToPay, live: Iterable[PaymentOrder]) -> bool:
    """One person may pay it all in one act, as the batch will judge: nothing that would leave asks for two people,
    nor the rulebook of today, and they hold both rights.
    """
    said = [line.grant.regulation.rulebook.value("payment.two_people") for line in page.ready]
    said += [order.two_people_asked for order in live if order.means == Means.TRANSFER]
    rights = (Permission.PREPARE_PAYMENTS, Permission.APPROVE_PAYMENTS)
    return all(may(person, fund, right) for right in rights) and not asks_two_people(fund, said)


@require_POST
@once("grants.prepare_due")
def prepare_all(request: HttpRequest, slug: str) -> HttpResponse:
    """One act for the week."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    made = operations.prepare_due(by=person, fund=fund)
    total = format_euros(Cents(sum(order.amount_cents for order in made)))
    if made:
        said = ngettext("%(count)s ordre préparé : %(total)s.", "%(count)s ordres préparés : %(total)s.", len(made))
        messages.success(request, said % {"count": len(made), "total": total})
    else:
        messages.info(request, _("Rien de plus à préparer : voyez ce qui manque à chaque versement."))
    return redirect("manage:second_look" if made else "manage:payments", slug)


@require_POST
@once("grants.pay_at_once")
def pay_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Where one person may do it all: straight to the file for the bank."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    ensure(person, fund, Permission.APPROVE_PAYMENTS)
    made: list[PaymentBatch] = []
    return acted(
        request,
        lambda: made.append(operations.pay_at_once(by=person, fund=fund, execute_on=timezone.localdate())),
        then=lambda: reverse("manage:batch", args=[slug, made[0].number]),
        show=lambda status: _page(request, person, fund, status),
        said=_("C’est prêt\u00a0: donnez ce fichier à votre banque."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.approve_orders")
def second_look(request: HttpRequest, slug: str) -> HttpResponse:
    """Each order with all that one checks; those ticked are approved together."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    prepared = queries.orders_of(fund).filter(state=OrderState.PREPARED).order_by("pk")
    ticked = request.POST.getlist("order")
    if request.method != "POST" or not ticked:
        if request.method == "POST":
            messages.error(request, _("Cochez au moins un ordre."))
        return _look(request, person, fund, rows_of(prepared), 200 if request.method != "POST" else 422)
    ensure(person, fund, Permission.APPROVE_PAYMENTS)
    chosen = [order for order in prepared if str(order.public_id) in ticked]
    done, refused = operations.approve_all(by=person, orders=chosen)
    for reason in dict.fromkeys(str(each) for each in refused.messages):
        messages.error(request, reason)
    if not done:
        return _look(request, person, fund, rows_of(prepared), 409)
    said = ngettext("%(count)s ordre approuvé.", "%(count)s ordres approuvés.", len(done))
    messages.success(request, said % {"count": len(done)})
    return redirect("manage:batches", slug)


def _look(request: HttpRequest, person: Person, fund: Fund, rows: list[OrderRow], status: int) -> HttpResponse:
    context = {**shared(person, fund, "look"), "orders": rows, "person": person}
    return render(request, "manage/payments/second_look.html", context, status=status)
