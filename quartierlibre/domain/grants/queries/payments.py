"""What is to be paid in a fund, what each payment waits for, and how much cash is left for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds import rules as funds
from quartierlibre.domain.funds.models import Commitment, Fund, Purse
from quartierlibre.domain.funds.shares import split
from quartierlibre.domain.grants.models import BankAccount, Grant, GrantCondition, Instalment, Payee, PaymentOrder
from quartierlibre.domain.grants.queries.accounts import Accounts, accounts_of, changed_lately, receives
from quartierlibre.domain.grants.rules import payments as rules
from quartierlibre.domain.grants.states import (
    HOLDING,
    REGRANTED,
    GrantState,
    InstalmentKind,
    InstalmentState,
    Means,
    OrderState,
    PayeeKind,
)
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

LIVE_ORDERS = (*HOLDING, OrderState.SENT, OrderState.CLEARED)
GONE = (OrderState.SENT, OrderState.CLEARED)


def orders_of(fund: Fund) -> QuerySet[PaymentOrder]:
    """The payment orders of a fund, with all that a line shows."""
    shown = PaymentOrder.objects.filter(grant__fund=fund)
    return shown.select_related("grant__application", "payee", "account", "batch", "prepared_by", "approved_by")


@dataclass(frozen=True)
class Money:
    """Cents of live orders: all of them, and those gone."""

    held: Cents
    gone: Cents


def money_of(orders: QuerySet[PaymentOrder]) -> Money:
    sums = orders.filter(state__in=LIVE_ORDERS).aggregate(
        held=Sum("amount_cents", default=0), gone=Sum("amount_cents", filter=Q(state__in=GONE), default=0)
    )
    return Money(Cents(sums["held"]), Cents(sums["gone"]))


class Till:
    """What may still be ordered, in cents: promises of grants and cash of envelopes, less the orders not gone yet.

    An estimate, shown before anybody prepares: the books decide when the money leaves.
    """

    def __init__(self, reservations: Iterable[int], fund: Fund) -> None:
        holding = PaymentOrder.objects.filter(grant__fund=fund, state__in=HOLDING).select_related(
            "grant__decision", "payee"
        )
        orders = list(holding)
        wanted = {*reservations, *(order.grant.decision.entry_id for order in orders)}
        self.promises: dict[int, list[Commitment]] = defaultdict(list)
        for promise in Commitment.objects.filter(reservation__in=wanted).order_by("pk"):
            self.promises[promise.reservation_id].append(promise)
        self.cash: dict[int, int] = defaultdict(int)
        self.usable: dict[int, int] = defaultdict(int)
        self.left = {key: sum(each.left_cents for each in mine) for key, mine in self.promises.items()}
        self._count_cash()
        for order in orders:
            self.take(order.grant, Cents(order.amount_cents), is_regranted(order.payee))

    def _count_cash(self) -> None:
        envelopes = {each.envelope_id for mine in self.promises.values() for each in mine}
        sums = (
            Purse.objects.filter(envelope__in=envelopes).order_by().values("envelope", "contribution__regrant_allowed")
        )
        for row in sums.annotate(cents=Sum("cash__balance_cents")):
            self.cash[row["envelope"]] += row["cents"]
            self.usable[row["envelope"]] += row["cents"] if row["contribution__regrant_allowed"] else 0

    def left_of(self, grant: Grant) -> Cents:
        """Promised to this grant, neither gone nor in an order."""
        return Cents(self.left.get(grant.decision.entry_id or 0, 0))

    def _parts(self, grant: Grant, amount: Cents) -> list[tuple[Commitment, Cents]]:
        mine = self.promises.get(grant.decision.entry_id or 0, [])
        left = [Cents(each.left_cents) for each in mine]
        if not mine or amount > sum(left):
            return []
        return list(zip(mine, split(amount, [Fraction(cents) for cents in left], left), strict=True))

    def may_pay(self, grant: Grant, amount: Cents, *, regranted: bool) -> Verdict:
        """Whether the cash in hand is enough, and may go to this kind of payee."""
        verdict = ALLOWED
        for promise, cents in self._parts(grant, amount):
            cash = Cents(self.cash[promise.envelope_id])
            usable = Cents(min(cash, self.usable[promise.envelope_id])) if regranted else cash
            verdict &= funds.may_pay(amount=cents, left=Cents(promise.left_cents), cash=cash, usable=usable)
        return verdict

    def take(self, grant: Grant, amount: Cents, regranted: bool) -> None:
        """One more order is prepared."""
        for promise, cents in self._parts(grant, amount):
            self.cash[promise.envelope_id] -= cents
            if regranted:
                self.usable[promise.envelope_id] -= cents
        self.left[grant.decision.entry_id or 0] -= amount


def is_regranted(payee: Payee) -> bool:
    """Whether paying this payee hands public money on to another body."""
    return payee.kind in REGRANTED


@dataclass(frozen=True)
class DueLine:
    """One payment due, in cents, and every reason why it cannot leave yet, in plain words."""

    instalment: Instalment
    grant: Grant
    payee: Payee | None
    account: BankAccount | None
    amount: Cents
    verdict: Verdict
    changed: str = ""
    by_invoice: bool = False

    @property
    def who(self) -> str:
        """The payee, or whom one would name so."""
        file = self.grant.application
        return self.payee.name if self.payee else file.group_name or file.title

    @property
    def is_ready(self) -> bool:
        return bool(self.verdict) and not self.by_invoice


@dataclass(frozen=True)
class WaitingLine:
    """One payment to come, and what it waits for."""

    instalment: Instalment
    grant: Grant
    why: str


@dataclass(frozen=True)
class ToPay:
    """What the first page of payments shows."""

    due: Sequence[DueLine] = field(default=())
    waiting: Sequence[WaitingLine] = field(default=())

    @property
    def ready(self) -> list[DueLine]:
        return [line for line in self.due if line.is_ready]

    @property
    def blocked(self) -> list[DueLine]:
        return [line for line in self.due if not line.verdict]

    @property
    def invoices(self) -> list[DueLine]:
        return [line for line in self.due if line.by_invoice and line.verdict]

    @property
    def total_ready(self) -> Cents:
        return Cents(sum(line.amount for line in self.ready))


def to_pay(fund: Fund) -> ToPay:
    """Every payment due or to come of the grants of a fund. Eight queries, whatever their number."""
    shown = Instalment.objects.filter(
        grant__fund=fund, state__in=[InstalmentState.DUE, InstalmentState.WAITING]
    ).exclude(grant__state__in=[GrantState.DECLINED, GrantState.CANCELLED])
    listed = list(
        shown.select_related(
            "grant__application", "grant__decision", "grant__payee", "grant__fund__territory", "grant__regulation"
        ).order_by("due_since", "grant", "rank")
    )
    due = [each for each in listed if each.state == InstalmentState.DUE]
    return ToPay(due_lines(fund, due), list(_waiting([each for each in listed if each not in due])))


def due_lines(fund: Fund, due: Sequence[Instalment]) -> list[DueLine]:
    """These instalments due, each with its payee, its account and what stops it; cash is given in this order."""
    till = Till([each.grant.decision.entry_id or 0 for each in due], fund)
    payees = _payees(due)
    accounts = accounts_of([payee.pk for payee in payees.values() if payee])
    held = _held(due)
    lines = []
    for instalment in due:
        payee = payees[instalment.pk]
        known = accounts.get(payee.pk, Accounts()) if payee else Accounts()
        line = _line(instalment, payee, known, Cents(instalment.amount_cents - held.get(instalment.pk, 0)), till)
        if line.is_ready and payee:
            till.take(instalment.grant, line.amount, is_regranted(payee))
        lines.append(line)
    return lines


def _payees(due: Sequence[Instalment]) -> dict[int, Payee | None]:
    """Known from the grant, or found again by the association's group: written down when the order is prepared."""
    groups = {each.grant.application.group_id for each in due if not each.grant.payee_id}
    known = Payee.objects.filter(kind=PayeeKind.ASSOCIATION, group__in=groups - {None}).order_by("-pk")
    by_group = {(payee.territory_id, payee.group_id): payee for payee in known} if groups - {None} else {}
    return {
        each.pk: each.grant.payee or by_group.get((each.grant.fund.territory_id, each.grant.application.group_id))
        for each in due
    }


def _held(due: Sequence[Instalment]) -> dict[int, int]:
    """What live orders already take of each instalment, in cents."""
    sums = PaymentOrder.objects.filter(instalment__in=due, state__in=LIVE_ORDERS).order_by().values("instalment")
    return {row["instalment"]: row["cents"] for row in sums.annotate(cents=Sum("amount_cents"))}


def _line(instalment: Instalment, payee: Payee | None, known: Accounts, amount: Cents, till: Till) -> DueLine:
    by_invoice = instalment.kind == InstalmentKind.INVOICES
    if by_invoice:
        return DueLine(instalment, instalment.grant, None, None, amount, ALLOWED, by_invoice=True)
    facts = rules.OrderFacts(
        grant=GrantState(instalment.grant.state),
        instalment=InstalmentState(instalment.state),
        kind=InstalmentKind(instalment.kind),
        payee=PayeeKind(payee.kind) if payee else _kind_of_holder(instalment.grant),
        means=Means.TRANSFER,
        amount=amount,
        left=till.left_of(instalment.grant),
        part_left=amount,
        has_file=True,
    )
    regranted = facts.payee in REGRANTED
    verdict = rules.may_order(facts) & receives(known.shown, known.pending)
    verdict &= till.may_pay(instalment.grant, amount, regranted=regranted)
    return DueLine(
        instalment, instalment.grant, payee, known.shown, amount, verdict, changed=changed_lately(known.shown)
    )


def _kind_of_holder(grant: Grant) -> PayeeKind | None:
    """An association is its own payee, even before anybody wrote it down."""
    return PayeeKind.ASSOCIATION if grant.application.holder_kind == HolderKind.ASSOCIATION else None


def _waiting(listed: Sequence[Instalment]) -> Iterable[WaitingLine]:
    """The next payment of each grant and its reason; those after it say nothing new."""
    unmet = dict(
        GrantCondition.objects.filter(grant__in=[each.grant_id for each in listed], met_at=None).values_list(
            "grant", "text"
        )
    )
    seen: set[int] = set()
    for instalment in listed:
        if instalment.grant_id not in seen:
            seen.add(instalment.grant_id)
            yield WaitingLine(instalment, instalment.grant, _why_waiting(instalment, unmet))


def _why_waiting(instalment: Instalment, unmet: dict[int, str]) -> str:
    if instalment.grant.state == GrantState.TO_AGREE:
        return _("Le porteur n’a pas encore accepté la convention.")
    if instalment.grant_id in unmet:
        return _("Une condition du comité n’est pas remplie : %(text)s") % {"text": unmet[instalment.grant_id]}
    if instalment.kind == InstalmentKind.SINGLE and instalment.percent is None:
        return _("La façon de payer n’est pas choisie : le règlement ne la dit pas.")
    if instalment.kind == InstalmentKind.BALANCE:
        return _("Le solde attend le bilan.")
    return _("Le versement d’avant n’est pas terminé.")


def unchanged(order: PaymentOrder) -> Verdict:
    """Whether the account an order was prepared for may still be paid."""
    if order.means != Means.TRANSFER:
        return ALLOWED
    missing = refuse_if(order.account is None, "account.missing", _("Il manque son RIB."))
    pending = accounts_of([order.payee_id]).get(order.payee_id, Accounts()).pending
    return missing if order.account is None else receives(order.account, pending)


def two_people_said(order: PaymentOrder) -> str:
    """What is printed on an order, and in the register, when nobody looked at it twice."""
    if order.two_people_asked:
        return ""
    alone = order.approved_by_id is not None and order.approved_by_id == order.prepared_by_id
    if order.two_people_asked is False:
        asked = _("Le règlement ne demande pas deux personnes.")
    else:
        asked = _("Le règlement ne dit pas s’il faut deux personnes.")
    done = _("Préparé et approuvé par la même personne.") if alone else ""
    return " ".join(part for part in (asked, done) if part)
