"""The books defend themselves, whatever Python forgets."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger import queries
from quartierlibre.foundation.ledger.models import Account, Entry, Line
from quartierlibre.foundation.money import Cents
from tests.support.together import at_once


@pytest.fixture
def outside():
    return books.open_account("dehors", may_go_negative=True)


@pytest.fixture
def pot(outside):
    opened = books.open_account("pot")
    books.move(source=outside, target=opened, amount=Cents(1_000), reason="test.paid_in", reference="1")
    return opened


def balance(account):
    return Account.objects.get(pk=account.pk).balance_cents


def at_commit():
    connection.check_constraints()


@contextmanager
def refused_at_commit(why):
    with pytest.raises(IntegrityError, match=why), transaction.atomic():  # noqa: PT012
        yield
        at_commit()


def test_an_account_is_opened_once_and_empty(outside):
    assert books.open_account("dehors").pk == outside.pk
    assert balance(outside) == 0


def test_money_moves_from_one_pot_to_another(outside, pot):
    assert (balance(outside), balance(pot)) == (-1_000, 1_000)
    at_commit()


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_strictly_positive(outside, pot, amount):
    with pytest.raises(ValueError, match="strictly positive"):
        books.move(source=pot, target=outside, amount=Cents(amount), reason="t", reference="2")


def test_a_pot_is_never_overdrawn(outside, pot):
    with pytest.raises(IntegrityError, match="account_never_overdrawn"), transaction.atomic():
        books.move(source=pot, target=outside, amount=Cents(1_001), reason="t", reference="2")
    assert balance(pot) == 1_000


def test_the_same_thing_is_booked_once(outside, pot):
    with pytest.raises(IntegrityError, match="entry_posted_once"), transaction.atomic():
        books.move(source=outside, target=pot, amount=Cents(5), reason="test.paid_in", reference="1")


def test_an_entry_adds_up_at_commit(outside, pot):
    with refused_at_commit("does not add up"):
        books.post({pot.pk: Cents(500), outside.pk: Cents(-400)}, reason="t", reference="2")


def test_an_entry_without_lines_is_refused(pot):
    with refused_at_commit("does not add up"):
        Entry.objects.create(reason="t", reference="2", amount_cents=5)


def test_lines_that_balance_cannot_be_slipped_into_an_old_entry(outside, pot):
    other, third = books.open_account("autre", may_go_negative=True), books.open_account("tiers")
    entry = Entry.objects.get()
    at_commit()
    with refused_at_commit("does not add up"):
        Line.objects.create(entry=entry, account=other, amount_cents=-5)
        Line.objects.create(entry=entry, account=third, amount_cents=5)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Line.objects.update(amount_cents=1),
        lambda: Line.objects.all().delete(),
        lambda: Entry.objects.update(reason="x"),
        lambda: Entry.objects.all()._raw_delete("default"),
    ],
)
def test_the_books_are_append_only(pot, change):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()


def test_a_balance_is_written_by_its_lines_alone(pot):
    with pytest.raises(IntegrityError, match="follows its lines"), transaction.atomic():
        Account.objects.filter(pk=pot.pk).update(balance_cents=5_000)
    with pytest.raises(IntegrityError, match="follows its lines"), transaction.atomic():
        Account.objects.create(name="riche", balance_cents=5_000)


def test_a_stale_account_does_not_overwrite_its_balance(outside, pot):
    assert pot.balance_cents == 0  # read before the money came in
    pot.name = "pot renommé"
    with pytest.raises(IntegrityError, match="follows its lines"), transaction.atomic():
        pot.save()


def test_the_books_are_never_emptied(pot):
    at_commit()
    with pytest.raises(IntegrityError, match="never emptied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_line, ledger_entry, ledger_account CASCADE")


def test_a_mistake_is_undone_once_by_its_mirror(outside, pot):
    entry = Entry.objects.get()
    mirror = books.reverse(entry, reason="test.undone", reference="1")
    assert (balance(outside), balance(pot)) == (0, 0)
    assert mirror.reverses == entry
    with pytest.raises(IntegrityError), transaction.atomic():
        books.reverse(entry, reason="test.undone", reference="2")


def test_money_already_spent_cannot_be_taken_back(outside, pot):
    entry = Entry.objects.get()
    books.move(source=pot, target=outside, amount=Cents(800), reason="t", reference="2")
    with pytest.raises(IntegrityError, match="account_never_overdrawn"), transaction.atomic():
        books.reverse(entry, reason="test.undone", reference="1")


def test_check_books_says_they_are_right(pot):
    out = StringIO()
    call_command("check_books", stdout=out)
    assert "justes" in out.getvalue()


def test_check_books_names_every_wrong_row(outside, pot):
    entry = Entry.objects.get()
    at_commit()
    with connection.cursor() as cursor:  # what only an owner of the tables could do
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_account SET balance_cents = 2000 WHERE id = %s", [pot.pk])
        cursor.execute("UPDATE ledger_line SET amount_cents = -900 WHERE account_id = %s", [outside.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    err = StringIO()
    with pytest.raises(CommandError, match="4 ligne"):
        call_command("check_books", stderr=err)
    told = err.getvalue()
    assert f"compte {pot.pk} " in told
    assert f"compte {outside.pk} " in told
    assert f"écriture {entry.pk} " in told


def test_a_pot_below_zero_is_named(outside, pot):
    with connection.cursor() as cursor:
        at_commit()
        cursor.execute("ALTER TABLE ledger_account DROP CONSTRAINT account_never_overdrawn")
    books.move(source=pot, target=outside, amount=Cents(1_500), reason="t", reference="2")
    assert [fault for fault in queries.faults() if "découvert" in fault]


@pytest.mark.django_db(transaction=True)
def test_eight_people_spending_at_once_never_overspend(outside, pot):
    def spend(n):
        books.move(source=pot, target=outside, amount=Cents(300), reason="t", reference=f"D-{n}")
        return "spent"

    outcomes = at_once(8, spend)

    assert outcomes.count("spent") == 3
    assert all(isinstance(each, IntegrityError) for each in outcomes if each != "spent")
    assert balance(pot) == 100


@pytest.mark.parametrize("locks_first", [True, False])
@pytest.mark.django_db(transaction=True)
def test_moves_in_both_directions_at_once_do_not_deadlock(outside, pot, locks_first):
    other = books.open_account("autre")
    books.move(source=outside, target=other, amount=Cents(1_000), reason="test.paid_in", reference="2")

    def to_and_fro(n):
        source, target = (pot, other) if n % 2 else (other, pot)
        for turn in range(15):
            with transaction.atomic():
                if locks_first:
                    books.lock(source.pk, target.pk)
                books.move(source=source, target=target, amount=Cents(1), reason="t", reference=f"{n}-{turn}")

    assert at_once(8, to_and_fro) == [None] * 8
    assert (balance(pot), balance(other)) == (1_000, 1_000)
