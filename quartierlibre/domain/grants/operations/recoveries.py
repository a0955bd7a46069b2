"""Money to give back: claimed, returned in one or several times, or given up with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.grants.models import Grant, Recovery
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.ending import close_if_done
from quartierlibre.domain.grants.queries.money import money_of
from quartierlibre.domain.grants.rules import recoveries as rules
from quartierlibre.domain.grants.states import RecoveryState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import Cents


@transaction.atomic
def claim(*, by: Actor, grant: Grant, amount: Cents, reason: str, due_on: date | None = None) -> Recovery:
    """Ask for money back, in cents: never more than was paid and has neither come back nor been asked for."""
    held = hold_grant(grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    money = money_of(held)
    rules.may_claim(amount=amount, paid=money.paid, claimed=money.claimed, reason=reason).enforce()
    return open_claim(by, held, amount, reason, due_on)


def open_claim(by: Actor, held: Grant, amount: Cents, reason: str, due_on: date | None = None) -> Recovery:
    """The same for what follows from a decision already allowed: a final amount, a project cancelled."""
    recovery = Recovery.objects.create(
        grant=held, amount_cents=amount, reason=reason.strip()[:300], due_on=due_on, claimed_by=is_person(by)
    )
    tell("grants.recovery.claimed", by=by, grant=held, recovery=recovery.pk, amount_cents=amount)
    return recovery


@transaction.atomic
def note_repaid(*, by: Actor, recovery: Recovery, amount: Cents) -> Recovery:
    """Money came back, in cents: it returns to the fund, in the shares and the year it came from."""
    held, recovery = _held(recovery)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.fund.territory)
    left = Cents(recovery.amount_cents - recovery.repaid_cents)
    rules.may_note_repaid(is_due=recovery.state == RecoveryState.DUE, amount=amount, left=left).enforce()
    if held.decision.entry is None:
        raise AssertionError("a grant has money set aside")
    rank = recovery.movements.values("funders_entry").distinct().count() + 1
    moved = funds.recover_grant(
        by=by, reservation=held.decision.entry, amount=amount, reference=f"rendu {recovery.public_id} {rank}"
    )
    recovery.movements.add(*moved)
    recovery.repaid_cents += amount
    if recovery.repaid_cents == recovery.amount_cents:
        recovery.state, recovery.ended_at, recovery.ended_by = RecoveryState.REPAID, timezone.now(), is_person(by)
    recovery.save(update_fields=["repaid_cents", "state", "ended_at", "ended_by"])
    tell("grants.recovery.repaid", by=by, grant=held, recovery=recovery.pk, amount_cents=amount)
    close_if_done(by=by, grant=held)
    return recovery


@transaction.atomic
def write_off(*, by: Actor, recovery: Recovery, because: str) -> Recovery:
    """The fund gives up what is still owed, and says why; what came back stays."""
    held, recovery = _held(recovery)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    rules.may_write_off(is_due=recovery.state == RecoveryState.DUE, reason=because).enforce()
    recovery.state, recovery.ended_at, recovery.ended_by = RecoveryState.WRITTEN_OFF, timezone.now(), is_person(by)
    recovery.written_off_because = because.strip()[:300]
    recovery.save(update_fields=["state", "ended_at", "ended_by", "written_off_because"])
    left = recovery.amount_cents - recovery.repaid_cents
    tell("grants.recovery.written_off", by=by, grant=held, recovery=recovery.pk, amount_cents=left)
    close_if_done(by=by, grant=held)
    return recovery


def _held(recovery: Recovery) -> tuple[Grant, Recovery]:
    """The grant first, as everywhere in this room."""
    held = hold_grant(recovery.grant)
    return held, Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
