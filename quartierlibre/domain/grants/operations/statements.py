"""A statement of the bank: read once, a match proposed for each line, a person says yes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.funds.models import ContributionPayment, Fund
from quartierlibre.domain.grants import statement_files
from quartierlibre.domain.grants.models import BankStatement, PaymentBatch, PaymentOrder, StatementLine
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, is_person
from quartierlibre.domain.grants.operations.payments import hold_orders, mark_cleared, reverse_order
from quartierlibre.domain.grants.queries import statements as queries
from quartierlibre.domain.grants.rules import statements as rules
from quartierlibre.domain.grants.rules.statements import About, Candidate
from quartierlibre.domain.grants.states import LineState, OrderState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused


@transaction.atomic
def import_statement(*, by: Actor, fund: Fund, name: str, content: bytes) -> tuple[BankStatement, statement_files.Read]:
    """Keep every line and propose what each is about. Raises Refused for a file already read, or which line is unclear.

    What the bank numbered and an earlier statement already held is left out, and says so.
    """
    fund = Fund.objects.select_for_update(of=("self",)).select_related("territory").get(pk=fund.pk)
    ensure_right(by, Permission.PREPARE_PAYMENTS, fund.territory)
    sha256 = hashlib.sha256(content).hexdigest()
    rules.is_new(known=BankStatement.objects.filter(fund=fund, sha256=sha256).exists()).enforce()
    found = statement_files.read(content)
    known, candidates = queries.already_read(fund), queries.candidates_of(fund)
    statement = BankStatement.objects.create(
        fund=fund, name=name.strip()[:160], format=found.format, sha256=sha256, imported_by=is_person(by)
    )
    lines = [
        _line(statement, rank, line, known, candidates)
        for rank, line in enumerate((each for each in found.lines if each.amount), start=1)
    ]
    StatementLine.objects.bulk_create(lines)
    journal.record(
        "grants.statement.imported",
        by=by,
        about=statement,
        territory=fund.territory_id,
        lines=len(lines),
        sha256=sha256,
    )
    return statement, found


def _line(
    statement: BankStatement,
    rank: int,
    read: statement_files.Line,
    known: set[tuple[object, int, str]],
    candidates: Sequence[Candidate],
) -> StatementLine:
    line = StatementLine(
        statement=statement,
        rank=rank,
        booked_on=read.day,
        amount_cents=read.amount,
        label=read.label,
        bank_reference=read.bank_reference,
        end_to_end=read.end_to_end,
    )
    if (read.day, read.amount, read.bank_reference) in known:
        line.state, line.why = LineState.LEFT_OUT, _("Déjà lue dans un autre relevé.")
        return line
    said = rules.propose(
        day=read.day, amount=read.amount, label=read.label, end_to_end=read.end_to_end, candidates=candidates
    )
    line.state, line.why = LineState.PROPOSED if said.is_sure else LineState.UNMATCHED, said.why[:300]
    _aim(line, said.candidate)
    return line


def _aim(line: StatementLine, at: Candidate | None) -> None:
    if at is None:
        return
    if at.about in (About.ORDER, About.RETURN):
        line.order_id = at.key
    elif at.about == About.BATCH:
        line.batch_id = at.key
    else:
        line.contribution_payment_id = at.key


def _hold(line: StatementLine) -> StatementLine:
    held = StatementLine.objects.select_for_update(of=("self",)).select_related("statement__fund__territory")
    return held.get(pk=line.pk)


@transaction.atomic
def confirm_line(
    *,
    by: Actor,
    line: StatementLine,
    order: PaymentOrder | None = None,
    contribution_payment: ContributionPayment | None = None,
) -> StatementLine:
    """A person says what a line is about: what was proposed, unless another is named. To the cent, each thing once.

    A payment seen on the statement is cleared; one the bank gave back is reversed in the books, and due again.
    """
    order, batch, receipt = _aimed(line, order, contribution_payment)
    _hold_aimed(order, batch)
    held = _hold(line)
    fund = held.statement.fund
    ensure_right(by, Permission.PREPARE_PAYMENTS, fund.territory)
    rules.has_answer(found=any((order, batch, receipt))).enforce()
    if order:
        _match_order(by, held, order)
    elif batch:
        _match_batch(by, held, batch)
    elif receipt:
        _match_receipt(held, receipt)
    held.order, held.batch, held.contribution_payment = order, batch, receipt
    return _settle(by, held, LineState.MATCHED)


def _aimed(
    line: StatementLine, order: PaymentOrder | None, receipt: ContributionPayment | None
) -> tuple[PaymentOrder | None, PaymentBatch | None, ContributionPayment | None]:
    """What was named, else what was proposed; always of the fund of the statement."""
    fund = line.statement.fund_id
    if order is None and receipt is None:
        return line.order, line.batch, line.contribution_payment
    if order is not None:
        return PaymentOrder.objects.filter(grant__fund=fund).get(pk=order.pk), None, None
    known = ContributionPayment.objects.filter(contribution__fund_year__fund=fund)
    return None, None, known.get(pk=receipt.pk if receipt else 0)


def _hold_aimed(order: PaymentOrder | None, batch: PaymentBatch | None) -> None:
    """Grants and orders before the line: the order every operation on payments follows."""
    hold_orders([order] if order else batch.orders.all() if batch else [])


def _match_order(by: Actor, line: StatementLine, order: PaymentOrder) -> None:
    order.refresh_from_db()
    is_return = line.amount_cents > 0
    matched = StatementLine.objects.filter(order=order, state=LineState.MATCHED)
    taken = matched.filter(amount_cents__gt=0) if is_return else matched.filter(amount_cents__lt=0)
    rules.may_match(
        state=LineState(line.state),
        seen=Cents(abs(line.amount_cents)),
        ordered=Cents(order.amount_cents),
        is_free=not taken.exists(),
    ).enforce()
    if is_return:
        because = _("Rendu par la banque le %(day)s.") % {"day": f"{line.booked_on:%d/%m/%Y}"}
        reverse_order(by=by, order=order, because=because)
    elif order.state != OrderState.CLEARED:
        mark_cleared(by=by, order=order, on=line.booked_on)


def _match_batch(by: Actor, line: StatementLine, batch: PaymentBatch) -> None:
    """The bank booked the whole file as one: each of its orders is seen."""
    taken = StatementLine.objects.filter(batch=batch, state=LineState.MATCHED).exists()
    rules.may_match(
        state=LineState(line.state),
        seen=Cents(-line.amount_cents),
        ordered=Cents(batch.total_cents),
        is_free=not taken,
    ).enforce()
    for order in batch.orders.filter(state=OrderState.SENT).select_related("grant").order_by("pk"):
        mark_cleared(by=by, order=order, on=line.booked_on)


def _match_receipt(line: StatementLine, receipt: ContributionPayment) -> None:
    taken = StatementLine.objects.filter(contribution_payment=receipt, state=LineState.MATCHED).exists()
    rules.may_match(
        state=LineState(line.state),
        seen=Cents(line.amount_cents),
        ordered=Cents(receipt.entry.amount_cents),
        is_free=not taken,
    ).enforce()


def _settle(by: Actor, line: StatementLine, state: LineState) -> StatementLine:
    line.state, line.decided_at, line.decided_by = state, timezone.now(), is_person(by)
    line.save(update_fields=["state", "order", "batch", "contribution_payment", "why", "decided_at", "decided_by"])
    territory = line.statement.fund.territory_id
    verb = "matched" if state == LineState.MATCHED else "left_out"
    journal.record(f"grants.line.{verb}", by=by, about=line, territory=territory, order=line.order_id)
    return line


@transaction.atomic
def confirm_proposed(*, by: Actor, statement: BankStatement) -> int:
    """Every proposal at once, but what the bank gave back: that is looked at one by one. Returns how many."""
    lines = (
        queries.lines_of(statement).filter(state=LineState.PROPOSED).exclude(amount_cents__gt=0, order__isnull=False)
    )
    done = 0
    for line in lines:
        try:
            with transaction.atomic():
                confirm_line(by=by, line=line)
            done += 1
        except Refused:
            continue  # another line of the same statement took it: it stays proposed, to look at
    return done


@transaction.atomic
def leave_out(*, by: Actor, line: StatementLine) -> StatementLine:
    """It does not concern the fund (bank fees, another activity of the manager)."""
    held = _hold(line)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.statement.fund.territory)
    rules.may_leave_out(state=LineState(held.state)).enforce()
    held.order, held.batch, held.contribution_payment, held.why = None, None, None, ""
    return _settle(by, held, LineState.LEFT_OUT)
