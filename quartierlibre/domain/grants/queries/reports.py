"""A report beside the budget it answers: its lines, its checks, what the aid becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from quartierlibre.domain.applications.states import LineKind
from quartierlibre.domain.grants.models import Report, ReportCheck
from quartierlibre.domain.grants.rules import reports as rules
from quartierlibre.domain.grants.rules.amounts import FinalAmount, final_amount
from quartierlibre.domain.grants.rules.reports import Standing, Told
from quartierlibre.domain.grants.states import CheckBody, CheckVerdict
from quartierlibre.foundation.money import Cents


def told_in(report: Report) -> Told:
    """What the rule of sending reads."""
    parts = (report.women, report.men, report.under_18, report.from_neighbourhood)
    return Told(
        story=report.story,
        starts_on=report.realised_from,
        ends_on=report.realised_to,
        people=report.people,
        parts=[part for part in parts if part is not None],
        rating=report.self_rating,
        spendings=report.expenses.exclude(amount_cents=None).count(),
        unread=len(report.typed),
        photos=report.photos.count(),
    )


@dataclass(frozen=True)
class Account:
    """Cents. `planned` is None when a price of the budget is not known; `accepted` leaves out the lines refused."""

    planned: Cents | None
    spent: Cents
    accepted: Cents
    resources: Cents


def account_of(report: Report) -> Account:
    budget = report.grant.application.budget_lines.filter(kind=LineKind.EXPENSE)
    prices = list(budget.values_list("amount_cents", flat=True))
    known = bool(prices) and None not in prices
    lines = report.expenses.all()
    spent = lines.aggregate(all=Sum("amount_cents", default=0))["all"]
    accepted = lines.filter(refused_because="").aggregate(all=Sum("amount_cents", default=0))["all"]
    return Account(
        planned=Cents(sum(price or 0 for price in prices)) if known else None,
        spent=Cents(spent),
        accepted=Cents(accepted),
        resources=Cents(report.resources_cents or 0),
    )


def bodies_of(report: Report) -> tuple[CheckBody, ...]:
    """Who must check it, as the rulebook of the decision says."""
    return rules.bodies(report.grant.regulation.rulebook.value("report.two_step_check"))


def checks_of(report: Report) -> Sequence[ReportCheck]:
    """What was said of the version that was sent last, oldest first."""
    return list(report.checks.filter(revision=report.revision).select_related("checked_by"))


def standing_of(report: Report, checks: Sequence[ReportCheck] | None = None) -> Standing:
    said = [
        (CheckBody(each.body), CheckVerdict(each.verdict)) for each in (checks_of(report) if checks is None else checks)
    ]
    return rules.standing(bodies_of(report), said)


def final_amount_of(report: Report) -> FinalAmount:
    """What the rule « le projet a coûté moins » makes of the accepted expenses."""
    account, grant = account_of(report), report.grant
    return final_amount(
        grant.regulation.rulebook.value("report.lower_cost"),
        granted=Cents(grant.amount_cents),
        planned=account.planned,
        spent=account.accepted,
        resources=account.resources,
    )
