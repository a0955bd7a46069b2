"""Where each funder's euros stand, and whether promises and purses agree with the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from quartierlibre.domain.funds.models import Commitment, Contribution, Envelope, FundYear, Purse, Settlement
from quartierlibre.domain.funds.shares import Holding, Promise, attribute, weights
from quartierlibre.domain.funds.states import MovementKind
from quartierlibre.foundation.money import Cents, format_euros


@dataclass(frozen=True)
class FunderFigures:
    """One contribution, in cents. `promised` and `to_come` are None when the agreement gives no sum.

    Two kinds of things, never added: money (received, paid, in hand) and promises (committed).
    received = paid + in hand + settled; committed is the part of the grants still to be paid that its euros in hand
    will bear; unused is what is in hand and promised to nobody. `justified` is what of `paid` went to grants whose
    report is checked. `late` was called, is past its date and has not come. `settled` left after the year closed.
    """

    contribution: Contribution
    promised: Cents | None
    called: Cents
    late: Cents
    received: Cents
    committed: Cents
    paid: Cents
    justified: Cents
    settled: Cents

    @property
    def in_hand(self) -> Cents:
        return Cents(self.received - self.paid - self.settled)

    @property
    def unused(self) -> Cents:
        return Cents(self.in_hand - self.committed)

    @property
    def to_come(self) -> Cents | None:
        return None if self.promised is None else Cents(max(0, self.promised - self.received))


def holdings_of(purses: Iterable[Purse]) -> list[Holding]:
    """The purses of one envelope as the split reads them; their accounts must be loaded."""
    listed = list(purses)
    promises = [
        Promise(
            share_percent=None if (said := purse.contribution.share_percent) is None else Fraction(said),
            amount=None if (whole := purse.contribution.amount_cents) is None else Cents(whole),
            received=Cents(purse.cash.balance_cents + purse.spent.balance_cents),
        )
        for purse in listed
    ]
    parts = weights(promises)
    return [
        Holding(part, Cents(purse.cash.balance_cents), Cents(purse.spent.balance_cents))
        for part, purse in zip(parts, listed, strict=True)
    ]


def purses_of(fund_year: FundYear) -> list[Purse]:
    """Every purse of a year with its accounts and its envelope's reserve, in one query."""
    listed = Purse.objects.filter(contribution__fund_year=fund_year)
    return list(
        listed.select_related("contribution", "given", "cash", "spent", "envelope__reserved").order_by("envelope", "pk")
    )


def committed_by_purse(purses: Iterable[Purse]) -> dict[int, Cents]:
    """Which euros in hand will bear what is still promised, by key of purse, in cents."""
    by_envelope: dict[int, list[Purse]] = defaultdict(list)
    for purse in purses:
        if purse.envelope_id:
            by_envelope[purse.envelope_id].append(purse)
    borne: dict[int, Cents] = {}
    for together in by_envelope.values():
        holdings = holdings_of(together)
        reserved = together[0].envelope.reserved.balance_cents if together[0].envelope else 0
        amount = Cents(min(reserved, sum(holding.cash for holding in holdings)))
        borne |= {purse.pk: cents for purse, cents in zip(together, attribute(amount, holdings), strict=True)}
    return borne


def funder_figures(fund_year: FundYear, on: date) -> list[FunderFigures]:
    """Per funder: promised, called, received, committed, paid, justified, unused; two queries whatever their number."""
    return figures_by_funder(fund_year, purses_of(fund_year), on)


def figures_by_funder(fund_year: FundYear, purses: Iterable[Purse], on: date) -> list[FunderFigures]:
    """The same for purses already loaded, with their accounts and their envelope's reserve."""
    mine: dict[int, list[Purse]] = defaultdict(list)
    for purse in purses:
        mine[purse.contribution_id].append(purse)
    borne = committed_by_purse(purse for each in mine.values() for purse in each)
    return [_figures(one, mine[one.pk], borne) for one in with_calls(fund_year, on)]


def with_calls(fund_year: FundYear, on: date) -> QuerySet[Contribution]:
    """The agreements of a year, with what was called, what should have come by now and what left after closing."""
    called = Sum("calls__amount_cents", default=0)
    due = Sum("calls__amount_cents", filter=Q(calls__due_on__lt=on), default=0)
    left = Settlement.objects.filter(purse__contribution=OuterRef("pk")).order_by().values("purse__contribution")
    settled = Coalesce(Subquery(left.annotate(total=Sum("amount_cents")).values("total")), Value(0))
    listed = Contribution.objects.filter(fund_year=fund_year).select_related("funder", "sector")
    return listed.annotate(called_cents=called, due_cents=due, settled_cents=settled)


def _figures(contribution: Contribution, purses: list[Purse], borne: dict[int, Cents]) -> FunderFigures:
    settled: int = getattr(contribution, "settled_cents", 0)
    received = settled - sum(purse.given.balance_cents for purse in purses)
    due: int = getattr(contribution, "due_cents", 0)
    return FunderFigures(
        contribution=contribution,
        promised=None if contribution.amount_cents is None else Cents(contribution.amount_cents),
        called=Cents(getattr(contribution, "called_cents", 0)),
        late=Cents(max(0, due - received)),
        received=Cents(received),
        committed=Cents(sum(borne.get(purse.pk, 0) for purse in purses)),
        paid=Cents(sum(purse.spent.balance_cents for purse in purses)),
        justified=Cents(sum(purse.justified_cents for purse in purses)),
        settled=Cents(settled),
    )


def left_of(reservation_ids: Iterable[int]) -> dict[int, Cents]:
    """What is still to be paid of each grant, by key of its reservation, in cents."""
    left = Sum(F("granted_cents") - F("released_cents") - F("paid_cents"))
    rows = Commitment.objects.filter(reservation__in=list(reservation_ids)).order_by().values("reservation")
    return {row["reservation"]: Cents(row["left"]) for row in rows.annotate(left=left)}


def commitment_faults() -> Iterator[str]:
    """Promises that do not agree with the entries which moved them, and reserves that are not the sum of promises."""
    told = {
        "released": MovementKind.RELEASED,
        "gone": MovementKind.PAID,
        "undone": MovementKind.REVERSED,
        "back": MovementKind.RECOVERED,
    }
    sums = {
        name: Sum("movements__entry__amount_cents", filter=Q(movements__kind=kind), default=0)
        for name, kind in told.items()
    }
    wrong = ~Q(released_cents=F("released")) | ~Q(paid_cents=F("gone") - F("undone")) | ~Q(recovered_cents=F("back"))
    for promise in Commitment.objects.annotate(**sums).filter(wrong).order_by("pk").iterator():
        yield gettext("engagement %(id)s : ses montants ne sont pas ceux de ses écritures") % {"id": promise.pk}
    promises = Commitment.objects.filter(envelope=OuterRef("pk")).order_by().values("envelope")
    held = promises.annotate(total=Sum(F("granted_cents") - F("released_cents") - F("paid_cents"))).values("total")
    envelopes = Envelope.objects.annotate(promised=Coalesce(Subquery(held), Value(0)))
    for envelope in envelopes.exclude(reserved__balance_cents=F("promised")).order_by("pk").iterator():
        yield gettext("enveloppe %(id)s : la réserve n’est pas la somme des aides promises") % {"id": envelope.pk}


def purse_faults() -> Iterator[str]:
    """Envelopes whose funders' purses do not hold what was received, or did not pay what was paid."""
    purses = Purse.objects.filter(envelope=OuterRef("pk")).order_by().values("envelope")
    given = purses.annotate(total=Sum("given__balance_cents")).values("total")
    spent = purses.annotate(total=Sum("spent__balance_cents")).values("total")
    both = {"given": Coalesce(Subquery(given), Value(0)), "spent": Coalesce(Subquery(spent), Value(0))}
    agreed = Q(outside__balance_cents=F("given"), paid__balance_cents=F("spent"))
    for envelope in Envelope.objects.annotate(**both).exclude(agreed).select_related("outside", "paid").order_by("pk"):
        said = {"id": envelope.pk, "paid": format_euros(Cents(envelope.paid.balance_cents))}
        yield gettext("enveloppe %(id)s : les parts des financeurs ne font pas les %(paid)s versés") % said
