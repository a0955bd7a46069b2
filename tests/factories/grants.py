"""Grants, from a published decision on: opened after the minutes, then accepted."""

from __future__ import annotations

from typing import Any

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Report
from quartierlibre.domain.grants.states import REGRANTED, AcceptanceKind, InstalmentKind, InstalmentState
from quartierlibre.foundation.money import Cents
from tests.factories import applications, published
from tests.factories.applications import MACHINE
from tests.factories.funds import clause
from tests.support.memory import remembered


def said(value: Any, unit: str) -> dict[str, Any]:
    return {**clause(value, unit), "source": "text"}


# Eighty per cent, then twenty once the report is checked: the usual way of a fund which pays associations.
EIGHTY_TWENTY = {
    "payment.modes": said(["advance", "support_structure", "supplier_invoice"], "choices"),
    "payment.instalments": said([80, 20], "percent"),
    "payment.balance": said("on_checked_report", "choice"),
    "report.asked": said(True, "yes_no"),
    "report.deadline": said(2, "months"),
}
# The same, with what the report makes of the aid, and who looks at it.
CHECKED_TWICE = {
    **EIGHTY_TWENTY,
    "report.two_step_check": said(True, "yes_no"),
    "report.lower_cost": said("same_rate", "choice"),
}
INVOICES = {"payment.modes": said(["supplier_invoice"], "choices"), "report.asked": said(True, "yes_no")}


@remembered
def fund(rules: dict[str, Any] | None = None, name: str = "Fonds des aides") -> Fund:
    return applications.fund(name, rules=EIGHTY_TWENTY if rules is None else rules)


@remembered
def opened(
    of: Fund | None = None, *, amount: int = 30_000, holder_kind: str = HolderKind.ASSOCIATION, **file: Any
) -> Grant:
    """A grant after its evening: to be accepted by its holder. `file` is what the application says."""
    if holder_kind == HolderKind.ASSOCIATION:
        file = {"rna": "W595001234", **file}
    decision = published.decided(of or fund(), amount=amount, holder_kind=holder_kind, **file)
    (grant,) = operations.open_grants(by=MACHINE, session=decision.case.session)
    return grant


@remembered
def running(of: Fund | None = None, **file: Any) -> Grant:
    """A grant accepted with a code: its first payment is due."""
    grant = opened(of, **file)
    return operations.accept_grant(by=None, grant=grant, how=AcceptanceKind.CODE, said_by="Amina Benali")


def paid(grant: Grant, amount: int, *, reference: str = "") -> Grant:
    """So many cents left for the payee, as an order that was sent books them; the first instalment is paid."""
    funds.pay_grant(
        by=MACHINE,
        reservation=grant.decision.entry,
        amount=Cents(amount),
        reference=reference or f"versement {grant.pk} {amount}",
        to_association=grant.payee is None or grant.payee.kind in REGRANTED,
    )
    first = grant.instalments.filter(state=InstalmentState.DUE).order_by("rank").first()
    if first and first.kind != InstalmentKind.INVOICES:
        grant.instalments.filter(pk=first.pk).update(state=InstalmentState.PAID)
    return grant


TOLD = {
    "story": "Quarante voisins autour des tables.",
    "realised_from": "14/06/2026",
    "realised_to": "14/06/2026",
    "people": "40",
    "self_rating": "5",
}


def written(grant: Grant, *amounts: int, **told: str) -> Report:
    """A report whose lines of money, those of the budget first, hold these cents."""
    report = operations.begin_report(grant=grant)
    while report.expenses.count() < len(amounts):
        operations.add_expense(report=report)
    lines = zip(report.expenses.order_by("position", "pk"), amounts, strict=False)
    money = {f"expense-{line.pk}-amount": f"{cents / 100:.2f}" for line, cents in lines}
    return operations.save_report(report=report, changes={**TOLD, **money, **told}, base_revision=report.revision)


def sent(grant: Grant, *amounts: int, **told: str) -> Report:
    return operations.send_report(by=None, report=written(grant, *amounts, **told), said_by="Amina Benali")
