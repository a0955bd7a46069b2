"""The project lives: its dates, place, content or budget change, or it does not take place."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.grants.models import Grant, GrantChange
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.recoveries import open_claim
from quartierlibre.domain.grants.queries.late import due_day_of
from quartierlibre.domain.grants.queries.money import money_of
from quartierlibre.domain.grants.rules import changes as rules
from quartierlibre.domain.grants.states import (
    CHANGE_MOVES,
    ChangeKind,
    ChangeState,
    GrantState,
    InstalmentState,
)
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import states
from quartierlibre.foundation.money import Cents


@transaction.atomic
def ask_change(
    *,
    by: Actor | None,
    grant: Grant,
    kind: ChangeKind,
    text: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    place: str = "",
) -> GrantChange:
    """The holder, or the team for them, says what changes. One request at a time: nobody answers two at once."""
    held = hold_grant(grant)
    verdict = rules.may_ask(
        state=GrantState(held.state), kind=kind, text=text, starts_on=starts_on, ends_on=ends_on, place=place
    )
    (verdict & rules.may_ask_again(waiting=held.changes.filter(state=ChangeState.ASKED).exists())).enforce()
    dated = kind in rules.DATED
    change = GrantChange.objects.create(
        grant=held,
        kind=kind,
        text=text.strip(),
        old_starts_on=held.starts_on,
        old_ends_on=held.ends_on,
        old_place=held.place_text,
        new_starts_on=starts_on if dated else None,
        new_ends_on=(ends_on or starts_on) if dated else None,
        new_place=place.strip()[:300] if kind == ChangeKind.PLACE else "",
        asked_by=is_person(by),
    )
    tell("grants.change.asked", by=by, grant=held, kind=kind)
    return change


@transaction.atomic
def withdraw_change(*, by: Actor | None, change: GrantChange) -> GrantChange:
    """Asked by mistake, or no longer needed."""
    held, change = _held(change)
    states.may_move(CHANGE_MOVES, ChangeState(change.state), ChangeState.WITHDRAWN).enforce()
    change.state = ChangeState.WITHDRAWN
    change.save(update_fields=["state"])
    tell("grants.change.withdrawn", by=by, grant=held, kind=change.kind)
    return change


@transaction.atomic
def answer_change(
    *,
    by: Actor,
    change: GrantChange,
    accept: bool,
    answer: str,
    keep_cents: Cents = Cents(0),  # noqa: B008
) -> GrantChange:
    """Yes or no, with the reason. Yes moves the dates or the place of the grant; the old ones stay in the change.

    A project cancelled gives back what is left of it, and is asked for what was paid less `keep_cents`: what it had
    already spent and the fund lets it keep, in cents.
    """
    held, change = _held(change)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    new = ChangeState.ACCEPTED if accept else ChangeState.REFUSED
    rules.may_answer(state=ChangeState(change.state), new=new, answer=answer).enforce()
    change.state, change.answer = new, answer.strip()
    change.answered_at, change.answered_by = timezone.now(), is_person(by)
    change.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    tell("grants.change.answered", by=by, grant=held, kind=change.kind, accepted=accept, change=change.pk)
    if accept and change.kind == ChangeKind.CANCELLED:
        _cancel(by, held, change.text, keep_cents)
    elif accept:
        _apply(held, change)
    return change


def _held(change: GrantChange) -> tuple[Grant, GrantChange]:
    held = hold_grant(change.grant)
    return held, GrantChange.objects.select_for_update(of=("self",)).get(pk=change.pk)


def _apply(grant: Grant, change: GrantChange) -> None:
    if change.new_starts_on:
        grant.starts_on, grant.ends_on = change.new_starts_on, change.new_ends_on
    if change.new_place:
        grant.place_text = change.new_place
    grant.report_due_on = due_day_of(grant)
    grant.save(update_fields=["starts_on", "ends_on", "place_text", "report_due_on"])


def _cancel(by: Actor, grant: Grant, because: str, keep: Cents) -> None:
    """What is left goes back to the fund at once; what was paid is to be given back."""
    money = money_of(grant)
    rules.may_cancel(state=GrantState(grant.state), order_under_way=money.order_under_way).enforce()
    grant.state, grant.ended_at, grant.ended_by = GrantState.CANCELLED, timezone.now(), is_person(by)
    grant.ended_because = because
    grant.final_cents, grant.final_because = min(keep, money.paid), because[:300]
    grant.save(update_fields=["state", "ended_at", "ended_by", "ended_because", "final_cents", "final_because"])
    grant.instalments.exclude(state=InstalmentState.PAID).update(state=InstalmentState.DROPPED)
    if grant.decision.entry:
        funds.release_reservation(by=by, entry=grant.decision.entry)
    if (back := money.paid - money.claimed - keep) > 0:
        open_claim(by, grant, Cents(back), because)
    tell("grants.grant.cancelled", by=by, grant=grant, claimed_cents=max(0, back))
