"""From a payment due to the money gone: order, approve, send, undo. What left is reversed, never edited.

Lock order: the grants in key order, then their promises and the pots, all at once (`funds.hold_payments`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.models import Grant, Instalment, Payee, PaymentOrder
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.payees import payee_of
from quartierlibre.domain.grants.queries import payments as queries
from quartierlibre.domain.grants.queries.accounts import accounts_of_payee
from quartierlibre.domain.grants.rules import payments as rules
from quartierlibre.domain.grants.states import (
    INSTALMENT_MOVES,
    ORDER_MOVES,
    GrantState,
    InstalmentKind,
    InstalmentState,
    Means,
    OrderState,
    PayeeKind,
)
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import states
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import ALLOWED, Refused, Verdict


@dataclass(frozen=True)
class Wish:
    """What one would pay: everything an order says, the amount in cents (None: all that is left of the instalment)."""

    payee: Payee | None = None
    means: Means = Means.TRANSFER
    amount: Cents | None = None
    invoice: StoredFile | None = None
    receipt_number: str = ""


@transaction.atomic
def prepare_order(*, by: Actor, instalment: Instalment, wish: Wish | None = None) -> PaymentOrder:
    """Order one payment: an instalment in one go, or one invoice of those it pays.

    Raises Refused with every reason: not due, too much, no account or one that changed lately, no invoice, no cash, or
    euros that may not go to this payee (its invoices are paid instead).
    """
    asked = wish or Wish()
    grant = hold_grant(instalment.grant)
    ensure_right(by, Permission.PREPARE_PAYMENTS, grant.fund.territory)
    part = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    payee = asked.payee or payee_of(grant)
    left = Cents(part.amount_cents - queries.money_of(part.orders.all()).held)
    amount = left if asked.amount is None else asked.amount
    _may_order(grant, part, payee, asked, amount, left).enforce()
    order = _write(by, grant, part, payee, asked, amount)
    follow_part(part)
    tell("grants.order.prepared", by=by, grant=grant, order=order.pk, amount_cents=amount, means=order.means)
    return order


def _may_order(grant: Grant, part: Instalment, payee: Payee | None, wish: Wish, amount: Cents, left: Cents) -> Verdict:
    till = queries.Till([grant.decision.entry_id or 0], grant.fund)
    facts = rules.OrderFacts(
        grant=GrantState(grant.state),
        instalment=InstalmentState(part.state),
        kind=InstalmentKind(part.kind),
        payee=PayeeKind(payee.kind) if payee else None,
        means=wish.means,
        amount=amount,
        left=till.left_of(grant),
        part_left=left,
        has_file=wish.invoice is not None,
    )
    by_invoice = facts.kind == InstalmentKind.INVOICES
    verdict = rules.may_order(facts) & rules.may_split(by_invoice=by_invoice, amount=amount, part_left=left)
    if payee is None:
        return verdict
    to_account = accounts_of_payee(payee).may_receive() if wish.means == Means.TRANSFER else ALLOWED
    return verdict & to_account & till.may_pay(grant, amount, regranted=queries.is_regranted(payee))


def _write(by: Actor, grant: Grant, part: Instalment, payee: Payee | None, wish: Wish, amount: Cents) -> PaymentOrder:
    if payee is None:
        raise AssertionError("an order without payee was refused")
    reference = f"QL-{grant.pk}-{grant.orders.count() + 1}"  # the grant is held: nobody takes this number meanwhile
    is_cash = wish.means == Means.CASH
    account = accounts_of_payee(payee).confirmed if wish.means == Means.TRANSFER else None
    return PaymentOrder.objects.create(
        grant=grant,
        instalment=part,
        payee=payee,
        account=account,
        means=wish.means,
        amount_cents=amount,
        label=f"{grant.application.number} {grant.application.title}"[:140],
        reference=reference,
        invoice=wish.invoice,
        two_people_asked=grant.regulation.rulebook.value("payment.two_people"),
        prepared_by=is_person(by),
        receipt_number=(wish.receipt_number.strip() or reference)[:40] if is_cash else "",
    )


@transaction.atomic
def prepare_due(*, by: Actor, fund: Fund) -> list[PaymentOrder]:
    """Every payment of a fund that nothing stops, in one act; what is stopped stays on the page with its reason."""
    ensure_right(by, Permission.PREPARE_PAYMENTS, fund.territory)
    made = []
    for line in queries.to_pay(fund).ready:
        try:
            with transaction.atomic():
                made.append(prepare_order(by=by, instalment=line.instalment))
        except Refused:
            continue  # somebody prepared it, or the cash went, since the page was read
    return made


def follow_part(part: Instalment) -> None:
    """The instalment says where its orders stand."""
    money = queries.money_of(part.orders.all())
    by_invoice = part.kind == InstalmentKind.INVOICES
    state = rules.state_of_part(
        amount=Cents(part.amount_cents), held=money.held, paid=money.gone, by_invoice=by_invoice
    )
    if states.may_move(INSTALMENT_MOVES, InstalmentState(part.state), state):
        part.state = state
        part.save(update_fields=["state"])


def hold_order(order: PaymentOrder) -> PaymentOrder:
    """The order as it is now; its grant is held first."""
    grant = hold_grant(order.grant)
    held = PaymentOrder.objects.select_for_update(of=("self",)).select_related("payee", "account", "instalment")
    found = held.get(pk=order.pk)
    found.grant = grant
    return found


@transaction.atomic
def approve_order(*, by: Actor, order: PaymentOrder) -> PaymentOrder:
    """Somebody looked at it: payee, account, amount, decision. Another person than who prepared, where asked."""
    held = hold_order(order)
    ensure_right(by, Permission.APPROVE_PAYMENTS, held.grant.fund.territory)
    person = is_person(by)
    verdict = rules.may_approve(
        state=OrderState(held.state),
        two_people=held.two_people_asked,
        same_person=person is not None and held.prepared_by_id == person.pk,
        has_person=person is not None,
    )
    (verdict & queries.unchanged(held)).enforce()
    held.state, held.approved_at, held.approved_by = OrderState.APPROVED, timezone.now(), person
    held.save(update_fields=["state", "approved_at", "approved_by"])
    tell("grants.order.approved", by=by, grant=held.grant, order=held.pk, amount_cents=held.amount_cents)
    return held


@transaction.atomic
def cancel_order(*, by: Actor, order: PaymentOrder, because: str) -> PaymentOrder:
    """Given up before it left: the payment is due again."""
    held = hold_order(order)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.grant.fund.territory)
    rules.may_cancel(state=OrderState(held.state), in_batch=held.batch_id is not None, because=because).enforce()
    held.state, held.undone_at, held.undone_because = OrderState.CANCELLED, timezone.now(), because.strip()[:300]
    held.save(update_fields=["state", "undone_at", "undone_because"])
    _follow(held)
    tell("grants.order.cancelled", by=by, grant=held.grant, order=held.pk, amount_cents=held.amount_cents)
    return held


def _follow(order: PaymentOrder) -> None:
    if order.instalment:
        follow_part(Instalment.objects.select_for_update(of=("self",)).get(pk=order.instalment.pk))


@transaction.atomic
def hand_over(*, by: Actor, order: PaymentOrder) -> PaymentOrder:
    """A cheque or cash given from hand to hand, without a batch. A transfer only leaves in a batch."""
    if order.means == Means.TRANSFER:
        raise ValueError("A transfer leaves in a batch.")
    ensure_right(by, Permission.PREPARE_PAYMENTS, order.grant.fund.territory)
    return send_orders(by=by, orders=[order])[0]


def send_orders(*, by: Actor, orders: Iterable[PaymentOrder]) -> list[PaymentOrder]:
    """Book these approved orders, all or none, each once for its reference. Inside the transaction of the caller.

    Raises Refused with the reason of the first that cannot leave, its reference said.
    """
    held = hold_orders(orders)
    funds.hold_payments(order.grant.decision.entry_id or 0 for order in held)
    for order in held:
        _send(by, order)
    return held


def hold_orders(orders: Iterable[PaymentOrder]) -> list[PaymentOrder]:
    """Every grant first, in key order, then the orders: two batches wait for each other, never deadlock."""
    keys = [order.pk for order in orders]
    grants = Grant.objects.filter(orders__in=keys).order_by("pk").values_list("pk", flat=True).distinct()
    held = {key: hold_grant(Grant(pk=key)) for key in grants}
    found = PaymentOrder.objects.select_for_update(of=("self",)).select_related("payee", "account", "instalment")
    listed = list(found.filter(pk__in=keys).order_by("pk"))
    for order in listed:
        order.grant = held[order.grant_id]
    return listed


def _send(by: Actor, order: PaymentOrder) -> None:
    verdict = states.may_move(ORDER_MOVES, OrderState(order.state), OrderState.SENT)
    (verdict & queries.unchanged(order)).enforce()
    entry = order.grant.decision.entry
    if entry is None:
        raise AssertionError("a grant without money set aside has no order")
    movements = funds.pay_grant(
        by=by,
        reservation=entry,
        amount=Cents(order.amount_cents),
        reference=order.reference,
        to_association=queries.is_regranted(order.payee),
    )
    order.state, order.sent_at = OrderState.SENT, timezone.now()
    order.save(update_fields=["state", "sent_at"])
    order.movements.set(movements)
    _follow(order)
    tell("grants.order.sent", by=by, grant=order.grant, order=order.pk, amount_cents=order.amount_cents)


@transaction.atomic
def reverse_order(*, by: Actor, order: PaymentOrder, because: str) -> PaymentOrder:
    """It did not arrive (refused by the bank, cheque never cashed): the books take it back, it is due again."""
    held = hold_order(order)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.grant.fund.territory)
    rules.may_reverse(state=OrderState(held.state), because=because).enforce()
    funds.hold_payments([held.grant.decision.entry_id or 0])
    for movement in held.movements.order_by("pk"):
        reference = f"{held.reference} annulé {movement.pk}"
        held.movements.add(funds.reverse_payment(by=by, movement=movement, reference=reference))
    held.state, held.undone_at, held.undone_because = OrderState.REVERSED, timezone.now(), because.strip()[:300]
    held.save(update_fields=["state", "undone_at", "undone_because"])
    _follow(held)
    tell("grants.order.reversed", by=by, grant=held.grant, order=held.pk, amount_cents=held.amount_cents)
    return held


@transaction.atomic
def mark_cleared(*, by: Actor, order: PaymentOrder, on: date) -> PaymentOrder:
    """Seen on the bank's statement that day."""
    held = hold_order(order)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.grant.fund.territory)
    states.may_move(ORDER_MOVES, OrderState(held.state), OrderState.CLEARED).enforce()
    held.state, held.cleared_on = OrderState.CLEARED, on
    held.save(update_fields=["state", "cleared_on"])
    tell("grants.order.cleared", by=by, grant=held.grant, order=held.pk)
    return held


def approve_all(*, by: Actor, orders: Sequence[PaymentOrder]) -> tuple[list[PaymentOrder], Verdict]:
    """Approve each one this person may; the reasons for the others come back with their reference."""
    done, refused = [], ALLOWED
    for order in orders:
        try:
            done.append(approve_order(by=by, order=order))
        except Refused as error:
            refused &= error.verdict
    return done, refused
