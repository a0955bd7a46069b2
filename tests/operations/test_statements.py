"""A statement of the bank is read once, matched to the cent, and what differs says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import BankStatement, StatementLine
from quartierlibre.domain.grants.states import InstalmentState, LineState, OrderState
from quartierlibre.foundation.verdicts import Refused
from tests.factories import payments
from tests.factories.applications import MACHINE
from tests.factories.statements import camt, entry, table


@pytest.fixture
def gone():
    """Two payments of 240 € that left in one batch."""
    one = payments.payable(number=1)
    other = payments.payable(one.fund, number=2, group_name="Club de foot")
    batch, _file = operations.export_batch(by=MACHINE, batch=payments.batch(one, other))
    return batch, one.orders.get(), other.orders.get()


def read(fund, content, name="relevé"):
    return operations.import_statement(by=MACHINE, fund=fund, name=name, content=content)[0]


def lines(statement):
    return [(line.state, line.order, line.why) for line in statement.lines.select_related("order__payee")]


def refused(act, **said):
    with pytest.raises(Refused) as error:
        act(**said)
    return error.value.verdict.codes


def test_the_reference_first_then_name_then_day_and_what_differs_says_so(gone):
    batch, one, other = gone
    short = entry(-22_800, end_to_end=other.reference)
    stranger = entry(-5_000, label="FRAIS DE TENUE DE COMPTE")
    statement = read(batch.fund, camt(entry(-24_000, end_to_end=one.reference), short, stranger))
    assert lines(statement) == [
        (LineState.PROPOSED, one, "Même référence, même montant."),
        (LineState.UNMATCHED, other, "Montant différent\u00a0: 12\u00a0€ de moins que l’ordre."),
        (LineState.UNMATCHED, None, "Aucun paiement parti ne correspond."),
    ]
    first, second, fees = statement.lines.all()
    assert operations.confirm_proposed(by=MACHINE, statement=statement) == 1
    assert refused(operations.confirm_line, by=MACHINE, line=second) == {"line.other_amount"}
    assert refused(operations.confirm_line, by=MACHINE, line=fees) == {"line.nothing"}
    operations.leave_out(by=MACHINE, line=fees)
    one.refresh_from_db()
    assert (one.state, one.cleared_on) == (OrderState.CLEARED, timezone.localdate())
    assert refused(operations.confirm_line, by=MACHINE, line=first) == {"line.matched", "line.taken"}


def test_without_reference_the_name_decides_between_two_of_the_same_amount(gone):
    batch, _one, other = gone
    statement = read(
        batch.fund,
        camt(entry(-24_000, label="VIR CLUB DE FOOT"), entry(-24_000, label="VIR"), entry(-100, label="CLUB DE FOOT")),
    )
    assert lines(statement) == [
        (LineState.PROPOSED, other, "Même montant, même nom."),
        (LineState.UNMATCHED, None, "Plusieurs paiements de ce montant\u00a0: choisissez lequel."),
        (LineState.UNMATCHED, other, "Montant différent\u00a0: 239\u00a0€ de moins que l’ordre."),
    ]


def test_a_bank_that_books_the_whole_file_at_once_clears_each_payment(gone):
    batch, one, other = gone
    statement = read(batch.fund, camt(entry(-48_000, end_to_end=batch.message_id)))
    operations.confirm_proposed(by=MACHINE, statement=statement)
    assert {each.__class__.objects.get(pk=each.pk).state for each in (one, other)} == {OrderState.CLEARED}


def test_what_the_bank_gives_back_is_looked_at_then_undone_in_the_books(gone):
    batch, one, _other = gone
    statement = read(batch.fund, camt(entry(24_000, end_to_end=one.reference, label="REJET VIR COMPTE CLOS")))
    assert operations.confirm_proposed(by=MACHINE, statement=statement) == 0
    operations.confirm_line(by=MACHINE, line=statement.lines.get())
    one.refresh_from_db()
    assert one.state == OrderState.REVERSED
    assert one.undone_because.startswith("Rendu par la banque le ")
    assert one.instalment.state == InstalmentState.DUE


def test_a_credit_is_the_receipt_of_a_funder(gone):
    batch, *_orders = gone
    statement = read(batch.fund, camt(entry(10_000_000, label="VIR REGION"), entry(12_345)))
    found, lost = statement.lines.select_related("contribution_payment__contribution__funder")
    assert found.contribution_payment.contribution.funder.name in found.why
    assert lost.why == "Aucun versement de financeur de ce montant n’est noté."
    assert operations.confirm_proposed(by=MACHINE, statement=statement) == 1
    again = read(batch.fund, camt(entry(10_000_000, label="VIR REGION BIS")))
    assert again.lines.get().contribution_payment is None


def test_the_same_file_or_the_same_numbered_line_brings_nothing_new(gone):
    batch, one, _other = gone
    file = camt(entry(-24_000, end_to_end=one.reference, number="B1"))
    read(batch.fund, file)
    assert refused(read, fund=batch.fund, content=file) == {"statement.known"}
    later = read(batch.fund, camt(entry(-24_000, end_to_end=one.reference, number="B1"), entry(-1, number="B2")))
    assert [state for state, _order, _why in lines(later)] == [LineState.LEFT_OUT, LineState.UNMATCHED]


@pytest.mark.parametrize("layout", ["amount", "two_columns", "tabs", "latin", "english"])
def test_the_csv_of_several_banks(gone, layout):
    batch, one, _other = gone
    day = timezone.localdate() + timedelta(days=1)
    statement, found = operations.import_statement(
        by=MACHINE, fund=batch.fund, name="banque.csv", content=table(layout, day, one.reference, 24_000)
    )
    line = statement.lines.get(amount_cents=-24_000)
    assert (line.state, line.order, line.booked_on) == (LineState.PROPOSED, one, day)
    assert statement.lines.filter(amount_cents=123_456).exists()
    assert {"day", "label"} <= set(found.columns)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "statement.no_columns", "colonnes"),
        (b"Nom;Ville\nA;B\n", "statement.no_columns", "colonnes"),
        (b"Date;Montant\n", "statement.empty", "aucune"),
        ("Date;Libellé;Montant\n03/05/2026;A;12,5\n04/05/2026;B;douze\n".encode(), "statement.unreadable", "Ligne 3"),
        (b"Date;Montant\n31/02/2026;12\n", "statement.unreadable", "Ligne 2"),
        (b"Date;Montant\n03/05/2026;1.234\n", "statement.unreadable", "«\u00a01.234\u00a0»"),
        (b"Date;Debit;Credit\n03/05/2026;;\n", "statement.unreadable", "aucun montant"),
        (b"<a><b></a>", "statement.not_xml", "XML"),
        (b"<Document><Autre/></Document>", "statement.not_camt", "CAMT.053"),
        (
            b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document><Stmt>&e;</Stmt></Document>',
            "statement.not_xml",
            "XML",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_nothing_is_kept(content, code, words):
    grant = payments.payable()
    with pytest.raises(Refused) as error:
        read(grant.fund, content)
    assert error.value.verdict.codes == {code}
    assert words in str(error.value.verdict.messages[0])
    assert not BankStatement.objects.exists()


def test_account_numbers_of_others_are_not_kept(gone):
    batch, *_orders = gone
    read(batch.fund, camt(entry(-100, label=f"PRLV {payments.iban(77)} LOYER")))
    label = StatementLine.objects.get().label
    assert payments.iban(77) not in label
    assert "••••" in label
