"""A batch: made from approved orders, signed, handed to the bank once. The money leaves the books with the file."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import payment_files
from quartierlibre.domain.grants.models import BankAccount, PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, is_person
from quartierlibre.domain.grants.operations.payments import hold_orders, send_orders
from quartierlibre.domain.grants.queries import batches as queries
from quartierlibre.domain.grants.queries.accounts import accounts_of_fund
from quartierlibre.domain.grants.queries.payments import unchanged
from quartierlibre.domain.grants.rules import batches as rules
from quartierlibre.domain.grants.states import BATCH_MOVES, BatchState, Means, OrderState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger.models import Entry


@transaction.atomic
def prepare_batch(*, by: Actor, fund: Fund, means: Means, execute_on: date) -> PaymentBatch:
    """Put together every approved order of this means that may leave; those whose account moved stay out.

    Raises Refused when none may leave, or when the fund's own account is not confirmed (transfers).
    """
    ensure_right(by, Permission.PREPARE_PAYMENTS, fund.territory)
    held = hold_orders(queries.free_orders(fund, means))
    fund = Fund.objects.select_for_update(of=("self",)).select_related("territory").get(pk=fund.pk)
    orders = [order for order in held if _is_free(order) and unchanged(order)]
    account = _debtor(fund) if means == Means.TRANSFER else None
    rules.may_make(orders=len(orders)).enforce()
    batch = PaymentBatch.objects.create(
        fund=fund,
        number=(PaymentBatch.objects.filter(fund=fund).aggregate(last=Max("number"))["last"] or 0) + 1,
        means=means,
        account=account,
        execute_on=max(execute_on, timezone.localdate()),
        orders_count=len(orders),
        total_cents=sum(order.amount_cents for order in orders),
        prepared_by=is_person(by),
        two_people_asked=queries.asks_two_people(fund, [order.two_people_asked for order in orders]),
    )
    PaymentOrder.objects.filter(pk__in=[order.pk for order in orders]).update(batch=batch)
    _tell("prepared", by, batch, orders=len(orders), total_cents=batch.total_cents)
    return batch


def _is_free(order: PaymentOrder) -> bool:
    """Still true once it is held."""
    return order.batch_id is None and order.state == OrderState.APPROVED


def _debtor(fund: Fund, batch: PaymentBatch | None = None) -> BankAccount | None:
    """The account the money leaves from: confirmed, not changed lately, and the one this batch was made for."""
    known = accounts_of_fund(fund)
    is_the_same = batch is None or known.confirmed is None or known.confirmed.pk == batch.account_id
    rules.may_debit(has_account=known.confirmed is not None, is_the_same=is_the_same).enforce()
    known.may_receive().enforce()
    return known.confirmed


def _hold(batch: PaymentBatch) -> PaymentBatch:
    held = PaymentBatch.objects.select_for_update(of=("self",)).select_related("fund__territory", "account")
    return held.get(pk=batch.pk)


@transaction.atomic
def sign_batch(*, by: Actor, batch: PaymentBatch) -> PaymentBatch:
    """The second signature, on the whole list."""
    held = _hold(batch)
    ensure_right(by, Permission.APPROVE_PAYMENTS, held.fund.territory)
    person = is_person(by)
    rules.may_sign(
        state=BatchState(held.state),
        two_people=held.two_people_asked,
        same_person=person is not None and held.prepared_by_id == person.pk,
        has_person=person is not None,
    ).enforce()
    held.state, held.signed_at, held.signed_by = BatchState.SIGNED, timezone.now(), person
    held.save(update_fields=["state", "signed_at", "signed_by"])
    _tell("signed", by, held)
    return held


@transaction.atomic
def export_batch(*, by: Actor, batch: PaymentBatch) -> tuple[PaymentBatch, bytes]:
    """The file, once, and the money leaves the books in the same breath: all of it, or nothing.

    Raises Refused when the batch already left, when an account moved since, or when a fund's cash is short.
    """
    orders = hold_orders(batch.orders.all())
    held = _hold(batch)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.fund.territory)
    rules.may_export(state=BatchState(held.state)).enforce()
    if held.means == Means.TRANSFER:
        _debtor(held.fund, held)
    held.execute_on = max(held.execute_on, timezone.localdate())
    sent = send_orders(by=by, orders=orders)
    content = payment_files.file_of(held, sent, validate=True)
    rules.adds_up(total=held.total_cents, moved=_moved(sent)).enforce()
    held.state, held.exported_at, held.exported_by = BatchState.EXPORTED, timezone.now(), is_person(by)
    held.sha256 = payment_files.digest(content)
    held.save(update_fields=["state", "exported_at", "exported_by", "sha256", "execute_on"])
    _tell("exported", by, held, orders=len(sent), total_cents=held.total_cents, sha256=held.sha256)
    return held, content


def _moved(orders: list[PaymentOrder]) -> int:
    """What the books moved from reserved to paid for these orders, in cents."""
    entries = Entry.objects.filter(pk__in=[each.entry_id for order in orders for each in order.movements.all()])
    return sum(entries.values_list("amount_cents", flat=True))


@transaction.atomic
def cancel_batch(*, by: Actor, batch: PaymentBatch) -> PaymentBatch:
    """Given up before it left: its orders, still approved, wait for another."""
    hold_orders(batch.orders.all())
    held = _hold(batch)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.fund.territory)
    states.may_move(BATCH_MOVES, BatchState(held.state), BatchState.CANCELLED).enforce()
    held.state = BatchState.CANCELLED
    held.save(update_fields=["state"])
    PaymentOrder.objects.filter(batch=held).update(batch=None)
    _tell("cancelled", by, held)
    return held


@transaction.atomic
def download_again(*, by: Person, batch: PaymentBatch) -> bytes:
    """The same file, for who prepares payments; it holds whole IBANs, so the journal keeps who took it."""
    ensure_right(by, Permission.PREPARE_PAYMENTS, batch.fund.territory)
    content = queries.file_again(batch)
    _tell("downloaded", by, batch, sha256=payment_files.digest(content))
    return content


def _tell(verb: str, by: Actor, batch: PaymentBatch, **data: object) -> None:
    territory = batch.fund.territory_id
    journal.record(f"grants.batch.{verb}", by=by, about=batch, territory=territory, number=batch.number, **data)
