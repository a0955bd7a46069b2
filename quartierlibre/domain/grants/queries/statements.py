"""What a line of a statement may be about."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from quartierlibre.domain.funds.models import ContributionPayment, Fund
from quartierlibre.domain.grants.models import BankStatement, PaymentBatch, PaymentOrder, StatementLine
from quartierlibre.domain.grants.queries.payments import GONE
from quartierlibre.domain.grants.rules.statements import About, Candidate
from quartierlibre.domain.grants.states import BatchState, LineState, Means, OrderState
from quartierlibre.foundation.money import Cents


def statements_of(fund: Fund) -> QuerySet[BankStatement]:
    return BankStatement.objects.filter(fund=fund).order_by("-imported_at", "-pk")


def lines_of(statement: BankStatement) -> QuerySet[StatementLine]:
    shown = statement.lines.select_related(
        "order__payee", "batch", "contribution_payment__contribution__funder", "statement__fund__territory"
    )
    return shown.order_by("rank")


def candidates_of(fund: Fund) -> list[Candidate]:
    """Orders gone and not matched yet, batches booked whole, and funders' receipts not seen yet."""
    return [*_orders(fund), *_batches(fund), *_receipts(fund)]


def _orders(fund: Fund) -> list[Candidate]:
    gone = PaymentOrder.objects.filter(grant__fund=fund, state__in=GONE).select_related("payee")
    return [
        Candidate(
            about=About.ORDER,
            key=order.pk,
            amount=Cents(order.amount_cents),
            day=timezone.localdate(order.sent_at),
            reference=order.reference,
            name=order.payee.name,
        )
        for order in gone.order_by("pk")
    ]


def _batches(fund: Fund) -> list[Candidate]:
    """A bank may book all the transfers of a file as one."""
    whole = PaymentBatch.objects.filter(
        fund=fund, state=BatchState.EXPORTED, means=Means.TRANSFER, orders_count__gt=1, orders__state=OrderState.SENT
    )
    return [
        Candidate(
            About.BATCH, batch.pk, Cents(batch.total_cents), timezone.localdate(batch.exported_at), batch.message_id
        )
        for batch in whole.distinct().order_by("pk")
    ]


def _receipts(fund: Fund) -> list[Candidate]:
    matched = StatementLine.objects.filter(state=LineState.MATCHED, contribution_payment__isnull=False)
    paid = ContributionPayment.objects.filter(contribution__fund_year__fund=fund).exclude(
        pk__in=matched.values("contribution_payment")
    )
    return [
        Candidate(
            about=About.RECEIPT,
            key=payment.pk,
            amount=Cents(payment.entry.amount_cents),
            day=timezone.localdate(payment.entry.at),
            name=payment.contribution.funder.name,
        )
        for payment in paid.select_related("entry", "contribution__funder").order_by("pk")
    ]


def already_read(fund: Fund) -> set[tuple[object, int, str]]:
    """Lines of former statements the bank numbered: day, cents, number."""
    numbered = StatementLine.objects.filter(statement__fund=fund).exclude(bank_reference="")
    return set(numbered.values_list("booked_on", "amount_cents", "bank_reference"))
