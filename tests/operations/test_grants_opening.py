"""From the sealed minutes to an accepted agreement."""

import pytest

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.committees.states import Outcome
from quartierlibre.domain.funds.models import Commitment
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.operations.agreement import waiting_agreements
from quartierlibre.domain.grants.states import AcceptanceKind, GrantState, InstalmentState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import grants, published
from tests.factories.applications import MACHINE


def parts(grant):
    return [(part.kind, part.percent, part.planned_cents, part.state) for part in grant.instalments.all()]


def test_sealed_minutes_open_grants_once_with_their_payments_planned():
    grant = grants.opened(amount=30_001)
    assert grant.state == GrantState.TO_AGREE
    assert parts(grant) == [("advance", 80, 24_001, "waiting"), ("balance", 20, 6_000, "waiting")]
    assert operations.open_grants(by=MACHINE, session=grant.decision.case.session) == []
    assert Event.objects.get(name="grants.grant.opened").data == {"amount_cents": 30_001}


def test_without_agreement_nothing_is_to_be_accepted_and_the_first_payment_is_due():
    free = {**grants.EIGHTY_TWENTY, "payment.agreement_needed": grants.said(False, "yes_no")}
    grant = grants.opened(grants.fund(free))
    assert (grant.state, grant.accepted_at, grant.needs_agreement) == (GrantState.RUNNING, None, False)
    assert [part[3] for part in parts(grant)] == [InstalmentState.DUE, InstalmentState.WAITING]
    assert waiting_agreements(grant.decision.case.session) == []
    strict = {**grants.EIGHTY_TWENTY, "payment.agreement_needed": grants.said(True, "yes_no")}
    assert grants.opened(grants.fund(strict, "Fonds signé")).state == GrantState.TO_AGREE


def test_without_agreement_a_condition_of_the_committee_is_still_waited_for():
    free = {**grants.EIGHTY_TWENTY, "payment.agreement_needed": grants.said(False, "yes_no")}
    grant = grants.opened(grants.fund(free), outcome=Outcome.CONDITIONS)
    assert (grant.state, parts(grant)[0][3]) == (GrantState.RUNNING, InstalmentState.WAITING)


def test_nothing_opens_before_the_minutes_are_sealed_nor_for_a_refusal():
    unsealed = published.decided(grants.fund(), published_at=None)
    assert operations.open_grants(by=MACHINE, session=unsealed.case.session) == []
    refused = published.decided(unsealed.fund, outcome=Outcome.REFUSED)
    assert operations.open_grants(by=MACHINE, session=refused.case.session) == []


def test_accepting_makes_the_first_payment_due_and_no_other():
    grant = grants.running()
    assert grant.state == GrantState.RUNNING
    assert [part[3] for part in parts(grant)] == [InstalmentState.DUE, InstalmentState.WAITING]
    with pytest.raises(Refused, match="state"):
        operations.accept_grant(by=None, grant=grant, how=AcceptanceKind.CODE, said_by="Amina")


def test_on_paper_the_signed_sheet_is_kept_and_somebody_is_named():
    grant = grants.opened()
    with pytest.raises(Refused) as refused:
        operations.accept_grant(by=MACHINE, grant=grant, how=AcceptanceKind.PAPER, said_by=" ")
    assert set(refused.value.verdict.codes) == {"grant.nobody_accepts", "grant.paper_missing"}


def test_the_first_payment_waits_for_the_conditions_of_the_committee():
    grant = grants.running(outcome=Outcome.CONDITIONS)
    assert parts(grant)[0][3] == InstalmentState.WAITING
    (condition,) = grant.conditions.all()
    operations.meet_condition(by=MACHINE, condition=condition, note="Attestation reçue.")
    assert parts(grant)[0][3] == InstalmentState.DUE
    with pytest.raises(Refused, match="already_met"):
        operations.meet_condition(by=MACHINE, condition=condition)


def test_giving_up_sends_the_money_back_to_the_fund():
    grant = operations.decline_grant(by=None, grant=grants.opened(), because="La fête est annulée.")
    assert grant.state == GrantState.DECLINED
    promise = Commitment.objects.get(reservation=grant.decision.entry)
    assert (promise.left_cents, promise.released_cents) == (0, 30_000)
    assert {part[3] for part in parts(grant)} == {InstalmentState.DROPPED}


def test_a_group_without_legal_body_has_its_invoices_paid():
    grant = grants.running(grants.fund(grants.INVOICES), holder_kind=HolderKind.COLLECTIVE)
    assert parts(grant) == [("invoices", None, 30_000, InstalmentState.DUE)]


def test_what_the_rulebook_does_not_say_waits_for_a_person():
    grant = grants.running(grants.fund({}), holder_kind=HolderKind.COLLECTIVE)
    assert parts(grant) == [("single", None, 30_000, InstalmentState.WAITING)]
    operations.choose_way(by=MACHINE, grant=grant, by_invoices=True)
    assert parts(grant) == [("invoices", None, 30_000, InstalmentState.DUE)]
