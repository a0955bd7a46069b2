"""Paying at the same instant: approved once, exported once, never beyond the cash (trust.md B2, B3)."""

import random
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from quartierlibre.domain.funds import queries as funds
from quartierlibre.domain.funds.models import Commitment, Movement, Purse
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.operations import Wish
from quartierlibre.domain.grants.states import Means, OrderState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, payments
from tests.factories.applications import MACHINE
from tests.factories.grants import EIGHTY_TWENTY
from tests.factories.payments import first
from tests.support.examples import drawn
from tests.support.interleaving import crossings, play, two_actors
from tests.support.nightly import times
from tests.support.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, STOPS = 6, times(1, 8, 1_000)


def outcome(act):
    """« done », or why not."""
    try:
        act()
    except Refused as refused:
        return ", ".join(sorted(refused.verdict.codes))
    return "done"


def books_hold():
    assert list(faults()) == []
    assert list(funds.commitment_faults()) == []
    paid = sum(Commitment.objects.values_list("paid_cents", flat=True))
    gone = PaymentOrder.objects.filter(state__in=[OrderState.SENT, OrderState.CLEARED])
    assert paid == sum(gone.values_list("amount_cents", flat=True))


def test_a_batch_exported_by_everyone_at_once_leaves_once():
    batch = payments.batch(payments.payable(number=1))
    said = Counter(at_once(PEOPLE, lambda _n: outcome(lambda: operations.export_batch(by=MACHINE, batch=batch))))
    assert said == {"done": 1, "batch.already_exported": PEOPLE - 1}
    assert Movement.objects.filter(kind="paid").count() == 1
    assert Event.objects.filter(name="grants.batch.exported").count() == 1
    books_hold()


def test_a_payment_prepared_and_approved_by_everyone_at_once_is_one_order():
    grant = payments.payable(number=1)
    part = first(grant)
    said = Counter(at_once(PEOPLE, lambda _n: outcome(lambda: operations.prepare_order(by=MACHINE, instalment=part))))
    assert said["done"] == 1
    order = PaymentOrder.objects.get()
    said = Counter(at_once(PEOPLE, lambda _n: outcome(lambda: operations.approve_order(by=MACHINE, order=order))))
    assert said == {"done": 1, "state.forbidden_move": PEOPLE - 1}
    payments.fund_account(grant.fund)
    made = {"by": MACHINE, "fund": grant.fund, "means": Means.TRANSFER, "execute_on": timezone.localdate()}
    said = Counter(at_once(PEOPLE, lambda _n: outcome(lambda: operations.prepare_batch(**made))))
    assert said == {"done": 1, "batch.empty": PEOPLE - 1}
    assert PaymentBatch.objects.get().orders.get() == order


def test_the_cash_pays_who_comes_first_and_tells_the_others():
    grants = [payments.payable(number=1)]
    grants += [payments.payable(grants[0].fund, number=number) for number in range(2, PEOPLE + 1)]
    wish = Wish(means=Means.CHEQUE)
    orders = [operations.prepare_order(by=MACHINE, instalment=first(grant), wish=wish) for grant in grants]
    for order in orders:
        operations.approve_order(by=MACHINE, order=order)
    with connection.cursor() as cursor:  # a funder has paid two and a half of these payments
        cursor.execute("ALTER TABLE ledger_account DISABLE TRIGGER USER")
        cash = Purse.objects.get().cash_id
        cursor.execute("UPDATE ledger_account SET balance_cents = 60000 WHERE id = %s", [cash])
        cursor.execute("ALTER TABLE ledger_account ENABLE TRIGGER USER")
    said = Counter(at_once(PEOPLE, lambda n: outcome(lambda: operations.hand_over(by=MACHINE, order=orders[n]))))
    assert said == {"done": 2, "fund.no_cash": PEOPLE - 2}
    assert PaymentOrder.objects.filter(state=OrderState.SENT).count() == 2


class World:
    """Two payments of one fund: in a batch ready to leave."""

    numbers = iter(range(10, 10_000, 2))

    def __init__(self):
        number = next(self.numbers)
        fund = applications.fund(f"Fonds {number}", rules=EIGHTY_TWENTY)
        self.one = payments.payable(fund, number=number)
        self.other = payments.payable(fund, number=number + 1)
        self.batch = payments.batch(self.one, self.other)
        self.order = self.one.orders.get()

    def export(self):
        operations.export_batch(by=MACHINE, batch=self.batch)

    def give_up(self):
        operations.cancel_batch(by=MACHINE, batch=self.batch)

    def change_account(self):
        operations.give_account(by=MACHINE, payee=self.other.payee, iban=payments.iban(8_888), holder_name="X")

    def abandon(self):
        operations.cancel_order(by=MACHINE, order=self.order, because="Erreur.")

    def holds(self):
        """All of it left with its file, or none of it."""
        self.batch.refresh_from_db()
        states = set(self.batch.orders.values_list("state", flat=True))
        assert states in (set(), {OrderState.APPROVED}, {OrderState.SENT})
        assert bool(self.batch.sha256) == (states == {OrderState.SENT})
        books_hold()


OTHERS = ("export", "give_up", "change_account", "abandon")


def test_an_export_crossed_by_another_act_ends_as_one_after_the_other():
    with two_actors() as (leader, follower):
        alone = World()
        leader.start(alone.export, allowed=10_000)
        assert leader.is_over.wait(20)
        assert leader.told.said == "done"
        stops = crossings(leader.told)
        for other in drawn(OTHERS, fewest=2):
            for stop in random.sample(stops, min(STOPS, len(stops))):
                world = World()
                lead, follow, _waited = play(leader, world.export, follower, getattr(world, other), stop_after=stop)
                where = f"export stopped after {stop}, then {other}"
                assert (lead.broken, follow.broken) == (None, None), where
                world.holds()
