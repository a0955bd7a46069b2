"""Batches of a fund, their orders, and the file they were handed to the bank with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.grants import payment_files
from quartierlibre.domain.grants.models import PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.rules import batches as rules
from quartierlibre.domain.grants.states import OrderState
from quartierlibre.foundation import secrets


def batches_of(fund: Fund) -> QuerySet[PaymentBatch]:
    listed = PaymentBatch.objects.filter(fund=fund)
    return listed.select_related("fund__territory", "account", "prepared_by", "signed_by", "exported_by")


def orders_in(batch: PaymentBatch) -> list[PaymentOrder]:
    """In the order of the file."""
    found = batch.orders.select_related("grant__application", "payee", "account", "prepared_by", "approved_by")
    return list(found.order_by("pk"))


def free_orders(fund: Fund, means: str) -> QuerySet[PaymentOrder]:
    """Approved, and in no batch yet."""
    return PaymentOrder.objects.filter(grant__fund=fund, means=means, state=OrderState.APPROVED, batch=None)


def asks_two_people(fund: Fund, said: Iterable[bool | None]) -> bool | None:
    """Asked as soon as one of these payments, or the rulebook of today, asks for it; None when nobody says."""
    regulation = current_regulation(fund)
    words = {*said, regulation.rulebook.value("payment.two_people") if regulation else None}
    return True if True in words else False if False in words else None


def waiting_by_means(fund: Fund) -> dict[str, dict[str, int]]:
    """How many approved orders, and how many cents, wait for a batch, by means."""
    free = PaymentOrder.objects.filter(grant__fund=fund, state=OrderState.APPROVED, batch=None).order_by()
    rows = free.values("means").annotate(count=Count("pk"), cents=Coalesce(Sum("amount_cents"), 0))
    return {row["means"]: {"count": row["count"], "cents": row["cents"]} for row in rows}


def file_again(batch: PaymentBatch, orders: Sequence[PaymentOrder] | None = None) -> bytes:
    """The very bytes handed to the bank. Raises Refused when they can no longer be made the same."""
    try:
        content = payment_files.file_of(batch, orders_in(batch) if orders is None else orders)
    except secrets.Unreadable:  # the key of these accounts is gone
        content = b""
    proved = payment_files.digest(content) == batch.sha256
    rules.is_the_same(proved=proved).enforce()
    return content
