"""Years, envelopes, what funders bring, and how much is left."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import Envelope, Fund
from quartierlibre.domain.funds.states import YearState
from quartierlibre.domain.places.models import Commune, Departement, Neighbourhood
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS

TODAY = date(2026, 3, 2)


def test_a_year_has_one_envelope_for_all_or_one_per_sector():
    alone = operations.open_year(by=TESTS, fund=funds.fund(), year=2026)
    parted = operations.open_year(by=TESTS, fund=funds.fund(sectors=["Nord", "Sud"]), year=2026)
    assert [envelope.sector for envelope in alone.envelopes.all()] == [None]
    assert [envelope.sector.name for envelope in parted.envelopes.all()] == ["Nord", "Sud"]
    assert parted.state == YearState.OPEN


def test_preparing_twice_changes_nothing_and_opening_twice_is_refused():
    fund = funds.fund()
    first = operations.prepare_year(by=TESTS, fund=fund, year=2026)
    assert operations.prepare_year(by=TESTS, fund=fund, year=2026) == first
    operations.open_year(by=TESTS, fund=fund, year=2026)
    with pytest.raises(Refused, match=r"state\.forbidden_move"):
        operations.open_year(by=TESTS, fund=fund, year=2026)
    assert Envelope.objects.filter(fund_year=first).count() == 1


def test_the_database_keeps_one_envelope_per_sector():
    envelope = funds.endowed(100)
    twin = {pot: getattr(funds.endowed(1), pot) for pot in ("outside", "available", "reserved", "paid")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.create(fund_year=envelope.fund_year, sector=None, **twin)


def test_money_paid_in_is_available_and_told():
    envelope = funds.endowed(31200)
    figures = queries.fund_figures(envelope.fund_year)
    assert (figures.received, figures.available, figures.reserved, figures.paid) == (31200, 31200, 0, 0)
    (contribution,) = queries.contributions_of(envelope.fund_year)
    assert contribution.received_cents == 31200
    event = Event.objects.get(name="funds.contribution.received")
    assert event.data["amount_cents"] == 31200


def test_figures_of_a_year_take_one_query_however_many_sectors(django_assert_num_queries):
    year = operations.open_year(by=TESTS, fund=funds.fund(sectors=list("ABCDE")), year=2026)
    for rank, envelope in enumerate(year.envelopes.all(), start=1):
        contribution = operations.record_contribution(by=TESTS, fund_year=year, funder=funds.funder())
        operations.endow(
            by=TESTS, contribution=contribution, envelope=envelope, amount=Cents(rank * 100), reference=f"v{rank}"
        )
    with django_assert_num_queries(1):
        figures = queries.fund_figures(year)
        assert [part.available for part in figures.sectors] == [100, 200, 300, 400, 500]
        assert figures.available == 1500
    second = figures.sectors[1]
    assert figures.of_sector(second.sector_id) == second
    assert figures.of_sector(None) is None


def test_the_same_payment_is_never_booked_twice():
    envelope = funds.endowed(100)
    contribution = queries.contributions_of(envelope.fund_year)[0]
    payment = {"by": TESTS, "contribution": contribution, "envelope": envelope, "amount": Cents(5), "reference": "V1"}
    operations.endow(**payment)
    with pytest.raises(IntegrityError, match="entry_posted_once"), transaction.atomic():
        operations.endow(**payment)
    assert queries.fund_figures(envelope.fund_year).available == 105


@pytest.mark.parametrize(
    ("terms", "code"),
    [({"purpose": "engineering"}, "contribution.not_for_projects"), ({"sector": "Sud"}, "contribution.other_sector")],
)
def test_money_goes_only_where_it_was_promised(terms, code):
    fund = funds.fund(sectors=["Nord", "Sud"])
    year = operations.open_year(by=TESTS, fund=fund, year=2026)
    if "sector" in terms:
        terms = {"sector": fund.sectors.get(name=terms["sector"])}
    contribution = operations.record_contribution(by=TESTS, fund_year=year, funder=funds.funder(), **terms)
    north = year.envelopes.get(sector__name="Nord")
    with pytest.raises(Refused) as refused:
        operations.endow(by=TESTS, contribution=contribution, envelope=north, amount=Cents(1), reference="x")
    assert refused.value.verdict.codes == {code}


def test_a_contribution_says_an_amount_a_share_or_nothing_but_no_nonsense():
    year = operations.prepare_year(by=TESTS, fund=funds.fund(), year=2026)
    operations.record_contribution(by=TESTS, fund_year=year, funder=funds.funder())
    for nonsense in ({"amount_cents": 0}, {"share_percent": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            operations.record_contribution(by=TESTS, fund_year=year, funder=funds.funder(), **nonsense)


def test_only_those_who_hold_the_right_there_bring_money():
    envelope = funds.endowed(100)
    eve = funds.manager_of(funds.territory())
    contribution = queries.contributions_of(envelope.fund_year)[0]
    with pytest.raises(Refused, match=r"fund\.no_right"):
        operations.endow(by=eve, contribution=contribution, envelope=envelope, amount=Cents(1), reference="x")
    chloe = funds.manager_of(envelope.fund_year.fund.territory)
    operations.endow(by=chloe, contribution=contribution, envelope=envelope, amount=Cents(1), reference="x")


def square(code, vintage=2024):
    return Neighbourhood.objects.create(
        code=code, vintage=vintage, name=code, outline={}, west=0, south=0, east=1, north=1, is_invented=True
    )


def test_the_funds_of_a_place():
    town = Commune.objects.create(insee_code="99001", name="Ville", departement=Departement.objects.create(code="99"))
    by_place = funds.fund(neighbourhoods=[square("QN09901N"), square("QN09902N")])
    by_town = funds.fund(communes=[town])
    funds.fund(communes=[town], opened_on=None)
    funds.fund(communes=[town], is_reference=True)
    funds.fund(communes=[town], opened_on=date(2026, 3, 3))

    def found(**place):
        return set(queries.funds_for_location(on=TODAY, **place))

    assert found(neighbourhood_codes=["QN09901N", "QN09902N"]) == {by_place}
    assert found(commune_codes=["99001"]) == {by_town}
    assert found(neighbourhood_codes=["QN09902N"], commune_codes=["99001"]) == {by_place, by_town}
    assert found() == set()


def test_the_sectors_of_a_place_come_in_the_order_of_the_fund():
    fund = funds.fund()
    first, second = square("QN09903N"), square("QN09904N")
    for slug in ("sud", "nord"):
        operations.add_sector(by=TESTS, fund=fund, slug=slug, name=slug, neighbourhoods=[first, second])
    sectors = queries.sectors_for_location(fund, neighbourhood_codes=["QN09903N", "QN09904N"])
    assert [sector.slug for sector in sectors] == ["sud", "nord"]


def test_open_funds_and_funds_of_a_territory():
    place = funds.territory()
    open_one, closed = funds.fund(within=place), funds.fund(within=place)
    Fund.objects.filter(pk=closed.pk).update(closed_on=date(2026, 3, 1))
    reference = funds.fund(within=place, is_reference=True)
    closed.refresh_from_db()
    assert open_one in queries.open_funds(TODAY)
    assert {closed, reference}.isdisjoint(queries.open_funds(TODAY))
    assert set(queries.funds_of([place.pk])) == {open_one, closed, reference}
    for fund in (open_one, closed, reference):
        assert fund.is_open(TODAY) == (fund in queries.open_funds(TODAY))


def test_the_open_year():
    fund = funds.fund()
    operations.prepare_year(by=TESTS, fund=fund, year=2027)
    assert queries.open_year_of(fund) is None
    year = operations.open_year(by=TESTS, fund=fund, year=2026)
    assert queries.open_year_of(fund) == queries.open_year_of(fund, 2026) == year


def test_a_month_where_nothing_moved_stands_between_the_others_at_zero():
    year = operations.open_year(by=TESTS, fund=funds.fund(), year=2026)
    assert queries.year_figures(year, TODAY).months == ()
    for day, amount in (("2026-11-20T10:00Z", 500), ("2027-02-01T10:00Z", 300)):
        with time_machine.travel(day):
            funds.pay_in(year.envelopes.get(), amount)
    months = queries.year_figures(year, TODAY).months
    assert [f"{each.month:%Y-%m}" for each in months] == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert [each.flows.received for each in months] == [500, 0, 0, 300]
