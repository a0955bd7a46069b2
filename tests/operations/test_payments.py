"""From a payment due to the money gone, and back when it did not arrive."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds.models import Commitment, Contribution, Purse
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import PaymentOrder
from quartierlibre.domain.grants.operations import Wish
from quartierlibre.domain.grants.queries.payments import to_pay, two_people_said
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import InstalmentState, Means, OrderState, PayeeKind
from quartierlibre.foundation.files.operations import store
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.letters.operations import write_due
from tests.factories import grants, payments, personas
from tests.factories.applications import MACHINE
from tests.factories.payments import TWO_PEOPLE, first
from tests.factories.uploads import photo


def refused(act, **said):
    with pytest.raises(Refused) as error, transaction.atomic():
        act(**said)
    return error.value.verdict.codes


def invoice(by=None):
    return store(upload=photo(), owner_key="payments:test", purpose="invoice", by=by)


def prepare(grant, **wish):
    return operations.prepare_order(by=MACHINE, instalment=first(grant), wish=Wish(**wish))


def promise(grant):
    return Commitment.objects.get(reservation=grant.decision.entry)


def test_the_first_part_is_ordered_approved_and_sent_and_the_books_follow():
    grant = payments.payable()
    order = payments.ordered(grant)
    assert (order.amount_cents, order.reference, order.means) == (24_000, f"QL-{grant.pk}-1", Means.TRANSFER)
    assert (order.payee, order.account) == (grant.payee, grant.payee.accounts.get())
    assert first(grant).state == InstalmentState.ORDERED
    assert refused(prepare, grant=grant) >= {"instalment.not_due"}
    assert promise(grant).paid_cents == 0
    batch = payments.batch_of(operations.approve_order(by=MACHINE, order=order))
    operations.export_batch(by=MACHINE, batch=batch)
    assert first(grant).state == InstalmentState.PAID
    assert (promise(grant).paid_cents, promise(grant).left_cents) == (24_000, 6_000)
    write_due()
    letters = Message.objects.filter(key__contains="payments/sent")
    assert {each.to for each in letters} == {grant.application.contact_email}
    assert "240\u00a0€" in letters[0].text
    assert order.reference in letters[0].text
    assert list(faults()) == []


def test_given_back_by_the_bank_it_is_undone_in_the_books_and_due_again():
    grant = payments.payable()
    batch = payments.batch(grant)
    operations.export_batch(by=MACHINE, batch=batch)
    order = grant.orders.get()
    assert refused(operations.reverse_order, by=MACHINE, order=order, because=" ") == {"order.no_reason"}
    held = operations.reverse_order(by=MACHINE, order=order, because="Compte clos.")
    assert (held.state, held.amount_cents, held.movements.count()) == (OrderState.REVERSED, 24_000, 2)
    assert (promise(grant).paid_cents, first(grant).state) == (0, InstalmentState.DUE)
    assert refused(operations.reverse_order, by=MACHINE, order=order, because="Encore.") == {"state.forbidden_move"}
    write_due()
    assert Message.objects.filter(key__contains="payments/given_back").count() == 1
    again = prepare(grant)
    assert again.reference == f"QL-{grant.pk}-2"
    assert list(faults()) == []


def test_another_person_approves_where_two_are_asked_and_sql_cannot_help():
    grant = payments.payable(rules=TWO_PEOPLE)
    chloe, yvonne = personas.chloe(grant.fund.territory), payments.yvonne(grant.fund.territory)
    order = payments.ordered(grant, chloe)
    assert refused(operations.approve_order, by=chloe, order=order) == {"order.second_person"}
    assert refused(operations.approve_order, by=MACHINE, order=order) == {"order.second_person"}
    assert refused(operations.prepare_order, by=yvonne, instalment=first(grant)) == {"fund.no_right"}
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE grants_paymentorder SET state='approved', approved_at=now(), approved_by_id=%s WHERE id=%s",
            [chloe.pk, order.pk],
        )
    held = operations.approve_order(by=yvonne, order=order)
    assert held.approved_by == yvonne
    assert two_people_said(held) == ""


@pytest.mark.parametrize(("said", "words"), [(False, "ne demande pas deux"), (None, "ne dit pas s’il faut deux")])
def test_where_nobody_asks_for_two_people_the_order_says_so(said, words):
    rules = {} if said is None else {"payment.two_people": grants.said(said, "yes_no")}
    grant = payments.payable(rules=rules)
    chloe = personas.chloe(grant.fund.territory)
    order = operations.approve_order(by=chloe, order=payments.ordered(grant, chloe))
    assert words in two_people_said(order)
    assert "même personne" in two_people_said(order)


def test_given_up_before_it_left_it_is_due_again():
    grant = payments.payable()
    order = payments.ordered(grant)
    assert refused(operations.cancel_order, by=MACHINE, order=order, because="") == {"order.no_reason"}
    operations.cancel_order(by=MACHINE, order=order, because="Mauvais destinataire.")
    assert first(grant).state == InstalmentState.DUE


def collective(**file):
    return grants.running(grants.fund(grants.INVOICES), holder_kind=HolderKind.COLLECTIVE, **file)


def test_a_collective_without_bank_has_its_invoices_paid_one_by_one_within_the_grant():
    grant = collective()
    sono = payments.supplier(grant)
    payments.account(sono, 7)
    assert refused(prepare, grant=grant) == {"payee.missing"}
    assert refused(prepare, grant=grant, payee=sono, amount=Cents(12_000)) == {"order.no_invoice"}
    one = prepare(grant, payee=sono, amount=Cents(12_000), invoice=invoice())
    assert first(grant).state == InstalmentState.DUE
    codes = refused(prepare, grant=grant, payee=sono, amount=Cents(18_001), invoice=invoice())
    assert codes >= {"order.too_much"}
    two = prepare(grant, payee=sono, amount=Cents(18_000), invoice=invoice())
    assert first(grant).state == InstalmentState.ORDERED
    for order in (one, two):
        operations.approve_order(by=MACHINE, order=order)
    operations.export_batch(by=MACHINE, batch=payments.batch_of(one, two))
    assert first(grant).state == InstalmentState.PAID
    assert promise(grant).left_cents == 0


def test_a_structure_or_a_person_paid_back_and_cash_against_a_numbered_receipt():
    grant = collective()
    amina = operations.note_payee(by=MACHINE, grant=grant, kind=PayeeKind.RESIDENT, name="Amina Belkacem")
    grant.refresh_from_db()
    assert grant.payee is None, "a person paid back does not receive the grant"
    wish = {"payee": amina, "means": Means.CASH, "amount": Cents(2_550), "invoice": invoice()}
    order = prepare(grant, **wish, receipt_number="C-12")
    assert (order.account, order.receipt_number) == (None, "C-12")
    assert prepare(grant, **wish).receipt_number == f"QL-{grant.pk}-2"
    assert refused(operations.hand_over, by=MACHINE, order=order) == {"state.forbidden_move"}
    sent = operations.hand_over(by=MACHINE, order=operations.approve_order(by=MACHINE, order=order))
    assert sent.state == OrderState.SENT
    assert promise(grant).paid_cents == 2_550
    support = operations.note_payee(by=MACHINE, grant=grant, kind=PayeeKind.SUPPORT, name="Maison de quartier")
    grant.refresh_from_db()
    assert grant.payee == support
    assert "payee.not_a_supplier" in refused(prepare, grant=grant)


def test_a_body_is_found_by_its_siret_and_by_its_name_only_when_the_team_says_it():
    fund = grants.fund()
    first_grant, grant = (
        grants.running(fund, holder_kind=HolderKind.COLLECTIVE, group_name=f"Voisins {n}") for n in (1, 2)
    )
    team = {"by": MACHINE, "kind": PayeeKind.SUPPORT}
    house = operations.note_payee(**team, grant=first_grant, name="Maison de quartier", contact_email="m@exemple.fr")
    centre = operations.note_payee(**team, grant=first_grant, name="Centre social", siret="73282932000074")
    holder = {"by": None, "grant": grant, "way": Way.SUPPORT}
    typed = operations.name_payee(**holder, name="maison de quartier").payee
    assert (typed == house, typed.contact_email) == (False, "")
    found = operations.name_payee(**holder, name="Le centre", siret="732 829 320 00074", email="x@exemple.fr").payee
    assert (found, found.contact_email) == (centre, "")
    assert operations.note_payee(**team, grant=grant, name="MAISON DE QUARTIER") == house


def test_euros_that_may_not_go_to_an_association_pay_invoices_instead():
    grant = payments.payable()
    Contribution.objects.update(regrant_allowed=False)
    (line,) = to_pay(grant.fund).due
    assert line.verdict.codes == {"regrant.not_enough"}
    assert "Payez directement les factures" in str(line.verdict.messages[0])
    assert refused(prepare, grant=grant) == {"regrant.not_enough"}
    operations.choose_way(by=MACHINE, grant=grant, by_invoices=True)
    sono = payments.supplier(grant)
    assert (
        prepare(grant, payee=sono, means=Means.CHEQUE, amount=Cents(30_000), invoice=invoice()).amount_cents == 30_000
    )


def test_every_payment_due_says_in_plain_words_what_stops_it():
    ready = payments.payable(number=1)
    fund = ready.fund
    lacking = grants.running(fund, group_name="Sans RIB")
    waiting = grants.opened(fund, group_name="Pas encore signée")
    conditioned = grants.running(fund, group_name="Sous condition", outcome="conditions")
    page = to_pay(fund)
    assert [line.grant for line in page.ready] == [ready]
    assert page.total_ready == 24_000
    assert [(line.grant, line.verdict.codes) for line in page.blocked] == [(lacking, {"account.missing"})]
    said = {line.grant: line.why for line in page.waiting}
    assert said[waiting] == "Le porteur n’a pas encore accepté la convention."
    assert "Assurance à fournir." in said[conditioned]
    assert said[ready] == "Le solde attend le bilan."
    assert [order.grant for order in operations.prepare_due(by=MACHINE, fund=fund)] == [ready]
    assert operations.prepare_due(by=MACHINE, fund=fund) == []


def test_cash_is_given_to_the_oldest_first_and_the_next_is_told_to_wait():
    one = payments.payable(number=1)
    two = payments.payable(one.fund, number=2)
    purse = Purse.objects.get()
    with connection.cursor() as cursor:  # a funder paid less than was promised
        cursor.execute("ALTER TABLE ledger_account DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_account SET balance_cents = 30000 WHERE id = %s", [purse.cash_id])
        cursor.execute("ALTER TABLE ledger_account ENABLE TRIGGER USER")
    page = to_pay(one.fund)
    assert [line.grant for line in page.ready] == [one]
    assert [(line.grant, line.verdict.codes) for line in page.blocked] == [(two, {"fund.no_cash"})]


def test_an_account_that_changes_after_the_order_stops_it():
    grant = payments.payable()
    order = payments.ordered(grant)
    new = operations.give_account(by=MACHINE, payee=grant.payee, iban=payments.iban(5), holder_name="Autre")
    assert refused(operations.approve_order, by=MACHINE, order=order) == {"account.change_waits"}
    payments.confirmed(new)
    assert refused(operations.approve_order, by=MACHINE, order=order) == {"account.replaced"}


def test_the_page_of_what_is_to_pay_costs_the_same_for_ten(django_assert_max_num_queries):
    one = payments.payable(number=1)
    for number in range(2, 5):
        payments.payable(one.fund, number=number)
    with django_assert_max_num_queries(9):
        assert len(to_pay(one.fund).ready) == 4


def test_an_order_that_left_is_never_edited_in_sql():
    grant = payments.payable()
    operations.export_batch(by=MACHINE, batch=payments.batch(grant))
    for change in ("amount_cents = 1", "payee_id = 0", "state = 'approved'", "reference = 'x'"):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE grants_paymentorder SET {change}")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM grants_paymentorder")
    assert PaymentOrder.objects.get().sent_at <= timezone.now()
