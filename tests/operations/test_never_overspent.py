"""An envelope is never overspent, however many committees decide at the same instant (trust.md B2).

One round at each change, twenty-five in .ci/run.
"""

import pytest

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case, Decision, WaitingPlace
from quartierlibre.domain.committees.states import CaseState, Outcome
from quartierlibre.domain.funds import operations as funds
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds as money
from tests.factories import votes
from tests.factories.votes import MACHINE
from tests.support.nightly import times
from tests.support.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CONNECTIONS, DECISIONS, TENTH = 20, 40, 10_000
ROUNDS = times(1, 25)


def voted_files(number, *, sessions, cents):
    """So many files voted yes, on so many sittings that share one envelope."""
    case = votes.case(cents=cents)
    held = votes.voted(case)
    case.refresh_from_db()
    files = votes.many(case, number, sessions=sessions)
    votes.rounds_of(files, held)
    return list(Case.objects.filter(pk__in=[each.pk for each in files]).order_by("pk")), held


def fresh_envelope(fund_year, n):
    """A pot of its own for each round, ten grants wide."""
    sector = funds.add_sector(by=MACHINE, fund=fund_year.fund, slug=f"tour-{n}", name=f"Tour {n}")
    funds.prepare_year(by=MACHINE, fund=fund_year.fund, year=fund_year.year)
    envelope = fund_year.envelopes.get(sector=sector)
    money.pay_in(envelope, 10 * TENTH)
    return envelope


def decide(case):
    return operations.decide(
        by=MACHINE, case=case, outcome=Outcome.GRANTED, amount=Cents(TENTH), reason="Un projet utile."
    )


def work_through(cases):
    """Each connection takes its share of the files and tries them all; what each try gave or raised."""
    shares = [cases[n::CONNECTIONS] for n in range(CONNECTIONS)]

    def work(n):
        return [_tried(case) for case in shares[n]]

    return [each for outcomes in at_once(CONNECTIONS, work) for each in _unless_broken(outcomes)]


def _tried(case):
    try:
        return decide(case)
    except Refused as refused:
        return refused


def _unless_broken(outcomes):
    if isinstance(outcomes, Exception):
        raise outcomes
    return outcomes


def test_twenty_connections_forty_decisions_of_a_tenth_each():
    cases, _held = voted_files(DECISIONS * ROUNDS, sessions=CONNECTIONS, cents=1)
    fund_year = cases[0].envelope.fund_year
    for n in range(ROUNDS):
        envelope = fresh_envelope(fund_year, n)
        lot = cases[n * DECISIONS : (n + 1) * DECISIONS]
        Case.objects.filter(pk__in=[case.pk for case in lot]).update(envelope=envelope)
        outcomes = work_through(lot)
        refused = [each for each in outcomes if isinstance(each, Refused)]
        assert len(outcomes) - len(refused) == 10, f"round {n}"
        assert {tuple(each.verdict.codes) for each in refused} == {("fund.overspent",)}
        assert {str(each.verdict.messages[0]) for each in refused} == {
            "Il reste 0\u00a0€\u00a0: c’est moins que la somme demandée."
        }
        assert votes.pots(envelope) == (0, 10 * TENTH, 0), f"round {n}"
    numbers = list(Decision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 10 * ROUNDS + 1))
    assert list(faults()) == []


def test_two_sittings_and_one_grant_left():
    cases, _held = voted_files(2, sessions=2, cents=31_200)
    Case.objects.update(state=CaseState.VOTED)
    both = [cases[0], cases[1]]

    def work(n):
        return operations.decide(
            by=MACHINE, case=both[n], outcome=Outcome.GRANTED, amount=Cents(15_000), reason="Un projet utile."
        )

    envelope = cases[0].envelope
    funds.reserve_grant(by=MACHINE, envelope=envelope, amount=Cents(10_000), reference="before")
    outcomes = at_once(2, work)
    (refused,) = [each for each in outcomes if isinstance(each, Refused)]
    assert "Il reste 62\u00a0€" in str(refused.verdict.messages[0])
    assert votes.pots(envelope) == (6_200, 25_000, 0)


def test_who_waits_is_served_once_however_many_serve():
    case = votes.case(cents=100)
    votes.voted(case)
    place = operations.wait_for_money(by=MACHINE, case=case, amount=Cents(15_000))
    envelope = votes.endow(case.session.committee.fund, 50_000)
    outcomes = at_once(6, lambda _n: operations.serve_waiting(by=MACHINE, waiting_place=place))
    served = [each for each in outcomes if isinstance(each, Decision)]
    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert (len(served), len(refused)) == (1, 5)
    assert votes.pots(envelope) == (35_100, 15_000, 0)
    assert WaitingPlace.objects.get().ended_at is not None


def test_the_same_file_decided_twice_at_once_is_decided_once():
    case = votes.case(cents=100_000)
    votes.voted(case)
    outcomes = at_once(6, lambda _n: decide(case))
    assert sum(isinstance(each, Decision) for each in outcomes) == 1
    assert all(isinstance(each, Decision | Refused) for each in outcomes)
    assert votes.pots(case.envelope) == (90_000, 10_000, 0)


def test_decisions_that_move_no_money_are_numbered_one_by_one():
    """Refusals meet on no pot: only the year of the fund keeps their numbers in line."""
    case = votes.case()
    held = votes.voted(case, 0, 3)
    case.refresh_from_db()
    files = votes.many(case, 24, sessions=8)
    votes.rounds_of(files, held)
    cases = list(Case.objects.filter(pk__in=[each.pk for each in files]).order_by("pk"))

    def work(n):
        said = {"by": MACHINE, "outcome": Outcome.REFUSED, "reason": "Pas cette fois."}
        return [operations.decide(case=each, **said).number for each in cases[n::8]]

    outcomes = at_once(8, work)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert sorted(number for numbers in outcomes for number in numbers) == list(range(1, 25))
