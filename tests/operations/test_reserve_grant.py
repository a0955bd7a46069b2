"""Promising money: never more than there is, whoever asks and however many ask at once."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import Commitment, FundYear
from quartierlibre.domain.funds.states import YearState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Account
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS


def reserve(envelope, amount, reference="D-1"):
    return operations.reserve_grant(by=TESTS, envelope=envelope, amount=Cents(amount), reference=reference)


def release(envelope, amount, reference="R-1"):
    commitment = Commitment.objects.filter(envelope=envelope).earliest("pk")
    return operations.release_grant(by=TESTS, commitment=commitment, amount=Cents(amount), reference=reference)


def left(envelope):
    (pots,) = queries.fund_figures(envelope.fund_year).sectors
    return pots.available, pots.reserved


def test_reserving_and_releasing_move_money_between_pots():
    envelope = funds.endowed(100_000)
    entry = reserve(envelope, 40_000)
    assert left(envelope) == (60_000, 40_000)
    event = Event.objects.get(name="funds.grant.reserved")
    assert event.data == {"amount_cents": 40_000, "entry": entry.pk}
    assert event.territory_id == envelope.fund_year.fund.territory_id
    release(envelope, 15_000)
    assert left(envelope) == (75_000, 25_000)


def test_an_envelope_is_never_overspent_and_says_what_is_left():
    envelope = funds.endowed(31_200)
    with pytest.raises(Refused) as refused:
        reserve(envelope, 31_201)
    assert refused.value.verdict.codes == {"fund.overspent"}
    assert "Il reste 312\u00a0€" in str(refused.value.verdict.refusals[0].message)
    assert left(envelope) == (31_200, 0)
    assert not Event.objects.filter(name="funds.grant.reserved").exists()


def test_a_sector_does_not_spend_the_money_of_another():
    fund = funds.fund(sectors=["Nord", "Sud"])
    year = operations.open_year(by=TESTS, fund=fund, year=2026)
    north, south = year.envelopes.all()
    funds.pay_in(north, 1000)
    with pytest.raises(Refused, match=r"fund\.overspent"):
        reserve(south, 1)


def test_even_the_database_refuses_to_overspend():
    envelope = funds.endowed(100)
    with pytest.raises(IntegrityError, match="account_never_overdrawn"), transaction.atomic():
        books.move(source=envelope.available, target=envelope.reserved, amount=Cents(101), reason="x", reference="x")


def test_the_same_decision_is_never_booked_twice():
    envelope = funds.endowed(100)
    reserve(envelope, 10)
    with pytest.raises(IntegrityError, match="entry_posted_once"), transaction.atomic():
        reserve(envelope, 10)
    assert left(envelope) == (90, 10)


def test_no_more_is_released_than_was_set_aside():
    envelope = funds.endowed(100)
    reserve(envelope, 10)
    with pytest.raises(Refused, match=r"fund\.released_too_much"):
        release(envelope, 11)


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_is_positive(amount):
    envelope = funds.endowed(200)
    reserve(envelope, 100, "D-0")
    for act in (reserve, release):
        with pytest.raises(Refused, match=r"money\.not_positive"):
            act(envelope, amount)


@pytest.mark.parametrize("state", [YearState.PREPARING, YearState.CLOSED])
def test_money_is_promised_only_in_an_open_year(state):
    envelope = funds.endowed(100)
    FundYear.objects.update(state=state, closed_at=timezone.now() if state == YearState.CLOSED else None)
    with pytest.raises(Refused, match=r"fund_year\.not_open"):
        reserve(envelope, 1)


def at_once(count, act):
    """Run `act(n)` in so many threads starting together; what each returned or raised."""
    start, outcomes = threading.Barrier(count), []

    def work(number):
        try:
            start.wait()
            outcomes.append(act(number))
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_committees_spending_at_once_do_not_overspend():
    envelope = funds.endowed(100)
    outcomes = at_once(8, lambda number: reserve(envelope, 30, f"D-{number}"))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [outcome.verdict.codes for outcome in refused] == [{"fund.overspent"}] * 5
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == refused
    assert Account.objects.get(pk=envelope.available_id).balance_cents == 10


@pytest.mark.django_db(transaction=True)
def test_reserving_and_releasing_at_once_do_not_deadlock():
    envelope = funds.endowed(100_000)
    reserve(envelope, 50_000, "D-0")

    def work(number):
        for turn in range(6):
            (reserve if number % 2 else release)(envelope, 10, f"{number}-{turn}")

    assert at_once(8, work) == [None] * 8
    assert Account.objects.get(pk=envelope.available_id).balance_cents == 50_000
