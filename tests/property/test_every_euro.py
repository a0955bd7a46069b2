"""Every operation that moves money, in any order: the books balance, per funder and per year (trust.md B1)."""

from datetime import date
from itertools import count

from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import Commitment, Envelope, Movement, Purse
from quartierlibre.domain.funds.states import MovementKind, SettlementChoice, YearState
from quartierlibre.foundation.ledger.models import Account, Line
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS
from tests.support.examples import SOME_TESTS, STEPS, some

SEQUENCES = 5 if SOME_TESTS else some(200)  # a few at each change rather than none (docs/decisions/0026)
CHOICES = list(SettlementChoice)
cents, which = st.integers(1, 400), st.integers(0, 7)
acts = st.one_of(
    st.tuples(st.just("endow"), which, cents),
    st.tuples(st.just("endow"), which, cents),
    st.tuples(st.just("grant"), which, cents),
    st.tuples(st.just("grant_both"), which, cents),
    st.tuples(st.just("ahead"), which, cents),
    st.tuples(st.just("release"), which, cents),
    st.tuples(st.just("pay_supplier"), which, cents),
    st.tuples(st.just("pay_association"), which, cents),
    st.tuples(st.just("pay_supplier"), which, cents),
    st.tuples(st.just("recover"), which, cents),
    st.tuples(st.just("reverse"), which, cents),
)
settled = st.tuples(st.just("settle"), which, cents)
CLOSE = ("close", 0, 1)
years = st.one_of(
    st.lists(acts, max_size=STEPS),
    st.tuples(st.lists(acts, max_size=STEPS * 2 // 3), st.lists(st.one_of(acts, settled), max_size=STEPS // 3)).map(
        lambda parts: [*parts[0], CLOSE, *parts[1]]
    ),
)


class EveryEuro(TestCase):
    """Two sectors, three funders of which one lets no euro go to associations and one gave no sum."""

    @settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(years)
    def test_the_books_balance_after_every_step(self, wanted):
        fund = funds.fund(sectors=["Nord", "Sud"])
        self.year = operations.open_year(by=TESTS, fund=fund, year=2026)
        operations.prepare_year(by=TESTS, fund=fund, year=2027)
        self.envelopes = list(self.year.envelopes.order_by("pk"))
        shares = [(70, True), (30, False), (None, None)]
        self.contributions = [
            operations.record_contribution(
                by=TESTS, fund_year=self.year, funder=funds.funder(), share_percent=share, regrant_allowed=clause
            )
            for share, clause in shares
        ]
        self.grants, self.payments, self.numbers = [], [], count()
        for act, number, amount in wanted:
            before = self._written()
            try:
                getattr(self, f"_{act}")(number, Cents(amount), f"n{next(self.numbers)}")
            except Refused:
                assert self._written() == before, "a refusal writes nothing"
            self._check()
        self._end()

    def _end(self):
        """Whatever happened, the year closes, and what is left of each funder is carried, deducted or repaid."""
        if self.year.state == YearState.OPEN:
            self._close(0, 1, "")
        for leftover in queries.leftovers_of(self.year):
            choice = (SettlementChoice.CARRY_OVER, SettlementChoice.REPAY)[leftover.purse.pk % 2]
            operations.settle_unused(
                by=TESTS,
                purse=leftover.purse,
                choice=choice,
                amount=leftover.amount,
                reference=f"n{next(self.numbers)}",
            )
        self._check()
        assert queries.leftovers_of(self.year) == []

    def _written(self):
        return Line.objects.count(), Movement.objects.count(), Purse.objects.aggregate(Sum("cash__balance_cents"))

    def _endow(self, number, amount, reference):
        contribution = self.contributions[number % 3]
        envelope = self.envelopes[number % 2]
        operations.endow(by=TESTS, contribution=contribution, envelope=envelope, amount=amount, reference=reference)

    def _grant(self, number, amount, reference, **more):
        envelope = self.envelopes[number % 2]
        entry = operations.reserve_grant(by=TESTS, envelope=envelope, amount=amount, reference=reference, **more)
        self.grants.append(entry)

    def _ahead(self, number, amount, reference):
        self._grant(number, amount, reference, ahead_because="La Région verse en juin.")

    def _grant_both(self, number, amount, reference):
        shares = [operations.Share(envelope, amount) for envelope in self.envelopes]
        self.grants.append(operations.reserve_shares(by=TESTS, shares=shares, reference=reference))

    def _release(self, number, amount, reference):
        promises = list(Commitment.objects.order_by("pk"))
        if promises:
            commitment = promises[number % len(promises)]
            operations.release_grant(by=TESTS, commitment=commitment, amount=amount, reference=reference)

    def _pay(self, number, amount, reference, *, to_association):
        if self.grants:
            entry = self.grants[number % len(self.grants)]
            self.payments += operations.pay_grant(
                by=TESTS, reservation=entry, amount=amount, reference=reference, to_association=to_association
            )

    def _pay_supplier(self, number, amount, reference):
        self._pay(number, amount, reference, to_association=False)

    def _pay_association(self, number, amount, reference):
        closed_purse = Purse.objects.filter(contribution__in=self.contributions[1:])
        before = closed_purse.aggregate(cents=Sum("spent__balance_cents"))
        self._pay(number, amount, reference, to_association=True)
        assert closed_purse.aggregate(cents=Sum("spent__balance_cents")) == before, "no clause, no euro"

    def _recover(self, number, amount, reference):
        if self.grants:
            entry = self.grants[number % len(self.grants)]
            operations.recover_grant(by=TESTS, reservation=entry, amount=amount, reference=reference)

    def _reverse(self, number, amount, reference):
        if self.payments:
            payment = self.payments.pop(number % len(self.payments))
            operations.reverse_payment(by=TESTS, movement=payment, reference=reference)

    def _close(self, number, amount, reference):
        operations.close_year(by=TESTS, fund_year=self.year)
        self.year.refresh_from_db()

    def _settle(self, number, amount, reference):
        purses = list(Purse.objects.filter(contribution__in=self.contributions).order_by("pk"))
        if purses:
            operations.settle_unused(
                by=TESTS,
                purse=purses[number % len(purses)],
                choice=CHOICES[number % 3],
                amount=amount,
                reference=reference,
            )

    def _check(self):
        assert list(faults()) == []
        for read in (
            queries.envelope_faults,
            queries.commitment_faults,
            queries.purse_faults,
            queries.movement_faults,
        ):
            assert list(read()) == []
        assert Line.objects.aggregate(total=Sum("amount_cents"))["total"] in (0, None)
        assert not Account.objects.filter(may_go_negative=False, balance_cents__lt=0).exists()
        for figures in queries.funder_figures(self.year, date(2026, 6, 1)):
            assert figures.received == figures.paid + figures.committed + figures.unused + figures.settled
            assert min(figures.in_hand, figures.paid, figures.committed, figures.unused) >= 0
        for envelope in Envelope.objects.filter(fund_year=self.year):
            self._check_funders_of(envelope)

    def _check_funders_of(self, envelope):
        """What funders have in hand is what the envelope has left, free or promised, less what was promised ahead."""
        purses = Purse.objects.filter(envelope=envelope)
        in_hand = purses.aggregate(total=Sum("cash__balance_cents"))["total"] or 0
        pots = {pot: getattr(envelope, pot).balance_cents for pot in ("available", "reserved", "ahead")}
        assert in_hand == sum(pots.values())
        paid = Movement.objects.filter(commitment__envelope=envelope, kind=MovementKind.PAID)
        granted = Commitment.objects.filter(envelope=envelope).aggregate(total=Sum("granted_cents"))["total"] or 0
        undone = Movement.objects.filter(commitment__envelope=envelope, kind=MovementKind.REVERSED)
        gone = (paid.aggregate(t=Sum("entry__amount_cents"))["t"] or 0) - (
            undone.aggregate(t=Sum("entry__amount_cents"))["t"] or 0
        )
        assert gone <= granted
