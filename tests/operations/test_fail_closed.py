"""The database fails in the middle of an act on money, at each of its statements: nothing is half written (B40)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Commitment, Envelope, Purse
from quartierlibre.domain.funds.states import SettlementChoice
from quartierlibre.domain.grants.models import Report
from quartierlibre.domain.grants.operations.yearly import give_back_remainder, send_statement
from quartierlibre.foundation.money import Cents
from tests.factories import funds as money
from tests.factories import grants
from tests.factories.funds import TESTS
from tests.support.examples import CHOSEN, drawn
from tests.support.faults import at_every_statement, written_in


def written():
    """Everything an act on money may write."""
    return written_in("ledger", "funds", "grants", "journal")


class World:
    """A grant of 300 in two funders' envelope, half paid; and what each act needs."""

    def __init__(self):
        self.grant = grants.running(amount=30_000)
        self.entry = self.grant.decision.entry
        self.year = self.grant.fund_year
        self.envelope = Envelope.objects.get(fund_year=self.year)
        money.pay_in(self.envelope, 5_000, regrant_allowed=True)
        operations.prepare_year(by=TESTS, fund=self.grant.fund, year=self.year.year + 1)
        (self.payment,) = self._pay("déjà", 10_000)
        self.commitment = Commitment.objects.get(reservation=self.entry)
        self.purse = Purse.objects.filter(envelope=self.envelope).order_by("pk").first()
        self.contribution = self.purse.contribution

    def _pay(self, reference, amount=1_000):
        return operations.pay_grant(
            by=TESTS, reservation=self.entry, amount=Cents(amount), reference=reference, to_association=True
        )

    def pay_grant(self):
        self._pay("coupé pay_grant")

    def close_year(self):
        operations.close_year(by=TESTS, fund_year=self.year)

    def settle_unused(self):
        operations.settle_unused(
            by=TESTS,
            purse=self.purse,
            choice=SettlementChoice.CARRY_OVER,
            amount=Cents(700),
            reference="coupé settle_unused",
        )

    def recover_grant(self):
        operations.recover_grant(by=TESTS, reservation=self.entry, amount=Cents(500), reference="coupé recover_grant")

    def reverse_payment(self):
        operations.reverse_payment(by=TESTS, movement=self.payment, reference="annulé")

    def release_grant(self):
        operations.release_grant(
            by=TESTS, commitment=self.commitment, amount=Cents(100), reference="coupé release_grant"
        )

    def reserve_grant(self):
        operations.reserve_grant(by=TESTS, envelope=self.envelope, amount=Cents(100), reference="coupé reserve_grant")

    def endow(self):
        operations.endow(
            by=TESTS,
            contribution=self.contribution,
            envelope=self.envelope,
            amount=Cents(100),
            reference="coupé endow",
        )

    def call_funds(self):
        operations.call_funds(by=TESTS, contribution=self.contribution, amount=Cents(100), on=date(2026, 2, 1))

    def check_report(self):
        with transaction.atomic():
            Report.objects.create(grant=self.grant, state="checked", sent_at=self.grant.opened_at)

    def give_back_remainder(self):
        give_back_remainder(by=TESTS, grant=self.grant)

    def send_statement(self):
        send_statement(by=TESTS, fund_year=self.year, month=date(self.year.year - 1, 1, 1))


ALWAYS = ("pay_grant", "close_year", "settle_unused")
OTHERS = (
    "recover_grant",
    "reverse_payment",
    "release_grant",
    "reserve_grant",
    "endow",
    "call_funds",
    "check_report",
    "give_back_remainder",
    "send_statement",
)
CHOSEN_ACTS = (*ALWAYS, *(drawn(OTHERS, fewest=1) if CHOSEN == "quick" else OTHERS))


@pytest.mark.django_db
def test_an_act_cut_anywhere_writes_nothing_and_may_be_tried_again():
    world = World()
    counts = {}
    for name in (name for name in CHOSEN_ACTS if name not in ("close_year", "settle_unused", "give_back_remainder")):
        if name == "send_statement":
            operations.note_contact(
                by=TESTS, fund=world.grant.fund, funder=world.contribution.funder, email="fonds@region.example"
            )
        counts[name] = at_every_statement(getattr(world, name), written)
    counts["close_year"] = at_every_statement(world.close_year, written)
    counts["settle_unused"] = at_every_statement(world.settle_unused, written)
    if "give_back_remainder" in CHOSEN_ACTS:
        world.grant.state, world.grant.ended_at = "cancelled", world.grant.opened_at
        world.grant.save(update_fields=["state", "ended_at"])
        counts["give_back_remainder"] = at_every_statement(world.give_back_remainder, written)
    assert min(counts.values()) >= 1, counts
    assert counts["pay_grant"] > 15, counts
