"""From the sealed minutes to an accepted agreement."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.committees.models import Decision, Session
from quartierlibre.domain.committees.states import FAVOURABLE
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.grants.models import Grant, GrantCondition, Instalment
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.queries.late import due_day_of
from quartierlibre.domain.grants.rules import moves, plans
from quartierlibre.domain.grants.states import (
    GRANT_MOVES,
    AcceptanceKind,
    GrantState,
    InstalmentKind,
    InstalmentState,
)
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import states
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents


@transaction.atomic
def open_grants(*, by: Actor, session: Session) -> list[Grant]:
    """Every aid granted that evening becomes a grant with its payments planned. Twice changes nothing.

    Only decisions in force whose minutes are sealed: nothing is promised to a holder before the committee has signed.
    Where the rulebook says that no agreement is signed, nothing is to be accepted: the grant runs at once.
    """
    ensure_right(by, Permission.FOLLOW_GRANTS, session.committee.fund.territory)
    waiting = Decision.objects.select_for_update(of=("self",)).filter(
        case__session=session,
        outcome__in=FAVOURABLE,
        superseded_at=None,
        published_at__isnull=False,
        grant=None,
    )
    listed = waiting.select_related("case__application", "fund__territory", "fund_year", "regulation")
    return [_open(by, decision) for decision in listed.order_by("pk")]


def _open(by: Actor, decision: Decision) -> Grant:
    application = decision.case.application
    grant = Grant.objects.create(
        decision=decision,
        application=application,
        fund=decision.fund,
        fund_year=decision.fund_year,
        regulation=decision.regulation,
        amount_cents=decision.amount_cents or 0,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        place_text=application.place_text,
        opened_by=is_person(by),
    )
    if decision.conditions:
        GrantCondition.objects.create(grant=grant, text=decision.conditions)
    grant.report_due_on = due_day_of(grant)
    grant.save(update_fields=["report_due_on"])
    plan_payments(grant, by_invoices=bool(_pays_invoices(grant)))
    tell("grants.grant.opened", by=by, grant=grant, amount_cents=grant.amount_cents)
    return grant if grant.needs_agreement else _run(grant)


def _run(grant: Grant) -> Grant:
    """Nobody has to say yes first."""
    grant.state = GrantState.RUNNING
    grant.save(update_fields=["state"])
    make_due(grant)
    return grant


def _pays_invoices(grant: Grant) -> bool | None:
    modes = grant.regulation.rulebook.value("payment.modes")
    return plans.pays_invoices(HolderKind(grant.application.holder_kind), None if modes is None else set(modes))


def plan_payments(grant: Grant, *, by_invoices: bool) -> list[Instalment]:
    """Write the payments to come, as the rulebook of the decision says."""
    percents = grant.regulation.rulebook.value("payment.instalments")
    parts = plans.plan(Cents(grant.amount_cents), percents, by_invoices=by_invoices)
    return Instalment.objects.bulk_create(
        Instalment(grant=grant, rank=rank, kind=part.kind, percent=part.percent, planned_cents=part.amount)
        for rank, part in enumerate(parts, start=1)
    )


@transaction.atomic
def choose_way(*, by: Actor, grant: Grant, by_invoices: bool) -> Grant:
    """A person says how this grant is paid, when the rulebook leaves the choice: to a body, or invoice by invoice.

    Raises Refused once a payment was prepared.
    """
    held = hold_grant(grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    moves.may_choose_way(already_paid=held.orders.exists()).enforce()
    held.instalments.all().delete()
    plan_payments(held, by_invoices=by_invoices)
    if held.state != GrantState.TO_AGREE:
        make_due(held)
    tell("grants.grant.way_chosen", by=by, grant=held, by_invoices=by_invoices)
    return held


@transaction.atomic
def accept_grant(
    *, by: Actor | None, grant: Grant, how: AcceptanceKind, said_by: str, paper: StoredFile | None = None
) -> Grant:
    """The holder says yes to the agreement; the first payment becomes due when no condition is left.

    `by` is whoever writes it down: the holder (nobody signed in, after a code), or the team for a signed sheet.
    """
    held = hold_grant(grant)
    moves.may_accept(state=GrantState(held.state), how=how, has_paper=paper is not None, said_by=said_by).enforce()
    held.state, held.accepted_at, held.accepted_how = GrantState.RUNNING, timezone.now(), how
    held.accepted_by, held.signed_paper = said_by.strip()[:120], paper
    held.save(update_fields=["state", "accepted_at", "accepted_how", "accepted_by", "signed_paper"])
    make_due(held)
    tell("grants.grant.accepted", by=by, grant=held, how=how)
    return held


@transaction.atomic
def decline_grant(*, by: Actor | None, grant: Grant, because: str = "") -> Grant:
    """The holder gives the money up before any of it was paid: all of it goes back to the fund."""
    held = hold_grant(grant)
    states.may_move(GRANT_MOVES, GrantState(held.state), GrantState.DECLINED).enforce()
    held.state, held.ended_at, held.ended_by = GrantState.DECLINED, timezone.now(), is_person(by)
    held.ended_because = because.strip()
    held.save(update_fields=["state", "ended_at", "ended_by", "ended_because"])
    held.instalments.exclude(state=InstalmentState.PAID).update(state=InstalmentState.DROPPED)
    if held.decision.entry:
        funds.release_reservation(by=by, entry=held.decision.entry)
    tell("grants.grant.declined", by=by, grant=held, amount_cents=held.amount_cents)
    return held


@transaction.atomic
def meet_condition(*, by: Actor, condition: GrantCondition, note: str = "") -> GrantCondition:
    """What the committee asked for is there; the first payment waits no longer once nothing else is missing."""
    held = hold_grant(condition.grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    condition = GrantCondition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    moves.may_meet(already=condition.met_at is not None).enforce()
    condition.met_at, condition.met_by, condition.note = timezone.now(), is_person(by), note.strip()[:300]
    condition.save(update_fields=["met_at", "met_by", "note"])
    if held.state == GrantState.RUNNING:
        make_due(held)
    tell("grants.condition.met", by=by, grant=held)
    return condition


def make_due(grant: Grant) -> None:
    """The first payment is due once the agreement is accepted and every condition is met.

    A payment whose share the rulebook does not say waits for `choose_way`: nothing is paid by a default of ours.
    """
    if grant.conditions.filter(met_at=None).exists():
        return
    first = grant.instalments.filter(rank=1, state=InstalmentState.WAITING)
    said = first.exclude(kind=InstalmentKind.SINGLE, percent=None)
    said.update(state=InstalmentState.DUE, due_since=timezone.now())
