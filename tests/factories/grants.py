"""Grants, from a published decision on: opened after the minutes, then accepted."""

from __future__ import annotations

from typing import Any

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.states import AcceptanceKind
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
INVOICES = {"payment.modes": said(["supplier_invoice"], "choices"), "report.asked": said(True, "yes_no")}


@remembered
def fund(rules: dict[str, Any] | None = None) -> Fund:
    return applications.fund(rules=EIGHTY_TWENTY if rules is None else rules)


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
