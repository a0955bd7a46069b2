"""A report is checked by its bodies, sent back, or settled: the aid gets its final amount."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.committees.models import Seat
from quartierlibre.domain.funds import rules as fund_rules
from quartierlibre.domain.grants.models import Grant, Report, ReportCheck, ReportExpense
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.ending import close_if_done, set_final
from quartierlibre.domain.grants.operations.recoveries import open_claim
from quartierlibre.domain.grants.queries.money import money_of
from quartierlibre.domain.grants.queries.reports import bodies_of, final_amount_of, standing_of
from quartierlibre.domain.grants.rules import reports as rules
from quartierlibre.domain.grants.states import (
    GRANT_MOVES,
    REPORT_MOVES,
    CheckBody,
    CheckVerdict,
    GrantState,
    ReportState,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import states
from quartierlibre.foundation.money import Cents


@transaction.atomic
def check_report(*, by: Actor, report: Report, body: CheckBody, verdict: CheckVerdict, reason: str = "") -> ReportCheck:
    """One body says what it found: the manager of the papers, a member of the committee of the action.

    When everyone asked finds it conform and the rulebook gives the amount, the report is settled at once.
    """
    grant, held = _held(report)
    _ensure_may_check(by, grant, body)
    done = held.checks.filter(revision=held.revision, body=body).exists()
    rules.may_check(
        report=ReportState(held.state),
        body=body,
        asked=bodies_of(held),
        verdict=verdict,
        reason=reason,
        done=done,
    ).enforce()
    check = ReportCheck.objects.create(
        report=held,
        revision=held.revision,
        body=body,
        verdict=verdict,
        reason=reason.strip(),
        checked_by=is_person(by),
    )
    tell("grants.report.checked", by=by, grant=grant, body=body, verdict=verdict)
    # A payment under way is let go first: a person settles the report after it.
    settled = standing_of(held).is_conform and final_amount_of(held).amount is not None
    if settled and not money_of(grant).order_under_way:
        _settle(by, grant, held, None, "")
    return check


def sits_for(person: Person, grant: Grant) -> bool:
    """Whether this person sits today on the committee that decided this grant."""
    seats = Seat.objects.all().held_on(timezone.localdate()).filter(person=person)
    return seats.filter(committee__sessions__cases__decisions=grant.decision_id).exists()


def _ensure_may_check(by: Actor, grant: Grant, body: CheckBody) -> None:
    """The papers are the manager's, the action is the committee's: nobody speaks for the other body."""
    if body == CheckBody.PAPERS:
        ensure_right(by, Permission.FOLLOW_GRANTS, grant.fund.territory)
    else:
        fund_rules.may_act(isinstance(by, Person) and sits_for(by, grant)).enforce()


def _held(report: Report) -> tuple[Grant, Report]:
    """The grant first, as everywhere in this room."""
    grant = hold_grant(report.grant)
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    held.grant = grant
    return grant, held


@transaction.atomic
def refuse_expense(*, by: Actor, expense: ReportExpense, because: str) -> ReportExpense:
    """A line that the aid does not pay, with the reason its holder reads."""
    grant, report = _held(expense.report)
    ensure_right(by, Permission.FOLLOW_GRANTS, grant.fund.territory)
    rules.may_refuse_expense(report=ReportState(report.state), reason=because).enforce()
    expense.refused_because = because.strip()[:300]
    expense.save(update_fields=["refused_because"])
    return expense


@transaction.atomic
def accept_expense(*, by: Actor, expense: ReportExpense) -> ReportExpense:
    """Take a refusal back."""
    grant, report = _held(expense.report)
    ensure_right(by, Permission.FOLLOW_GRANTS, grant.fund.territory)
    rules.may_refuse_expense(report=ReportState(report.state), reason="-").enforce()
    expense.refused_because = ""
    expense.save(update_fields=["refused_because"])
    return expense


@transaction.atomic
def ask_to_complete(*, by: Actor, report: Report, what: str) -> Report:
    """The report goes back to its holder, who is told what is missing; the project is running again."""
    grant, held = _held(report)
    ensure_right(by, Permission.FOLLOW_GRANTS, grant.fund.territory)
    rules.may_ask_to_complete(report=ReportState(held.state), what=what).enforce()
    states.may_move(REPORT_MOVES, ReportState(held.state), ReportState.TO_COMPLETE).enforce()
    held.state, held.to_complete = ReportState.TO_COMPLETE, what.strip()
    held.save(update_fields=["state", "to_complete"])
    states.may_move(GRANT_MOVES, GrantState(grant.state), GrantState.RUNNING).enforce()
    grant.state = GrantState.RUNNING
    grant.save(update_fields=["state"])
    tell("grants.report.sent_back", by=by, grant=grant)
    return held


@transaction.atomic
def settle_report(*, by: Actor, report: Report, amount: Cents | None = None, because: str = "") -> Report:
    """Give the aid its final amount, in cents, once every body has answered.

    The amount is the rule's; a person writes it when the rulebook has none, or when the bodies disagree, and says why.
    The payments to come follow, what will not be paid goes back to the fund, what was paid beyond is claimed.
    """
    grant, held = _held(report)
    ensure_right(by, Permission.FOLLOW_GRANTS, grant.fund.territory)
    states.may_move(REPORT_MOVES, ReportState(held.state), ReportState.CHECKED).enforce()
    return _settle(by, grant, held, amount, because)


def _settle(by: Actor, grant: Grant, report: Report, amount: Cents | None, because: str) -> Report:
    found = final_amount_of(report)
    rules.may_settle(
        where=standing_of(report),
        computed=found.amount,
        chosen=amount,
        because=because,
        granted=Cents(grant.amount_cents),
        order_under_way=money_of(grant).order_under_way,
    ).enforce()
    final = found.amount if amount is None else amount
    if final is None:
        raise AssertionError("the rule has refused")
    report.state, report.checked_at = ReportState.CHECKED, timezone.now()
    report.save(update_fields=["state", "checked_at"])
    why = because.strip() or " ".join(found.lines)
    beyond = set_final(by, grant, final, why)
    if beyond:
        open_claim(by, grant, beyond, why)
    tell("grants.report.settled", by=by, grant=grant, final_cents=final, claimed_cents=beyond)
    close_if_done(by=by, grant=grant)
    return report
