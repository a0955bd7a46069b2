"""The hard cases of the domain that a year of money meets, each by its number in the dossier (domain.md 11)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from quartierlibre.domain.applications.queries.verdicts import verdicts
from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds import queries
from quartierlibre.domain.funds.findings import Tone
from quartierlibre.domain.funds.models import Contribution, Purse
from quartierlibre.domain.funds.states import SettlementChoice
from quartierlibre.domain.grants.models import Report
from quartierlibre.domain.grants.operations.yearly import give_back_remainder
from quartierlibre.domain.grants.queries.dashboard import open_promises
from quartierlibre.domain.grants.queries.yearly import indicators_of, projects_of
from quartierlibre.domain.grants.states import InstalmentKind, PayeeKind
from quartierlibre.domain.places.states import NeighbourhoodKind
from quartierlibre.foundation.money import euros
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, grants
from tests.factories import funds as money
from tests.factories.funds import TESTS

YEAR = timezone.localdate().year
FAR = {"lon": "2.5", "lat": "50.6"}


class Fund:
    """A fund whose year has funders of these shares and clauses, each with this money in hand (euros)."""

    def __init__(self, *funders, sectors=(), rules=None):
        self.fund = grants.fund(rules)
        for name in sectors:
            funds.add_sector(by=TESTS, fund=self.fund, slug=name.lower(), name=name)
        self.year = funds.open_year(by=TESTS, fund=self.fund, year=YEAR)
        self.envelopes = list(self.year.envelopes.order_by("pk"))
        self.contributions = [self._funder(at, *each) for at, each in enumerate(funders)]

    def _funder(self, at, share, regrant, cash, sector=None):
        made = funds.record_contribution(
            by=TESTS,
            fund_year=self.year,
            funder=money.funder(),
            share_percent=share,
            regrant_allowed=regrant,
            sector=self.envelopes[sector].sector if sector is not None else None,
        )
        if cash:
            self.receive(made, cash, sector or 0)
        return made

    def receive(self, contribution, cash, sector=0):
        number = contribution.payments.count()
        funds.endow(
            by=TESTS,
            contribution=contribution,
            envelope=self.envelopes[sector],
            amount=euros(cash),
            reference=f"{contribution.pk} {number}",
        )

    def grant(self, amount, **file):
        return grants.opened(self.fund, amount=euros(amount), **file)

    def spent(self):
        """By funder, in whole euros."""
        found = {one.contribution.pk: one for one in queries.funder_figures(self.year, date(YEAR, 12, 31))}
        return [found[each.pk].paid // 100 for each in self.contributions]


def pay(grant, amount, reference, *, kind=PayeeKind.ASSOCIATION):
    to_association = kind in (PayeeKind.ASSOCIATION, PayeeKind.SUPPORT)
    return funds.pay_grant(
        by=TESTS,
        reservation=grant.decision.entry,
        amount=euros(amount),
        reference=reference,
        to_association=to_association,
    )


def test_case_02_a_group_without_legal_body_is_paid_through_its_invoices():
    fund = Fund((70, True, 700), (30, False, 300), rules=grants.INVOICES)
    grant = fund.grant(500, holder_kind=HolderKind.COLLECTIVE, group_name="Les voisins")
    assert [part.kind for part in grant.instalments.all()] == [InstalmentKind.INVOICES]
    pay(grant, 200, "sono", kind=PayeeKind.SUPPLIER)
    pay(grant, 300, "traiteur", kind=PayeeKind.SUPPLIER)
    assert fund.spent() == [350, 150]  # a supplier may be paid by all, in their shares
    assert open_promises(fund.year) == []


def test_case_03_a_balance_to_come_is_still_promised_after_the_year_closed():
    fund = Fund((100, True, 1_000))
    grant = fund.grant(500)
    pay(grant, 400, "acompte")
    funds.close_year(by=TESTS, fund_year=fund.year)
    (promise,) = open_promises(fund.year)
    assert (promise.left, promise.is_over) == (euros(100), False)
    with pytest.raises(Refused, match=r"grant\.not_over"):
        give_back_remainder(by=TESTS, grant=grant)
    pay(grant, 100, "solde")
    assert fund.spent() == [500]


def test_case_03_a_report_of_less_than_the_advance_makes_the_balance_negative():
    fund = Fund((100, True, 1_000))
    grant = fund.grant(500)
    pay(grant, 400, "acompte")
    funds.release_reservation(by=TESTS, entry=grant.decision.entry)
    funds.recover_grant(by=TESTS, reservation=grant.decision.entry, amount=euros(80), reference="trop-perçu")
    assert fund.spent() == [320]
    assert queries.fund_figures(fund.year).available == euros(680)
    with pytest.raises(Refused, match=r"grant\.recovered_too_much"):
        funds.recover_grant(by=TESTS, reservation=grant.decision.entry, amount=euros(321), reference="encore")


def test_case_10_a_watch_area_and_a_project_outside_are_counted_and_said_so():
    fund = Fund((100, True, 1_000))
    watch = applications.square("VEILLE-1", west=3.5, name="Les Peupliers")
    type(watch).objects.filter(pk=watch.pk).update(kind=NeighbourhoodKind.WATCH)
    fund.fund.neighbourhoods.add(watch)
    for amount, point in ((300, applications.INSIDE), (200, {"lon": "3.505", "lat": "50.505"}), (100, FAR)):
        fund.grant(amount, group_name=f"Les voisins {amount}", rna=f"W595001{amount}", **point)
    projects = projects_of(fund.year)
    by_place = indicators_of(fund.year, projects).by_place
    assert [each.places for each in projects] == [(name,) for name, _count, _cents in by_place]
    assert by_place == (
        ("Les Glycines", 1, euros(300)),
        ("Les Peupliers (quartier de veille active)", 1, euros(200)),
        ("Hors des quartiers", 1, euros(100)),
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (None, "Le projet a lieu"),
        (["residents_take_part"], "Il faut que des habitants du quartier participent."),
        (["in_neighbourhood", "whole_town"], "Ce fonds sert toute la commune"),
    ],
)
def test_case_10_outside_is_told_to_the_committee_and_never_refused_by_the_machine(rule, words):
    said = {"project.place": grants.said(rule, "choices")} if rule else {}
    grant = Fund((100, True, 1_000), rules={**grants.EIGHTY_TWENTY, **said}).grant(100, **FAR)
    read = verdicts(grant.application, today=timezone.localdate(), next_session=None)
    (finding,) = [each for each in read.findings if each.code.startswith("place.")]
    assert (finding.code, finding.tone) == ("place.outside", Tone.WARNING)
    assert words in finding.message


def test_case_14_a_funder_whose_money_comes_late_catches_up_and_gets_back_what_it_paid():
    fund = Fund((70, True, 0), (30, True, 600))
    grant = fund.grant(500)
    pay(grant, 200, "avant la Région")
    assert fund.spent() == [0, 200]  # cash is not commitment: the town paid all of it
    fund.receive(fund.contributions[0], 1_400)
    pay(grant, 300, "après")
    assert fund.spent() == [300, 200]  # as close to 70/30 as what is already spent allows
    funds.recover_grant(by=TESTS, reservation=grant.decision.entry, amount=euros(100), reference="rendu")
    assert fund.spent() == [240, 160]  # in the shares it was paid in, not in those of the agreement


def test_case_14_money_for_one_sector_never_pays_another():
    fund = Fund((None, True, 500, 0), (None, True, 500, 1), sectors=("Nord", "Sud"))
    with pytest.raises(Refused, match=r"contribution\.other_sector"):
        funds.endow(
            by=TESTS,
            contribution=fund.contributions[0],
            envelope=fund.envelopes[1],
            amount=euros(10),
            reference="ailleurs",
        )
    entry = funds.reserve_grant(by=TESTS, envelope=fund.envelopes[1], amount=euros(400), reference="sud")
    funds.pay_grant(by=TESTS, reservation=entry, amount=euros(400), reference="sud", to_association=True)
    assert fund.spent() == [0, 400]


def test_case_14_running_costs_stay_out_of_the_shares():
    fund = Fund((70, True, 700), (30, True, 300))
    apart = funds.record_contribution(
        by=TESTS, fund_year=fund.year, funder=money.funder(), purpose="engineering", amount_cents=euros(2_000)
    )
    funds.receive_running_costs(by=TESTS, contribution=apart, amount=euros(2_000), reference="dotation")
    grant = fund.grant(500)
    pay(grant, 500, "tout")
    assert fund.spent() == [350, 150]
    assert queries.fund_figures(fund.year).received == euros(1_000)


def test_case_15_the_year_of_decision_of_realisation_and_of_report_are_three():
    fund = Fund((100, True, 1_000))
    grant = fund.grant(500)
    pay(grant, 400, "acompte")
    ended, told = date(YEAR + 1, 4, 10), timezone.make_aware(timezone.datetime(YEAR + 2, 1, 5))
    Report.objects.create(grant=grant, state="checked", sent_at=told, realised_to=ended)
    (project,) = projects_of(fund.year)
    assert project.years == (YEAR, YEAR + 1, YEAR + 2)
    assert (project.justified, project.left) == (euros(400), euros(100))
    (figures,) = queries.funder_figures(fund.year, date(YEAR, 12, 31))
    assert figures.justified == euros(400)


def test_case_15_what_each_funder_has_left_is_carried_deducted_or_repaid_and_late_money_is_to_be_shared_out():
    fund = Fund((50, True, 500), (30, True, 300), (20, True, 200))
    following = funds.prepare_year(by=TESTS, fund=fund.fund, year=YEAR + 1)
    grant = fund.grant(500)
    pay(grant, 400, "acompte")
    region, town, state = (Purse.objects.get(contribution=each) for each in fund.contributions)
    with pytest.raises(Refused, match=r"fund_year\.not_closed"):
        settle(region, SettlementChoice.REPAY, 1)
    year = funds.close_year(by=TESTS, fund_year=fund.year)
    unused = {each.purse.pk: each.amount for each in queries.leftovers_of(year)}
    assert unused == {region.pk: euros(250), town.pk: euros(150), state.pk: euros(100)}
    settle(region, SettlementChoice.CARRY_OVER, 250)
    with pytest.raises(Refused, match=r"settlement\.no_contribution"):
        settle(town, SettlementChoice.DEDUCT, 150)
    next_town = funds.record_contribution(
        by=TESTS, fund_year=following, funder=fund.contributions[1].funder, amount_cents=euros(900)
    )
    settle(town, SettlementChoice.DEDUCT, 150)
    settle(state, SettlementChoice.REPAY, 100)
    assert queries.leftovers_of(year) == []
    funds.release_reservation(by=TESTS, entry=grant.decision.entry)
    late = queries.year_figures(year, date(YEAR + 1, 3, 1))
    assert late.to_share == euros(100)
    found = {each.contribution.pk: each for each in queries.funder_figures(following, date(YEAR + 1, 3, 1))}
    carried = Contribution.objects.get(carried_from=fund.contributions[0])
    assert found[carried.pk].received == euros(250)
    assert found[next_town.pk].to_come == euros(750)


def settle(purse, choice, amount):
    purse.contribution.fund_year.refresh_from_db()
    return funds.settle_unused(
        by=TESTS, purse=purse, choice=choice, amount=euros(amount), reference=f"{purse.pk} {choice} {amount}"
    )


def test_case_20_euros_which_may_not_be_handed_on_pay_suppliers_only():
    fund = Fund((50, False, 500), (50, True, 200))
    grant = fund.grant(600)
    with pytest.raises(Refused, match=r"regrant\.not_enough"):
        pay(grant, 300, "trop")
    pay(grant, 200, "association")
    assert fund.spent() == [0, 200]
    with pytest.raises(Refused, match=r"regrant\.not_enough"):
        pay(grant, 1, "plus rien à elle")
    pay(grant, 200, "facture", kind=PayeeKind.SUPPLIER)
    assert fund.spent() == [200, 200]


def test_case_20_an_agreement_nobody_read_is_not_a_yes():
    fund = Fund((100, None, 500))
    with pytest.raises(Refused, match=r"regrant\.not_enough"):
        pay(fund.grant(100), 10, "personne n’a lu")
    assert fund.spent() == [0]
