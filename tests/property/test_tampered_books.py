"""One cent changed by an owner of the tables, anywhere in the books: `check_books` names the row (trust.md B7)."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from quartierlibre.console.management.commands.check_books import CHECKS
from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Envelope, Purse
from quartierlibre.domain.funds.states import SettlementChoice
from quartierlibre.domain.grants.models import Payee, PaymentOrder, Recovery, Report
from quartierlibre.foundation.money import Cents
from tests.factories import funds as money
from tests.factories import grants
from tests.factories.funds import TESTS
from tests.support.examples import CHOSEN, some

# Every column that holds money the books must agree on, and how the sentence about its row begins.
COLUMNS = (
    ("ledger_line", "amount_cents"),
    ("ledger_account", "balance_cents"),
    ("ledger_entry", "amount_cents"),
    ("ledger_monthtotal", "cents"),
    ("funds_commitment", "granted_cents"),
    ("funds_commitment", "released_cents"),
    ("funds_commitment", "paid_cents"),
    ("funds_commitment", "recovered_cents"),
    ("funds_purse", "justified_cents"),
    ("funds_settlement", "amount_cents"),
    ("grants_grant", "amount_cents"),
    ("grants_paymentorder", "amount_cents"),
    ("grants_recovery", "repaid_cents"),
)


def faults():
    return [fault for check in CHECKS for fault in check()]


@contextmanager
def as_owner():
    """Triggers asleep, as for somebody who owns the tables; all is undone at the end."""
    connection.check_constraints()  # what waits for the commit is done: the tables may be altered
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")
        connection.needs_rollback = False
        transaction.set_rollback(True)


class Tampered(TestCase):
    """A year with two funders, a grant paid, recovered and reported on, a failed payment, and a settlement."""

    @classmethod
    def setUpTestData(cls):
        grant = grants.running(amount=30_000)
        cls.entry, year = grant.decision.entry, grant.fund_year
        envelope = Envelope.objects.get(fund_year=year)
        money.pay_in(envelope, 5_000, regrant_allowed=True)
        operations.prepare_year(by=TESTS, fund=grant.fund, year=year.year + 1)
        paid = [cls.pay(f"p{number}", 4_000 + number) for number in range(3)]
        operations.reverse_payment(by=TESTS, movement=paid[2][0], reference="rejet")
        (back,) = operations.recover_grant(by=TESTS, reservation=cls.entry, amount=Cents(77), reference="rendu")
        Report.objects.create(grant=grant, state="checked", sent_at=grant.opened_at)
        cls.pay("solde", 1_000)
        payee = Payee.objects.create(territory=grant.fund.territory, kind="association", name="Les voisins")
        common = {"grant": grant, "payee": payee, "means": "cheque", "label": "aide", "approved_at": grant.opened_at}
        for at, state in ((0, "cleared"), (1, "sent"), (2, "reversed")):
            undone = {"undone_at": grant.opened_at, "undone_because": "rejet"} if state == "reversed" else {}
            order = PaymentOrder.objects.create(
                amount_cents=4_000 + at, reference=f"QL{at}", state=state, **common, **undone
            )
            order.movements.set(paid[at])
        claim = Recovery.objects.create(grant=grant, amount_cents=100, repaid_cents=77, reason="moins cher")
        claim.movements.set([back])
        operations.close_year(by=TESTS, fund_year=year)
        purse = Purse.objects.filter(envelope=envelope).order_by("pk").first()
        operations.settle_unused(
            by=TESTS, purse=purse, choice=SettlementChoice.CARRY_OVER, amount=Cents(900), reference="report"
        )

    @classmethod
    def pay(cls, reference, amount):
        return operations.pay_grant(
            by=TESTS, reservation=cls.entry, amount=Cents(amount), reference=reference, to_association=True
        )

    def test_books_nobody_touched_are_right(self):
        assert faults() == []

    @settings(
        max_examples=40 if CHOSEN == "quick" else some(1_000),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.sampled_from(COLUMNS), st.integers(0, 10_000), st.sampled_from((1, -1)))
    def test_one_cent_is_always_found(self, column, which, cent):
        table, name = column
        with as_owner() as cursor:
            cursor.execute(f"SELECT id, {name} FROM {table} ORDER BY id")
            rows = cursor.fetchall()
            key, before = rows[which % len(rows)]
            for check in constraints_of(cursor, table):
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{check}"')
            cursor.execute(f"UPDATE {table} SET {name} = %s WHERE id = %s", [before + cent, key])
            found = faults()
        assert found, f"{table}.{name} of row {key}: {before} became {before + cent} and nobody saw it"


def constraints_of(cursor, table):
    """The checks of a table: an owner of it takes them away too."""
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table])
    return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_payment_whose_shares_are_not_its_own_is_named():
    """Rows that agree one by one, tied to each other wrongly: every sum of the books is right."""
    grant = grants.running(amount=30_000)
    for reference, amount in (("p", 1_000), ("q", 2_000)):
        operations.pay_grant(
            by=TESTS, reservation=grant.decision.entry, amount=Cents(amount), reference=reference, to_association=True
        )
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE funds_movement DROP CONSTRAINT funds_movement_funders_entry_id_key")
        cursor.execute(
            "UPDATE funds_movement SET funders_entry_id = (SELECT min(funders_entry_id) FROM funds_movement)"
        )
        found = faults()
    assert [fault for fault in found if fault.startswith("mouvement")]
    assert len(found) == 1
