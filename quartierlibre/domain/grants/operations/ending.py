"""A grant ends: its final amount, what goes back to the fund, and its closing once nothing is due nor owed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.grants.models import Grant, Instalment, Report
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.queries.money import GrantMoney, money_of
from quartierlibre.domain.grants.rules import reports as rules
from quartierlibre.domain.grants.rules.amounts import Part, parts_after
from quartierlibre.domain.grants.states import GrantState, InstalmentKind, InstalmentState, ReportState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import Cents

TIED_TO_REPORT = ("on_report", "on_checked_report", "on_receipts")
OPEN_PARTS = (InstalmentState.WAITING, InstalmentState.DUE)


def set_final(by: Actor, grant: Grant, final: Cents, because: str) -> Cents:
    """Write the final amount of a held grant, share it among the payments to come, release what will not be paid.

    Returns what was paid beyond it, in cents, which is to be given back.
    """
    money = money_of(grant)
    to_pay = Cents(max(0, final - money.paid))
    _share(grant, money, to_pay)
    if excess := money.left - to_pay:
        _release(by, grant, Cents(excess))
    grant.final_cents, grant.final_because = final, because.strip()[:300]
    grant.save(update_fields=["final_cents", "final_because"])
    return Cents(max(0, money.paid - money.claimed - final))


def _share(grant: Grant, money: GrantMoney, to_pay: Cents) -> None:
    open_parts = list(grant.instalments.filter(state__in=OPEN_PARTS).order_by("rank"))
    parts = [Part(each.rank, InstalmentKind(each.kind), Cents(each.planned_cents)) for each in open_parts]
    shared = parts_after(to_pay, parts)
    now = timezone.now()
    for each in open_parts:
        _set(each, shared[each.rank], money.paid)
        each.due_since = each.due_since or now
        each.save(update_fields=["final_cents", "state", "due_since"])


def _set(part: Instalment, cents: Cents, paid: Cents) -> None:
    """Invoices add up in one instalment: its final amount holds those already paid."""
    by_invoices = part.kind == InstalmentKind.INVOICES
    part.final_cents = cents + paid if by_invoices else cents
    if cents:
        part.state = InstalmentState.DUE
    else:
        part.state = InstalmentState.PAID if by_invoices and paid else InstalmentState.DROPPED


def _release(by: Actor, grant: Grant, excess: Cents) -> None:
    if grant.decision.entry is None:
        raise AssertionError("a grant has money set aside")
    funds.release_part(by=by, entry=grant.decision.entry, amount=excess, reference=f"bilan {grant.public_id}")


@transaction.atomic
def close_without_report(*, by: Actor, grant: Grant, because: str) -> Grant:
    """Close the accounts of a project whose report never came: what was not paid goes back to the fund.

    The report stays missing: its holder is told so, and the rulebook says what follows. Money may still be claimed.
    """
    held = hold_grant(grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    money = money_of(held)
    rules.may_close_without_report(
        state=GrantState(held.state), because=because, order_under_way=money.order_under_way
    ).enforce()
    set_final(by, held, money.paid, because)
    held.without_report = True
    _end(by, held, because)
    tell("grants.grant.closed", by=by, grant=held, with_report=False, final_cents=held.final_cents)
    return held


@transaction.atomic
def close_if_done(*, by: Actor | None, grant: Grant) -> Grant:
    """Close a project whose report is checked, once everything is paid and nothing is owed. Otherwise change nothing.

    Call it after a payment has left or came back; the nightly chore does it too.
    """
    held = hold_grant(grant)
    if not _has_said_all(held):
        return held
    money = money_of(held)
    if money.left or money.claimed or money.order_under_way:
        return held
    reported = held.state == GrantState.REPORTED
    if held.final_cents is None:
        held.final_cents = money.paid
    _end(by, held, held.final_because)
    tell("grants.grant.closed", by=by, grant=held, with_report=reported, final_cents=held.final_cents)
    return held


def _has_said_all(grant: Grant) -> bool:
    """Its report is checked, or none is asked of it and its last day is past."""
    if grant.state == GrantState.REPORTED:
        return Report.objects.filter(grant=grant, state=ReportState.CHECKED).exists()
    over = grant.ends_on is not None and grant.ends_on < timezone.localdate()
    return grant.state == GrantState.RUNNING and over and grant.regulation.rulebook.value("report.asked") is False


@transaction.atomic
def make_balance_due(*, by: Actor, grant: Grant) -> Grant:
    """A person says that what waits may be paid: no report is asked, or nothing says what the balance awaits."""
    held = hold_grant(grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    rules.may_pay_balance(state=GrantState(held.state), awaits_report=awaits_report(held)).enforce()
    waiting = held.instalments.filter(state=InstalmentState.WAITING)
    waiting.update(state=InstalmentState.DUE, due_since=timezone.now())
    tell("grants.grant.balance_due", by=by, grant=held)
    return held


def awaits_report(grant: Grant) -> bool:
    """Whether the rulebook of the decision ties the balance to the report."""
    rulebook = grant.regulation.rulebook
    return rulebook.value("report.asked") is not False and rulebook.value("payment.balance") in TIED_TO_REPORT


def _end(by: Actor | None, grant: Grant, because: str) -> None:
    grant.state, grant.ended_at, grant.ended_by = GrantState.CLOSED, timezone.now(), is_person(by)
    grant.ended_because = because.strip()
    grant.save(update_fields=["state", "ended_at", "ended_by", "ended_because", "without_report", "final_cents"])
