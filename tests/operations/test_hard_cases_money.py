"""The hard cases of the domain that touch votes and money, each by its number in the dossier (domain.md 11)."""

import pytest

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Ballot, Decision, Round, Session
from quartierlibre.domain.committees.states import BallotMode, CaseState, InterestNature, Outcome
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds import queries as fund_queries
from quartierlibre.domain.funds.operations import Share
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, committees, votes
from tests.factories import funds as money
from tests.factories.committees import choice
from tests.factories.votes import AGAINST, FOR, MACHINE


def decide(case, amount=None, **said):
    return votes.decide(case, amount=None if amount is None else Cents(amount), **said)


def test_case_01_a_partial_grant_is_not_what_was_asked_nor_what_is_paid():
    case = votes.case(cents=100_000)
    votes.voted(case, proposals=[10_000, 12_000, 15_000])
    page = queries.amount_to_decide(case)
    decision = decide(case, page.suggested, outcome=Outcome.GRANTED)
    assert (decision.asked_cents, decision.amount_cents, decision.outcome) == (15_000, 12_000, Outcome.PART)
    figures = fund_queries.fund_figures(decision.fund_year)
    assert (figures.available, figures.reserved, figures.paid) == (88_000, 12_000, 0)


def test_case_05_two_sittings_sharing_an_envelope_never_promise_the_same_euro():
    fund = votes.fund(46_200)
    (first,), (second,) = votes.cases(fund), _other_sitting(fund, asked="400")
    votes.decided(first)
    votes.voted(second)
    with pytest.raises(Refused) as refused:
        decide(second)
    said = str(refused.value.verdict.refusals[0].message)
    assert "Il reste 312\u00a0€" in said
    assert not Decision.objects.filter(case=second).exists()
    assert votes.file_of(second).state == "admissible"
    place = operations.wait_for_money(by=MACHINE, case=second, amount=Cents(40_000), reason="Voté oui.")
    votes.endow(fund, 8_800)
    assert operations.serve_waiting(by=MACHINE, waiting_place=place).amount_cents == 40_000
    assert votes.pots(fund.years.get().envelopes.get()) == (0, 55_000, 0)


def _other_sitting(fund, **answers):
    """A second committee's evening on the same money."""
    committee = fund.committees.get()
    held = committees.session(committee, members=0, days=60)
    case = committees.case(held, **{"group_name": "Un autre groupe", "contact_email": "autre@exemple.fr", **answers})
    committees.opened(held)
    case.refresh_from_db()
    return [case]


def test_case_05_an_explicit_override_has_an_author_and_a_reason():
    case = votes.case(cents=5_000)
    votes.voted(case)
    decision = decide(case, override="La Région verse en juin.")
    assert decision.overridden_because == "La Région verse en juin."
    assert votes.pots(decision.envelope) == (0, 15_000, 10_000)
    votes.endow(decision.fund, 12_000)
    assert votes.pots(decision.envelope) == (2_000, 15_000, 0)


def test_case_09_one_project_between_two_sectors_is_paid_by_both():
    fund = applications.fund(rules=committees.rules(**votes.SIMPLE))
    for name in ("Nord", "Sud"):
        funds.add_sector(by=MACHINE, fund=fund, slug=name.lower(), name=name)
    year = funds.open_year(by=MACHINE, fund=fund, year=2026)
    north, south = year.envelopes.all()
    money.pay_in(north, 10_000)
    money.pay_in(south, 10_000)
    (case,) = votes.cases(fund)
    type(case).objects.update(envelope=north)
    case.refresh_from_db()
    votes.voted(case)
    shares = [Share(north, Cents(9_000)), Share(south, Cents(6_000))]
    stranger = [Share(north, Cents(9_000)), Share(money.endowed(9_000), Cents(6_000))]
    with pytest.raises(Refused, match=r"decision\.other_year"):
        decide(case, shares=stranger)
    decision = decide(case, shares=shares)
    assert (decision.amount_cents, decision.envelope) == (15_000, north)
    assert [share.amount for share in funds.shares_of(decision.entry)] == [9_000, 6_000]
    assert [part.available for part in fund_queries.fund_figures(year).sectors] == [1_000, 4_000]
    operations.annul_round(by=MACHINE, round=decision.round, because="Une voix de trop.")
    assert [part.available for part in fund_queries.fund_figures(year).sectors] == [10_000, 10_000]


def test_case_12_a_sitting_keeps_the_rules_it_opened_under_and_a_file_those_it_accepted():
    case = votes.case(cents=500_000, answers={"asked": "900"})
    applications.publish(
        case.session.committee.fund,
        rules=committees.rules(
            session__majority=choice("consensus"), amount__ceilings=[{**choice(10_000), "unit": "cents"}]
        ),
    )
    held = votes.voted(case, 2, 1)
    assert queries.result_of(held) == "adopted"
    decision = decide(case)
    assert decision.amount_cents == 90_000
    assert decision.regulation == Session.objects.get().regulation


def test_case_13_the_second_project_of_the_year_has_its_own_ceiling():
    same = {"group_name": "Le même groupe", "contact_email": "meme@exemple.fr", "asked": "900"}
    first, second = votes.cases(votes.fund(500_000), files=2, **same)
    votes.decided(first)
    votes.voted(second)
    page = queries.amount_to_decide(second)
    assert page.allowed == 40_000
    assert "Deuxième projet de l’année" in page.bounds[0].reason
    with pytest.raises(Refused, match=r"decision\.above_allowed"):
        decide(second)
    assert decide(second, 40_000).outcome == Outcome.PART


def test_case_13_a_refused_project_takes_no_rank():
    same = {"group_name": "Le même groupe", "contact_email": "meme@exemple.fr", "asked": "900"}
    first, second = votes.cases(votes.fund(500_000), files=2, **same)
    votes.decided(first, Outcome.REFUSED)
    assert queries.amount_to_decide(second).allowed == 90_000


# -- a recusal declared too late (case 7, seen from the vote) ----------------------------------------------------------


def late_recusal(held, at=0):
    seat = votes.voters(held)[at].attendance.seat
    operations.declare_interest(by=MACHINE, case=held.case, seat=seat, nature=InterestNature.FAMILY)
    held.refresh_from_db()
    return seat


def test_case_07_a_late_recusal_recounts_a_named_vote_in_the_open():
    case = votes.case(members=3)
    held = votes.opened(case)
    for voter, said in zip(votes.voters(held), (FOR, FOR, AGAINST), strict=True):
        votes.cast(voter, said, 5_000 if said == FOR else None)
    operations.close_round(by=MACHINE, round=held)
    decision = decide(case, 5_000)
    late_recusal(held)
    assert (held.votes_for, held.votes_against, held.proposals) == (1, 1, [5_000])
    assert queries.result_of(held) == "rejected"  # at a tie the regulation refuses
    assert Ballot.objects.filter(voided_at__isnull=False).count() == 1
    decision.refresh_from_db()
    case.refresh_from_db()
    assert decision.superseded_at is not None
    assert votes.pots(decision.envelope) == (100_000, 0, 0)
    assert (case.state, votes.file_of(case).state) == (CaseState.VOTED, "admissible")
    names = set(Event.objects.values_list("name", flat=True))
    assert {"committees.round.recounted", "committees.decision.taken_back", "funds.grant.released"} <= names
    assert votes.decide(case, Outcome.REFUSED).number == 2


@pytest.mark.parametrize("mode", [BallotMode.SECRET, BallotMode.TOTALS])
def test_case_07_a_vote_that_cannot_be_recounted_is_annulled(mode):
    case = votes.case(members=3)
    held = votes.opened(case, mode)
    if mode == BallotMode.SECRET:
        for voter in votes.voters(held):
            votes.cast(voter)
        operations.close_round(by=MACHINE, round=held)
    else:
        operations.enter_totals(by=MACHINE, round=held, votes_for=3, votes_against=0, abstentions=0)
    decision = decide(case)
    late_recusal(held)
    decision.refresh_from_db()
    case.refresh_from_db()
    assert held.state == "annulled"
    assert held.annulled_because
    assert decision.superseded_at is not None
    assert case.state == CaseState.HEARD
    again = votes.opened(case, mode)
    assert queries.facts_of_round(again).voices == 2


@pytest.mark.parametrize("mode", [BallotMode.BY_NAME, BallotMode.SECRET])
def test_case_07_stepping_aside_while_the_vote_is_open(mode):
    held = votes.opened(votes.case(members=3), mode)
    first, second, _third = votes.voters(held)
    votes.cast(first, FOR)
    votes.cast(second, AGAINST)
    late_recusal(held)
    if mode == BallotMode.SECRET:
        assert held.state == "annulled"
        return
    assert queries.progress_of(held) == queries.Progress(cast=1, voices=2)
    with pytest.raises(Refused, match=r"ballot\.already_cast"):
        votes.cast(first, FOR)
    closed = operations.close_round(by=MACHINE, round=held)
    assert (closed.votes_for, closed.votes_against) == (0, 1)


def test_case_07_a_voice_carried_by_who_steps_aside_is_void_too():
    case = votes.case(members=3, session__proxies_maximum={**choice(1), "unit": "proxies"})
    giver, bearer, _third = committees.roll(case.session)
    operations.note_attendance(by=MACHINE, attendance=giver, presence="proxy", proxy_to=bearer)
    held = votes.opened(case)
    for voter in votes.voters(held):
        votes.cast(voter, FOR)
    operations.declare_interest(by=MACHINE, case=case, seat=bearer.seat, nature=InterestNature.FAMILY)
    closed = operations.close_round(by=MACHINE, round=Round.objects.get())
    assert closed.votes_for == 1
