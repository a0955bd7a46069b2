"""Paying a grant, taking money back, closing a year: envelopes and funders' purses move together."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import Commitment, Movement, Purse
from quartierlibre.domain.funds.states import SettlementChoice, YearState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS
from tests.support.memory import remembered
from tests.support.together import at_once


@remembered
def shared_year(*, region=70_000, town=30_000, town_clause=True):
    """A Region which brings 70 % and a town which brings 30 %, in one envelope."""
    envelope = operations.open_year(by=TESTS, fund=funds.fund(), year=2026).envelopes.get()
    funds.pay_in(envelope, region, share_percent=70, regrant_allowed=True)
    funds.pay_in(envelope, town, share_percent=30, regrant_allowed=town_clause)
    return envelope


def granted(envelope, cents=40_000, reference="D-1"):
    return operations.reserve_grant(by=TESTS, envelope=envelope, amount=Cents(cents), reference=reference)


def pay(entry, cents, reference="V-1", *, to_association=False):
    return operations.pay_grant(
        by=TESTS, reservation=entry, amount=Cents(cents), reference=reference, to_association=to_association
    )


def spent(envelope):
    purses = Purse.objects.filter(envelope=envelope).select_related("spent").order_by("pk")
    return [purse.spent.balance_cents for purse in purses]


def pots(envelope):
    figures = queries.fund_figures(envelope.fund_year).sectors[0]
    return figures.available, figures.reserved, figures.paid


def test_a_payment_leaves_the_reserve_in_the_shares_of_the_funders():
    envelope = shared_year()
    pay(granted(envelope), 32_000)
    assert pots(envelope) == (60_000, 8_000, 32_000)
    assert spent(envelope) == [22_400, 9_600]
    assert Event.objects.get(name="funds.grant.paid").data["amount_cents"] == 32_000


def test_the_balance_stays_promised_and_no_more_than_it_is_paid():
    envelope = shared_year()
    entry = granted(envelope)
    pay(entry, 32_000)
    with pytest.raises(Refused, match=r"grant\.paid_too_much") as refused:
        pay(entry, 8_001, "V-2")
    assert "Il reste 80\u00a0€ à verser" in str(refused.value.verdict.messages[0])
    pay(entry, 8_000, "V-2")
    assert pots(envelope) == (60_000, 0, 40_000)


def asked_about_promises(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len([each for each in seen.captured_queries if 'FROM "funds_commitment"' in each["sql"]])


def of_sectors(number):
    """A grant promised by so many envelopes, 100 € of each."""
    year = operations.open_year(by=TESTS, fund=funds.fund(sectors=[f"S{n}" for n in range(number)]), year=2026)
    for envelope in year.envelopes.all():
        funds.pay_in(envelope, 20_000, regrant_allowed=True)
    shares = [operations.Share(envelope, Cents(10_000)) for envelope in year.envelopes.all()]
    return operations.reserve_shares(by=TESTS, shares=shares, reference=f"D-{number}")


ACTS = {
    "paid": lambda entry: pay(entry, 8_000, f"{entry.reference}:V"),
    "recovered": lambda entry: operations.recover_grant(
        by=TESTS, reservation=entry, amount=Cents(4_000), reference=f"{entry.reference}:R"
    ),
    "released": lambda entry: operations.release_reservation(by=TESTS, entry=entry),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_grant_of_many_envelopes_asks_no_more_of_its_promises(act):
    asked = []
    for number in (2, 5):
        entry = of_sectors(number)
        pay(entry, 8_000, f"{entry.reference}:before")
        asked.append(asked_about_promises(lambda entry=entry: ACTS[act](entry)))
    assert asked == [2, 2]  # which ones, then held


def test_the_same_payment_is_never_booked_twice():
    entry = granted(shared_year())
    pay(entry, 100)
    with pytest.raises(IntegrityError):
        pay(entry, 100)


def test_the_database_refuses_what_the_rule_would_forget():
    entry = granted(shared_year())
    with pytest.raises(IntegrityError, match="commitment_never_exceeded"):
        Commitment.objects.filter(reservation=entry).update(paid_cents=40_001)


def test_only_euros_whose_agreement_allows_it_go_to_associations():
    envelope = shared_year(town_clause=None)
    entry = granted(envelope, 80_000)
    pay(entry, 50_000, to_association=True)
    assert spent(envelope) == [50_000, 0]
    with pytest.raises(Refused, match=r"regrant\.not_enough") as refused:
        pay(entry, 25_000, "V-2", to_association=True)
    assert "Seuls 200\u00a0€ peuvent aller à une association" in str(refused.value.verdict.messages[0])
    pay(entry, 25_000, "V-2")
    assert spent(envelope) == [52_500, 22_500], "paying an invoice, the town catches up with its part"


def test_nothing_is_paid_with_money_that_has_not_come():
    envelope = shared_year(region=1_000, town=1_000)
    entry = operations.reserve_grant(
        by=TESTS, envelope=envelope, amount=Cents(40_000), reference="D-1", ahead_because="La Région verse en juin."
    )
    with pytest.raises(Refused, match=r"fund\.no_cash"):
        pay(entry, 32_000)
    pay(entry, 2_000)
    assert spent(envelope) == [1_000, 1_000]


def test_a_euro_returned_goes_back_in_the_shares_it_was_paid_in():
    envelope = shared_year(town_clause=False)
    entry, other = granted(envelope, 20_000), granted(envelope, 20_000, "D-2")
    pay(entry, 20_000, to_association=True)
    pay(other, 20_000, "V-2")
    before = spent(envelope)
    operations.recover_grant(by=TESTS, reservation=entry, amount=Cents(5_000), reference="R-1")
    assert [was - now for was, now in zip(before, spent(envelope), strict=True)] == [5_000, 0]
    assert pots(envelope) == (65_000, 0, 35_000)
    with pytest.raises(Refused, match=r"grant\.recovered_too_much"):
        operations.recover_grant(by=TESTS, reservation=entry, amount=Cents(15_001), reference="R-2")


def test_a_payment_that_failed_is_reversed_once_and_can_be_made_again():
    envelope = shared_year()
    entry = granted(envelope)
    (payment,) = pay(entry, 32_000)
    operations.reverse_payment(by=TESTS, movement=payment, reference="X-1")
    assert (pots(envelope), spent(envelope)) == ((60_000, 40_000, 0), [0, 0])
    pay(entry, 32_000, "V-2")
    with pytest.raises(IntegrityError):
        operations.reverse_payment(by=TESTS, movement=payment, reference="X-2")


def test_a_grant_of_two_sectors_is_paid_by_both():
    year = operations.open_year(by=TESTS, fund=funds.fund(sectors=["Nord", "Sud"]), year=2026)
    north, south = year.envelopes.order_by("pk")
    funds.pay_in(north, 30_000)
    funds.pay_in(south, 10_000)
    shares = [operations.Share(north, Cents(30_000)), operations.Share(south, Cents(10_000))]
    entry = operations.reserve_shares(by=TESTS, shares=shares, reference="D-1")
    pay(entry, 20_000)
    assert list(Commitment.objects.order_by("envelope").values_list("paid_cents", flat=True)) == [15_000, 5_000]


def test_a_closed_year_promises_nothing_but_pays_what_it_promised():
    envelope = shared_year()
    entry = granted(envelope)
    year = operations.close_year(by=TESTS, fund_year=envelope.fund_year)
    assert year.state == YearState.CLOSED
    with pytest.raises(Refused, match=r"fund_year\.not_open"):
        granted(envelope, 100, "D-2")
    pay(entry, 32_000)
    operations.release_reservation(by=TESTS, entry=entry)
    assert pots(envelope) == (68_000, 0, 32_000)


def test_what_a_funder_did_not_use_is_carried_over_deducted_or_repaid():
    envelope = shared_year()
    pay(granted(envelope), 40_000)
    region, town = Purse.objects.filter(envelope=envelope).order_by("pk")
    settle = {"by": TESTS, "reference": "S-1", "amount": Cents(10_000)}
    with pytest.raises(Refused, match=r"fund_year\.not_closed"):
        operations.settle_unused(purse=region, choice=SettlementChoice.REPAY, **settle)
    operations.close_year(by=TESTS, fund_year=envelope.fund_year)
    with pytest.raises(Refused, match=r"fund_year\.no_next"):
        operations.settle_unused(purse=region, choice=SettlementChoice.CARRY_OVER, **settle)
    following = operations.open_year(by=TESTS, fund=envelope.fund_year.fund, year=2027)
    operations.settle_unused(purse=region, choice=SettlementChoice.CARRY_OVER, **settle)
    operations.settle_unused(purse=town, choice=SettlementChoice.REPAY, **{**settle, "reference": "S-2"})
    with pytest.raises(Refused, match=r"settlement\.too_much"):
        operations.settle_unused(
            purse=region, choice=SettlementChoice.REPAY, **{**settle, "reference": "S-3", "amount": Cents(40_001)}
        )
    (carried,) = following.contributions.all()
    assert (carried.carried_from, carried.regrant_allowed, carried.amount_cents) == (region.contribution, True, 10_000)
    assert pots(following.envelopes.get()) == (10_000, 0, 0)
    assert pots(envelope) == (40_000, 0, 40_000)
    for read in (queries.envelope_faults, queries.commitment_faults, queries.purse_faults):
        assert list(read()) == []


@pytest.mark.django_db(transaction=True)
def test_paid_by_many_at_once_a_grant_is_paid_once():
    envelope = shared_year()
    entry = granted(envelope, 10_000)
    granted(envelope, 80_000, "D-2")
    outcomes = at_once(8, lambda n: pay(entry, 10_000, f"V-{n}"))
    assert sum(isinstance(each, list) for each in outcomes) == 1
    assert all(isinstance(each, list | Refused) for each in outcomes), outcomes
    assert Movement.objects.count() == 1
    assert pots(envelope) == (10_000, 80_000, 10_000)
