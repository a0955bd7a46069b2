"""The database fails in the middle of a payment, at each of its statements: nothing is half written (B40)."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.operations import Wish
from quartierlibre.domain.grants.states import ChangeKind, CheckBody, CheckVerdict, Means
from quartierlibre.foundation.money import Cents
from tests.factories import grants, payments
from tests.factories.applications import MACHINE
from tests.factories.grants import said
from tests.factories.payments import first
from tests.factories.statements import camt, entry
from tests.support.examples import CHOSEN, drawn
from tests.support.faults import Cut, at_every_statement, written_in

AT_MOST_COST = {**grants.EIGHTY_TWENTY, "report.lower_cost": said("at_most_cost", "choice")}


def sent_batch(grant):
    batch, _content = operations.export_batch(by=MACHINE, batch=payments.batch(grant))
    return batch


def sent_order():
    return sent_batch(payments.payable()).orders.get()


def cheque():
    order = operations.prepare_order(by=MACHINE, instalment=first(payments.payable()), wish=Wish(means=Means.CHEQUE))
    return operations.approve_order(by=MACHINE, order=order)


def ready():
    """One payment that nothing stops, of a fund whose own account is known."""
    grant = payments.payable()
    payments.fund_account(grant.fund)
    return grant


def cheaper():
    """A report of less than the advance, ready to be settled by its first check."""
    return grants.sent(grants.paid(grants.running(grants.fund(AT_MOST_COST)), 24_000), 10_000)


def prepare_order():
    part = first(payments.payable())
    return lambda: operations.prepare_order(by=MACHINE, instalment=part)


def approve_order():
    order = payments.ordered(payments.payable())
    return lambda: operations.approve_order(by=MACHINE, order=order)


def prepare_batch():
    grant = ready()
    payments.approved(grant)
    return lambda: operations.prepare_batch(
        by=MACHINE, fund=grant.fund, means=Means.TRANSFER, execute_on=timezone.localdate()
    )


def export_batch():
    batch = payments.batch(payments.payable())
    return lambda: operations.export_batch(by=MACHINE, batch=batch)


def reverse_order():
    order = sent_order()
    return lambda: operations.reverse_order(by=MACHINE, order=order, because="Compte fermé.")


def settle_report():
    report = cheaper()
    return lambda: operations.check_report(
        by=MACHINE, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM
    )


def pay_at_once():
    fund = ready().fund
    return lambda: operations.pay_at_once(by=MACHINE, fund=fund, execute_on=timezone.localdate())


def cancel_order():
    order = payments.approved(payments.payable())
    return lambda: operations.cancel_order(by=MACHINE, order=order, because="Erreur.")


def cancel_batch():
    batch = payments.batch(payments.payable())
    return lambda: operations.cancel_batch(by=MACHINE, batch=batch)


def hand_over():
    order = cheque()
    return lambda: operations.hand_over(by=MACHINE, order=order)


def mark_cleared():
    order = sent_order()
    return lambda: operations.mark_cleared(by=MACHINE, order=order, on=timezone.localdate())


def change_account():
    grant = payments.payable()
    return lambda: operations.give_account(
        by=MACHINE, payee=grant.payee, iban=payments.iban(7), holder_name="Les amis du canal"
    )


def note_repaid():
    report = cheaper()
    operations.check_report(by=MACHINE, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
    recovery = report.grant.recoveries.get()
    return lambda: operations.note_repaid(by=MACHINE, recovery=recovery, amount=Cents(recovery.amount_cents))


def cancel_project():
    grant = grants.paid(grants.running(), 24_000)
    change = operations.ask_change(by=None, grant=grant, kind=ChangeKind.CANCELLED, text="La salle a brûlé.")
    return lambda: operations.answer_change(by=MACHINE, change=change, accept=True, answer="Bon courage.")


def close_without_report():
    grant = grants.paid(grants.running(), 24_000)
    return lambda: operations.close_without_report(by=MACHINE, grant=grant, because="Trois rappels.")


def decline_grant():
    grant = grants.opened()
    return lambda: operations.decline_grant(by=None, grant=grant)


def confirm_matches():
    order = sent_order()
    line = entry(-order.amount_cents, end_to_end=order.reference, number="1")
    statement, _read = operations.import_statement(by=MACHINE, fund=order.grant.fund, name="r", content=camt(line))
    return lambda: operations.confirm_proposed(by=MACHINE, statement=statement)


ALWAYS = (prepare_order, export_batch)
OTHERS = (
    reverse_order,
    settle_report,
    approve_order,
    prepare_batch,
    pay_at_once,
    cancel_order,
    cancel_batch,
    hand_over,
    mark_cleared,
    change_account,
    note_repaid,
    cancel_project,
    close_without_report,
    decline_grant,
    confirm_matches,
)


def written():
    return written_in("grants", "funds", "ledger", "journal", "files")


@pytest.mark.django_db
@pytest.mark.parametrize("story", [*ALWAYS, *(drawn(OTHERS, fewest=1) if CHOSEN == "quick" else OTHERS)])
def test_a_payment_cut_anywhere_writes_nothing_and_may_be_tried_again(story):
    act = story()
    before = written()
    assert at_every_statement(act, written) > 3
    assert written() != before


GUARDED = {
    operations.prepare_order: lambda: {"instalment": first(payments.payable())},
    operations.export_batch: lambda: {"batch": payments.batch(payments.payable())},
    operations.reverse_order: lambda: {"order": sent_order(), "because": "Compte fermé."},
}


@pytest.mark.django_db
@pytest.mark.parametrize("act", GUARDED)
def test_the_same_act_without_its_transaction_is_found_half_written(act):
    """The proof of the proof: the guard taken away, the cut leaves what was written before it, and is seen."""
    given = GUARDED[act]()

    def bare():
        try:
            act.__wrapped__(by=MACHINE, **given)
        except Cut:
            transaction.set_rollback(False)
            raise

    with pytest.raises(AssertionError, match="half written"):
        at_every_statement(bare, written)
