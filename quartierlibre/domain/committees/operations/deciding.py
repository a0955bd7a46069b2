"""Decide, wait for money, take a decision back: what the vote says, and its money, in the same transaction.

Locks: session, case, file, pots, then the year of the fund for its numbers.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.operations import note_adjourned, note_decision
from quartierlibre.domain.committees.models import Case, Decision, WaitingPlace
from quartierlibre.domain.committees.operations.actors import Actor, ensure_runs, lock_case
from quartierlibre.domain.committees.queries.amounts import AmountPage, amount_to_decide, waiting_list
from quartierlibre.domain.committees.queries.sessions import regulation_of, rulebook_of
from quartierlibre.domain.committees.queries.votes import result_of
from quartierlibre.domain.committees.rules import decisions as rules
from quartierlibre.domain.committees.rules.agenda import may_grant_without_holder
from quartierlibre.domain.committees.states import (
    CASE_MOVES,
    FAVOURABLE,
    CaseState,
    Outcome,
    SessionState,
)
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Envelope, FundYear
from quartierlibre.domain.funds.operations import Share
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger.models import Entry
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import refuse_if

OUTCOME_STATE = {Outcome.ADJOURNED: CaseState.ADJOURNED}


@transaction.atomic
def decide(
    *,
    by: Actor,
    case: Case,
    outcome: Outcome | str,
    reason: str,
    amount: Cents | None = None,
    conditions: str = "",
    override: str = "",
    shares: Sequence[Share] = (),
) -> Decision:
    """Turn a closed vote into a numbered decision and set its money aside (cents). Raises Refused, nothing written.

    Without `amount`, « en totalité » is what was asked. `override` is the written reason to promise money that has not
    come yet: it takes the right to endow the fund. `shares` splits the amount between envelopes; without it the case's
    own envelope pays.
    """
    case = lock_case(case, with_file=True)
    ensure_runs(by, case.session)
    page = amount_to_decide(case)
    if shares:
        amount = Cents(sum(share.amount for share in shares))
    facts = _facts(case, page, Outcome(outcome), amount, reason, conditions)
    if facts.outcome in FAVOURABLE:
        presence = rulebook_of(case.session).value("session.holder_presence")
        may_grant_without_holder(rule=presence, presence=case.holder_presence).enforce()
    return _settle(by, case, page, facts, override=override, shares=shares)


def _facts(
    case: Case,
    page: AmountPage,
    outcome: Outcome,
    amount: Cents | None,
    reason: str,
    conditions: str,
) -> rules.DecisionFacts:
    held = page.round
    outcome, amount = rules.settled(outcome, amount, page.asked)
    limit = page.by_the_rules
    return rules.DecisionFacts(
        session=SessionState(case.session.state),
        case=CaseState(case.state),
        result=result_of(held) if held else None,
        outcome=outcome,
        reason=reason,
        conditions=conditions,
        amount=amount,
        asked=page.asked,
        allowed=limit.allowed_cents,
        why=limit.binding[0].reason if limit.binding else "",
        step=page.step,
    )


def _settle(
    by: Actor,
    case: Case,
    page: AmountPage,
    facts: rules.DecisionFacts,
    *,
    override: str = "",
    shares: Sequence[Share] = (),
) -> Decision:
    """The case must be held. Books last but for the number, so that pots are held as short as can be."""
    rules.may_decide(facts).enforce()
    envelope, public_id = _year_or_refuse(page), uuid.uuid4()
    _tell_file(by, case, facts.outcome)
    entry: Entry | None = None
    if facts.outcome in FAVOURABLE and facts.amount is not None:
        paid_by = list(shares) or [Share(envelope, facts.amount)]
        rules.may_share({share.envelope.fund_year_id for share in paid_by} == {envelope.fund_year_id}).enforce()
        entry = funds.reserve_shares(by=by, shares=paid_by, reference=f"decision:{public_id}", ahead_because=override)
    ahead = funds.promised_ahead(entry) if entry else Cents(0)
    decision = Decision.objects.create(
        public_id=public_id,
        fund_year=envelope.fund_year,
        number=_next_number(envelope.fund_year),
        entry=entry,
        overridden_because=override.strip()[:300] if ahead else "",
        decided_by=by if isinstance(by, Person) else None,
        **_said(case, page, facts, envelope),
    )
    move_case_to(case, OUTCOME_STATE.get(facts.outcome, CaseState.DECIDED))
    _leave_the_line(case, str(_("Le comité a décidé.")))
    told = {"decision": decision.pk, "outcome": facts.outcome, "number": decision.number}
    money = {"amount_cents": facts.amount, "ahead_cents": ahead}
    _tell("committees.decision.taken", by=by, case=case, **told, **money)
    return decision


def _said(case: Case, page: AmountPage, facts: rules.DecisionFacts, envelope: Envelope) -> dict[str, Any]:
    """What the committee said that evening, and under which limits."""
    favourable = facts.outcome in FAVOURABLE
    return {
        "case": case,
        "fund_id": envelope.fund_year.fund_id,
        "envelope": envelope if favourable else None,
        "regulation": regulation_of(case.session),
        "round": page.round,
        "outcome": facts.outcome,
        "asked_cents": facts.asked,
        "amount_cents": facts.amount,
        "reason": facts.reason.strip(),
        "conditions": facts.conditions.strip(),
        "bounds": [_kept(bound) for bound in page.bounds] if favourable else [],
    }


def _kept(bound: Any) -> dict[str, Any]:
    return {"key": bound.key, "cents": bound.cents, "reason": bound.reason, "source": bound.source}


def _year_or_refuse(page: AmountPage) -> Envelope:
    missing = _("Aucune enveloppe n’est ouverte pour ce dossier : ouvrez l’année du fonds.")
    refuse_if(page.envelope is None, "decision.no_envelope", missing).enforce()
    assert page.envelope is not None  # noqa: S101 - refused above
    return page.envelope


def _next_number(fund_year: FundYear) -> int:
    """Without gap: the year is held until the decision commits, or gives its number back."""
    FundYear.objects.select_for_update(of=("self",), no_key=True).get(pk=fund_year.pk)
    return (Decision.objects.filter(fund_year=fund_year).aggregate(last=Max("number"))["last"] or 0) + 1


def _tell_file(by: Actor, case: Case, outcome: Outcome) -> None:
    person = by if isinstance(by, Person) else None
    if outcome == Outcome.ADJOURNED:
        note_adjourned(by=person, application=case.application)
    else:
        note_decision(by=person, application=case.application, granted=outcome in FAVOURABLE)


@transaction.atomic
def wait_for_money(*, by: Actor, case: Case, amount: Cents, reason: str = "", conditions: str = "") -> WaitingPlace:
    """The committee says yes and the money is not there: the file takes its place in line. Raises Refused."""
    case = lock_case(case, with_file=True)
    ensure_runs(by, case.session)
    page = amount_to_decide(case)
    outcome = Outcome.CONDITIONS if conditions.strip() else Outcome.GRANTED
    reason = reason.strip() or str(_("Voté oui ; l’aide attend que l’argent arrive."))
    place = WaitingPlace.objects.filter(case=case).first()
    (
        rules.may_decide(_facts(case, page, outcome, amount, reason, conditions))
        & rules.may_wait(
            already=place is not None and place.ended_at is None,
            is_short=page.available is not None and amount > page.available,
        )
    ).enforce()
    place = place or WaitingPlace(case=case)
    place.envelope, place.amount_cents, place.since = _year_or_refuse(page), amount, timezone.now()
    place.reason, place.conditions, place.ended_at, place.ended_because = reason, conditions.strip(), None, ""
    place.save()
    _tell("committees.case.waits_for_money", by=by, case=case, amount_cents=amount)
    return place


@transaction.atomic
def serve_waiting(*, by: Actor, waiting_place: WaitingPlace) -> Decision:
    """The money came: decide as the committee voted, for the first in line only. Raises Refused."""
    case = lock_case(waiting_place.case, with_file=True)
    ensure_runs(by, case.session)
    place = _hold_place(waiting_place)
    first = waiting_list(place.envelope).first()
    rules.may_serve(ended=place.ended_at is not None, is_first=first is not None and first.pk == place.pk).enforce()
    page = amount_to_decide(case)
    outcome = Outcome.CONDITIONS if place.conditions else Outcome.GRANTED
    facts = _facts(case, page, outcome, Cents(place.amount_cents), place.reason, place.conditions)
    return _settle(by, case, page, replace(facts, later=True))


@transaction.atomic
def give_up_waiting(*, by: Actor, waiting_place: WaitingPlace, because: str) -> WaitingPlace:
    """The file leaves the line and may come before another session. Raises Refused without a reason."""
    case = lock_case(waiting_place.case, with_file=True)
    ensure_runs(by, case.session)
    place = _hold_place(waiting_place)
    (rules.may_serve(ended=place.ended_at is not None, is_first=True) & rules.may_take_back(because)).enforce()
    _leave_the_line(case, because)
    place.refresh_from_db()
    if case.session.state == SessionState.HELD:
        _tell_file(by, case, Outcome.ADJOURNED)
        move_case_to(case, CaseState.ADJOURNED)
    _tell("committees.case.waits_no_more", by=by, case=case)
    return place


def _hold_place(place: WaitingPlace) -> WaitingPlace:
    return WaitingPlace.objects.select_for_update(of=("self",)).select_related("envelope").get(pk=place.pk)


def _leave_the_line(case: Case, because: str) -> None:
    WaitingPlace.objects.filter(case=case, ended_at=None).update(
        ended_at=timezone.now(), ended_because=because.strip()[:300]
    )


def take_back_decision(*, by: Actor, case: Case, because: str) -> Decision | None:
    """Its vote no longer stands: the decision in force is superseded, kept, and its money goes back to the fund.

    The case must be held. `because` is a short code for the journal. None when nothing was decided, or only to put the
    file off: it will come back anyway.
    """
    _leave_the_line(case, str(_("Le vote ne compte plus.")))
    decision = Decision.objects.select_for_update(of=("self",)).filter(case=case, superseded_at=None).first()
    if decision is None or decision.outcome == Outcome.ADJOURNED:
        return None
    _tell_file(by, case, Outcome.ADJOURNED)
    if decision.entry is not None:
        funds.release_reservation(by=by, entry=decision.entry)
    decision.superseded_at = timezone.now()
    decision.save(update_fields=["superseded_at"])
    move_case_to(case, CaseState.VOTED)
    _tell(
        "committees.decision.taken_back",
        by=by,
        case=case,
        decision=decision.pk,
        because=because,
        amount_cents=decision.amount_cents,
    )
    return decision


def move_case_to(case: Case, state: CaseState) -> None:
    """Along the table of cases. The case must be held."""
    states.may_move(CASE_MOVES, CaseState(case.state), state).enforce()
    case.state = state
    case.save(update_fields=["state"])


def _tell(name: str, *, by: Actor, case: Case, **data: object) -> None:
    territory = case.session.committee.fund.territory_id
    journal.record(name, by=by, about=case, territory=territory, application=case.application_id, **data)
