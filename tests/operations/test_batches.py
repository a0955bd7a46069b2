"""A batch leaves once, is the books to the cent, and is the same file for ever (trust.md B6)."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sepaxml
import xmlschema
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.funds.models import Movement
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.payment_files import file_of, harmless
from quartierlibre.domain.grants.queries.batches import file_again, orders_in
from quartierlibre.domain.grants.sepa_files import sepa_text
from quartierlibre.domain.grants.states import BatchState, Means, OrderState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import payments, personas
from tests.factories.applications import MACHINE
from tests.factories.payments import TWO_PEOPLE

XSD = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def refused(act, **said):
    with pytest.raises(Refused) as error, transaction.atomic():
        act(**said)
    return error.value.verdict.codes


def two(rules=None):
    one = payments.payable(number=1, rules=rules, title="Fête d’été & café")
    return one, payments.payable(one.fund, number=2)


def export(batch):
    return operations.export_batch(by=MACHINE, batch=batch)


def test_the_file_is_that_of_the_official_schema_and_says_who_is_paid_how_much():
    grants = two()
    batch, content = export(payments.batch(*grants))
    xmlschema.XMLSchema(str(XSD)).validate(content.decode())
    root = ElementTree.fromstring(content)

    def said(path):
        return [each.text for each in root.findall(f".//p:{path}", NS)]

    assert said("CtrlSum") == ["480.00", "480.00"]
    assert said("NbOfTxs") == ["2", "2"]
    assert said("CdtTrfTxInf/p:PmtId/p:EndToEndId") == [grant.orders.get().reference for grant in grants]
    assert said("CdtTrfTxInf/p:CdtrAcct/p:Id/p:IBAN") == [payments.iban(1), payments.iban(2)]
    assert said("DbtrAcct/p:Id/p:IBAN") == [payments.FUND_IBAN]
    assert said("Dbtr/p:Nm") == ["Association Eclat Cie"], "no accent, no sign a bank refuses"
    assert said("MsgId") == [batch.message_id]
    assert said("ReqdExctnDt/p:Dt") == [timezone.localdate().isoformat()]
    assert content.isascii()


def test_what_leaves_is_what_the_books_move_and_the_journal_keeps_its_seal():
    batch, content = export(payments.batch(*two()))
    movements = Movement.objects.filter(orders__batch=batch)
    assert sum(each.entry.amount_cents for each in movements) == batch.total_cents == 48_000
    assert {order.state for order in orders_in(batch)} == {OrderState.SENT}
    sha256 = hashlib.sha256(content).hexdigest()
    assert batch.sha256 == sha256
    told = Event.objects.get(name="grants.batch.exported").data
    assert told == {"number": 1, "orders": 2, "total_cents": 48_000, "sha256": sha256}


def test_it_leaves_once_and_the_same_bytes_come_again():
    batch, content = export(payments.batch(*two()))
    assert refused(operations.export_batch, by=MACHINE, batch=batch) == {"batch.already_exported"}
    later = PaymentBatch.objects.get(pk=batch.pk)
    assert file_again(later) == content
    chloe = personas.chloe(batch.fund.territory)
    assert operations.download_again(by=chloe, batch=later) == content
    assert Event.objects.filter(name="grants.batch.downloaded", actor_id=chloe.pk).count() == 1
    yvonne = payments.yvonne(batch.fund.territory)
    assert refused(operations.download_again, by=yvonne, batch=later) == {"fund.no_right"}


def test_a_file_that_would_differ_by_one_byte_is_not_given():
    batch, _content = export(payments.batch(*two()))
    batch.account.bic = "AGRIFRPP"
    batch.account.save(update_fields=["bic"])
    assert refused(file_again, batch=PaymentBatch.objects.get(pk=batch.pk)) == {"batch.other_bytes"}


def cut_short(batch):
    """The machine stops before the commit: the file was made, nobody received it."""
    with transaction.atomic():
        export(batch)
        raise RuntimeError("cut")


def test_after_a_crash_nothing_left_and_the_file_is_the_same():
    batch = payments.batch(*two())
    expected = file_of(batch, orders_in(batch))
    with pytest.raises(RuntimeError, match="cut"):
        cut_short(batch)
    assert set(PaymentOrder.objects.values_list("state", flat=True)) == {OrderState.APPROVED}
    assert not Movement.objects.filter(orders__batch=batch).exists()
    assert export(batch)[1] == expected


def test_one_payment_that_cannot_leave_keeps_all_of_them():
    one, other = two()
    batch = payments.batch(one, other)
    operations.give_account(by=MACHINE, payee=other.payee, iban=payments.iban(9), holder_name="Autre")
    assert refused(operations.export_batch, by=MACHINE, batch=batch) == {"account.change_waits"}
    assert set(PaymentOrder.objects.values_list("state", flat=True)) == {OrderState.APPROVED}


def test_a_batch_takes_what_may_leave_and_each_order_once():
    one, other = two()
    payments.fund_account(one.fund)
    for grant in (one, other):
        payments.approved(grant)
    operations.give_account(by=MACHINE, payee=other.payee, iban=payments.iban(9), holder_name="Autre")
    made = {"by": MACHINE, "fund": one.fund, "means": Means.TRANSFER, "execute_on": date(2020, 1, 1)}
    batch = operations.prepare_batch(**made)
    assert [order.grant for order in orders_in(batch)] == [one]
    assert batch.execute_on == timezone.localdate(), "a bank refuses yesterday"
    assert refused(operations.prepare_batch, **made) == {"batch.empty"}
    assert "order.in_batch" in refused(operations.cancel_order, by=MACHINE, order=one.orders.get(), because="Erreur.")
    operations.cancel_batch(by=MACHINE, batch=batch)
    again = operations.prepare_batch(**made)
    assert (again.number, orders_in(again)[0].grant) == (2, one)


def test_no_transfer_leaves_without_the_account_of_the_fund():
    grant = payments.payable()
    payments.approved(grant)
    made = {"by": MACHINE, "fund": grant.fund, "means": Means.TRANSFER, "execute_on": timezone.localdate()}
    assert refused(operations.prepare_batch, **made) == {"batch.no_account"}
    held = payments.fund_account(grant.fund)
    batch = operations.sign_batch(by=MACHINE, batch=operations.prepare_batch(**made))
    new = operations.give_account(by=MACHINE, fund=grant.fund, iban=payments.iban(8), holder_name="Autre")
    assert "account.change_waits" in refused(operations.export_batch, by=MACHINE, batch=batch)
    payments.confirmed(new)
    assert held.pk != new.pk
    assert refused(operations.export_batch, by=MACHINE, batch=batch) == {"batch.account_changed"}


def test_another_person_signs_where_two_are_asked_and_sql_cannot_help():
    grant = payments.payable(rules=TWO_PEOPLE)
    chloe, yvonne = personas.chloe(grant.fund.territory), payments.yvonne(grant.fund.territory)
    payments.fund_account(grant.fund)
    operations.approve_order(by=yvonne, order=payments.ordered(grant, chloe))
    batch = operations.prepare_batch(by=chloe, fund=grant.fund, means=Means.TRANSFER, execute_on=timezone.localdate())
    assert refused(operations.export_batch, by=chloe, batch=batch) == {"batch.not_signed"}
    assert refused(operations.sign_batch, by=chloe, batch=batch) == {"batch.second_person"}
    for forged in (f"signed_by_id = {chloe.pk}, signed_at = now()", "two_people_asked = false", "total_cents = 1"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE grants_paymentbatch SET {forged}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE grants_paymentorder SET two_people_asked = false")
    operations.sign_batch(by=yvonne, batch=batch)
    assert operations.export_batch(by=chloe, batch=batch)[0].state == BatchState.EXPORTED


def test_cheques_are_a_list_that_no_spreadsheet_runs():
    grant = payments.payable(title="=HYPERLINK(1)")
    order = operations.prepare_order(
        by=MACHINE, instalment=payments.first(grant), wish=operations.Wish(means=Means.CHEQUE)
    )
    operations.approve_order(by=MACHINE, order=order)
    made = operations.prepare_batch(
        by=MACHINE, fund=grant.fund, means=Means.CHEQUE, execute_on=timezone.localdate() + timedelta(days=1)
    )
    batch, content = export(operations.sign_batch(by=MACHINE, batch=made))
    assert f"{order.reference};{grant.payee.name};240,00;" in content.decode("utf-8-sig")
    assert file_again(batch) == content
    assert [harmless(cell) for cell in ("=1", "+1", "@a", "Fête")] == ["'=1", "'+1", "'@a", "Fête"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Fête d’été", "Fete d'ete"), ("Œuvre & Cie", "OEuvre Cie"), ("//a//b", "a/b"), ("日本", "Ri Ben"), ("&&", "-")],
)
def test_words_are_those_banks_print(text, expected):
    assert sepa_text(text, 70) == expected


def test_where_one_person_may_do_it_all_one_act_pays_everything_that_may_leave():
    grant = payments.payable()
    payments.fund_account(grant.fund)
    chloe = personas.chloe(grant.fund.territory)
    batch = operations.pay_at_once(by=chloe, fund=grant.fund, execute_on=timezone.localdate())
    (order,) = batch.orders.all()
    assert (batch.state, order.state, order.amount_cents) == ("exported", "sent", 24_000)
    assert batch.prepared_by == batch.signed_by == order.approved_by == chloe
    with pytest.raises(Refused):
        operations.pay_at_once(by=chloe, fund=grant.fund, execute_on=timezone.localdate())


def test_where_two_are_asked_nobody_pays_alone_and_nothing_is_written():
    grant = payments.payable(rules=payments.TWO_PEOPLE)
    payments.fund_account(grant.fund)
    with pytest.raises(Refused):
        operations.pay_at_once(
            by=personas.chloe(grant.fund.territory), fund=grant.fund, execute_on=timezone.localdate()
        )
    assert not grant.orders.exists()
