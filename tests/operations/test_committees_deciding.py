"""A decision: what the vote said, with a reason, its number and its money, or nothing at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Decision, Session
from quartierlibre.domain.committees.states import CaseState, Outcome, SessionState
from quartierlibre.domain.funds.models import FundYear
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.ledger.models import Entry
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import committees, personas, votes
from tests.factories.committees import choice
from tests.factories.votes import MACHINE


def refusals(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.verdict.codes


def test_a_decision_has_a_number_a_reason_and_its_money():
    case = votes.case(cents=100_000)
    held = votes.voted(case)
    decision = votes.decide(case, amount=Cents(12_000), reason=" Un beau projet. ")
    assert (decision.outcome, decision.number, decision.reason) == (Outcome.PART, 1, "Un beau projet.")
    assert (decision.asked_cents, decision.amount_cents) == (15_000, 12_000)
    assert decision.round == held
    assert decision.entry.reference == f"decision:{decision.public_id}"
    assert votes.pots(decision.envelope) == (88_000, 12_000, 0)
    assert decision.bounds[0]["cents"] == 90_000
    case.refresh_from_db()
    assert (case.state, votes.file_of(case).state) == (CaseState.DECIDED, "granted")
    event = Event.objects.get(name="committees.decision.taken")
    assert event.data["amount_cents"] == 12_000


def test_in_full_without_a_figure_is_what_was_asked():
    case = votes.case()
    votes.voted(case)
    assert votes.decide(case).amount_cents == 15_000


@pytest.mark.parametrize(
    ("outcome", "state", "file_state"),
    [(Outcome.REFUSED, CaseState.DECIDED, "refused"), (Outcome.ADJOURNED, CaseState.ADJOURNED, "admissible")],
)
def test_no_money_moves_for_a_refusal_or_an_adjournment(outcome, state, file_state):
    case = votes.case()
    decision = votes.decided(case, outcome)
    case.refresh_from_db()
    assert (case.state, votes.file_of(case).state) == (state, file_state)
    assert (decision.amount_cents, decision.entry, decision.envelope) == (None, None, None)
    assert not Entry.objects.filter(reason="funds.grant.reserved").exists()


def test_conditions_are_written():
    case = votes.case()
    votes.voted(case)
    assert refusals(votes.decide, case, Outcome.CONDITIONS, amount=Cents(100)) == {"decision.without_conditions"}
    decision = votes.decide(case, Outcome.CONDITIONS, amount=Cents(100), conditions="Avec l’accord du bailleur.")
    assert decision.conditions == "Avec l’accord du bailleur."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": "  "}, "decision.without_reason"),
        ({"outcome": Outcome.PART}, "decision.without_amount"),
        ({"amount": Cents(0)}, "decision.without_amount"),
        ({"amount": Cents(15_001)}, "decision.above_asked"),
        ({"outcome": Outcome.REFUSED}, "decision.against_the_vote"),
    ],
)
def test_what_cannot_be_decided_is_refused(said, code):
    case = votes.case()
    votes.voted(case)
    assert refusals(votes.decide, case, **said) == {code}
    assert not Decision.objects.exists()


def test_nothing_is_decided_without_a_closed_vote():
    case = votes.case()
    assert "decision.not_voted" in refusals(votes.decide, case)
    votes.opened(case)
    assert "decision.not_voted" in refusals(votes.decide, case)


def test_nothing_is_decided_twice_or_after_the_sitting():
    case = votes.case()
    votes.decided(case)
    assert "decision.not_voted" in refusals(votes.decide, case)
    Session.objects.update(state=SessionState.HELD, closed_at=timezone.now())
    assert "session.not_open" in refusals(votes.decide, case)


def test_a_rejected_file_is_not_granted():
    case = votes.case()
    votes.voted(case, 1, 2)
    assert refusals(votes.decide, case) == {"decision.against_the_vote"}
    assert votes.decide(case, Outcome.REFUSED).outcome == Outcome.REFUSED


@pytest.mark.parametrize(
    ("tie", "codes"),
    [("second_round", {"decision.second_round"}), ("postpone", {"decision.against_the_vote"})],
)
def test_a_tie_does_what_the_regulation_says(tie, codes):
    case = votes.case(members=2, session__tie=choice(tie))
    votes.voted(case, 1, 1)
    assert refusals(votes.decide, case) == codes
    assert refusals(votes.decide, case, Outcome.REFUSED) == codes


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
def test_without_a_majority_in_the_rules_the_secretary_states_the_outcome(outcome):
    rules = committees.rules()  # neither majority nor tie
    fund = votes.applications.fund(rules=rules)
    votes.endow(fund, 50_000)
    (case,) = votes.cases(fund)
    held = votes.voted(case, 1, 2)
    assert queries.result_of(held) == "unsaid"
    assert votes.decide(case, outcome).outcome == outcome


def test_never_above_what_the_regulation_allows():
    case = votes.case(cents=500_000, answers={"asked": "1200"})
    votes.voted(case)
    with pytest.raises(Refused) as refused:
        votes.decide(case)
    assert refused.value.verdict.codes == {"decision.above_allowed"}
    assert "900" in str(refused.value.verdict.refusals[0].message)
    assert votes.decide(case, amount=Cents(90_000)).outcome == Outcome.PART


def test_an_amount_is_rounded_as_the_regulation_says():
    case = votes.case(amount__rounding_step={**choice(1_000), "unit": "cents"})
    votes.voted(case, proposals=[12_345, 14_999])
    page = queries.amount_to_decide(case)
    assert (page.median, page.step) == (12_000, 1_000)
    with pytest.raises(Refused) as refused:
        votes.decide(case, amount=Cents(12_345))
    assert refused.value.verdict.codes == {"decision.not_rounded"}
    assert "écrivez 120\u00a0€" in str(refused.value.verdict.refusals[0].message)


def test_the_page_of_the_amount_says_every_limit_live():
    case = votes.case(cents=31_200)
    votes.voted(case, proposals=[10_000, 14_000, 15_000])
    page = queries.amount_to_decide(case)
    assert (page.asked, page.available, page.allowed, page.median) == (15_000, 31_200, 31_200, 14_000)
    assert [bound.key for bound in page.bounds] == ["fund.remaining", "amount.ceilings"]
    assert page.by_the_rules.allowed_cents == 90_000
    assert page.suggested == 14_000


def test_what_the_holder_received_this_year_counts():
    ceiling = {**choice(20_000), "unit": "cents", "per": "holder_year"}
    fund = votes.fund(100_000, amount__ceilings=[ceiling])
    same = {"group_name": "Le même groupe", "contact_email": "meme@exemple.fr"}
    first, second = votes.cases(fund, files=2, **same)
    votes.decided(first)
    votes.voted(second)
    assert queries.amount_to_decide(second).allowed == 5_000
    assert refusals(votes.decide, second) == {"decision.above_allowed"}


def test_numbers_have_no_gap_even_when_a_decision_is_refused():
    fund = votes.fund(20_000)
    cases = votes.cases(fund, files=3)
    assert votes.decided(cases[0]).number == 1
    votes.voted(cases[1])
    assert refusals(votes.decide, cases[1]) == {"fund.overspent"}
    assert votes.decided(cases[2], Outcome.REFUSED).number == 2


def test_a_fund_without_an_open_year_says_so():
    case = votes.case()
    votes.voted(case)
    FundYear.objects.update(state="preparing")
    type(case).objects.update(envelope=None)
    case.refresh_from_db()
    assert refusals(votes.decide, case) == {"decision.no_envelope"}


def test_only_who_runs_the_session_decides():
    case = votes.case()
    votes.voted(case)
    member = committees.roll(case.session)[0].seat.person
    with pytest.raises(Refused, match="no_right"):
        operations.decide(by=member, case=case, outcome=Outcome.GRANTED, reason="Oui.")
    Session.objects.update(secretary=committees.roll(case.session)[0].seat)
    assert operations.decide(by=member, case=case, outcome=Outcome.GRANTED, reason="Oui.").decided_by == member


# -- waiting, promising ahead ----------------------------------------------------------------------------------------


def waiting(fund, *, files=1):
    cases = votes.cases(fund, files=files)
    for case in cases:
        votes.voted(case)
    return cases, [operations.wait_for_money(by=MACHINE, case=case, amount=Cents(15_000)) for case in cases]


def test_a_file_waits_only_for_money_that_is_missing():
    fund = votes.fund(15_000)
    (case,) = votes.cases(fund)
    votes.voted(case)
    codes = refusals(operations.wait_for_money, by=MACHINE, case=case, amount=Cents(15_000))
    assert codes == {"waiting.not_needed"}


def test_first_come_first_served_even_after_the_sitting():
    fund = votes.fund(100)
    cases, places = waiting(fund, files=2)
    assert refusals(operations.wait_for_money, by=MACHINE, case=cases[0], amount=Cents(15_000)) == {"waiting.already"}
    assert queries.amount_to_decide(cases[1]).waiting == 15_000
    operations.close_session(by=MACHINE, session=cases[0].session)
    envelope = votes.endow(fund, 15_000)
    assert refusals(operations.serve_waiting, by=MACHINE, waiting_place=places[1]) == {"waiting.not_first"}
    decision = operations.serve_waiting(by=MACHINE, waiting_place=places[0])
    assert (decision.amount_cents, votes.pots(envelope)) == (15_000, (100, 15_000, 0))
    assert decision.reason
    assert refusals(operations.serve_waiting, by=MACHINE, waiting_place=places[0]) == {"waiting.ended"}
    assert refusals(operations.serve_waiting, by=MACHINE, waiting_place=places[1]) == {"fund.overspent"}
    assert list(queries.waiting_list(envelope)) == [places[1]]


def test_a_file_that_waits_no_more_may_come_back():
    (case,), (place,) = waiting(votes.fund(100))
    operations.close_session(by=MACHINE, session=case.session)
    assert "decision.taken_back_without_reason" in refusals(
        operations.give_up_waiting, by=MACHINE, waiting_place=place, because=""
    )
    operations.give_up_waiting(by=MACHINE, waiting_place=place, because="L’année se termine.")
    case.refresh_from_db()
    assert (case.state, votes.file_of(case).state) == (CaseState.ADJOURNED, "admissible")
    again = committees.session(case.session.committee, members=0)
    again.refresh_from_db()
    Session.objects.filter(pk=again.pk).update(starts_at=timezone.now() + timedelta(days=60))
    assert operations.schedule(by=MACHINE, application=votes.file_of(case), session=again) is not None


def test_promising_ahead_takes_a_reason_and_the_right_to_endow():
    case = votes.case(cents=5_000)
    votes.voted(case)
    territory = case.session.committee.fund.territory
    secretary = committees.roll(case.session)[0].seat
    Session.objects.update(secretary=secretary)
    because = "La Région verse en juin."
    said = {"case": case, "outcome": Outcome.GRANTED, "reason": "Oui.", "override": because}
    assert refusals(operations.decide, by=secretary.person, **said) == {"fund.no_right"}
    assert not Decision.objects.exists()
    chloe = personas.chloe(territory)
    decision = operations.decide(by=chloe, **said)
    assert (decision.overridden_because, decision.decided_by) == (because, chloe)
    assert votes.pots(decision.envelope) == (0, 15_000, 10_000)
    event = Event.objects.get(name="funds.grant.promised_ahead")
    assert (event.actor_id, event.data["ahead_cents"]) == (chloe.pk, 10_000)


def test_a_reason_to_promise_ahead_is_kept_only_when_it_was_needed():
    case = votes.case(cents=50_000)
    votes.voted(case)
    assert votes.decide(case, override="Au cas où.").overridden_because == ""


def test_an_override_never_goes_beyond_the_regulation():
    case = votes.case(cents=5_000, answers={"asked": "1200"})
    votes.voted(case)
    assert refusals(votes.decide, case, override="Nous y tenons.") == {"decision.above_allowed"}


# -- taken back ------------------------------------------------------------------------------------------------------


def test_annulling_the_vote_takes_the_decision_and_its_money_back():
    case = votes.case()
    decision = votes.decided(case)
    operations.annul_round(by=MACHINE, round=decision.round, because="Une voix de trop.")
    decision.refresh_from_db()
    case.refresh_from_db()
    assert decision.superseded_at is not None
    assert votes.pots(decision.envelope) == (100_000, 0, 0)
    assert (case.state, votes.file_of(case).state) == (CaseState.HEARD, "admissible")
    again = votes.decided(case, Outcome.REFUSED)
    assert (again.number, Decision.objects.filter(case=case).count()) == (2, 2)
