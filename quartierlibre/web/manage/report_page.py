"""A report beside the budget it answers, as the manager reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quartierlibre.domain.grants.models import Report, ReportCheck, ReportExpense, ReportPhoto
from quartierlibre.domain.grants.queries.money import GrantMoney, money_of
from quartierlibre.domain.grants.queries.reports import (
    Account,
    account_of,
    bodies_of,
    checks_of,
    final_amount_of,
    standing_of,
)
from quartierlibre.domain.grants.rules.amounts import FinalAmount
from quartierlibre.domain.grants.rules.reports import Standing
from quartierlibre.domain.grants.states import CheckBody, ReportState
from quartierlibre.foundation.files.states import FileState
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.web.manage import grants_forms as forms
from quartierlibre.web.manage.grant_page import Wrong


@dataclass(frozen=True)
class Line:
    """One expense: what was planned, what was spent, its receipt, and the form to refuse it."""

    expense: ReportExpense
    refuse: QLForm | None

    @property
    def planned_cents(self) -> int | None:
        line = self.expense.budget_line
        return line.amount_cents if line else None


class ReportDesk:
    """About ten queries, whatever the number of lines."""

    def __init__(self, report: Report, *, wrong: Wrong | None = None) -> None:
        self.report, self.grant, self.wrong = report, report.grant, wrong
        self.application = report.grant.application

    def _form(self, verb: str, fresh: QLForm, about: str = "") -> QLForm:
        if self.wrong and self.wrong[:2] == (verb, about):
            return self.wrong[2]
        fresh.auto_id = f"{verb}{about}_%s"
        return fresh

    @property
    def errors(self) -> QLForm | None:
        return self.wrong[2] if self.wrong else None

    @property
    def is_to_check(self) -> bool:
        return self.report.state == ReportState.SENT

    @cached_property
    def lines(self) -> list[Line]:
        found = self.report.expenses.select_related("budget_line", "receipt")
        return [Line(each, self._refusal(each)) for each in found]

    def _refusal(self, expense: ReportExpense) -> QLForm | None:
        may = self.is_to_check and not expense.refused_because and expense.amount_cents
        return self._form("refuser", forms.ExpenseForm(), str(expense.pk)) if may else None

    @cached_property
    def account(self) -> Account:
        return account_of(self.report)

    @cached_property
    def checks(self) -> Sequence[ReportCheck]:
        return checks_of(self.report)

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.report, self.checks)

    @property
    def awaited(self) -> list[str]:
        return [str(CheckBody(body).label) for body in self.standing.waiting]

    @property
    def two_bodies(self) -> bool:
        return len(bodies_of(self.report)) > 1

    @cached_property
    def final(self) -> FinalAmount:
        return final_amount_of(self.report)

    @cached_property
    def money(self) -> GrantMoney:
        return money_of(self.grant)

    @property
    def photos(self) -> list[ReportPhoto]:
        return list(self.report.photos.filter(file__state=FileState.KEPT).select_related("file"))

    @property
    def check(self) -> QLForm | None:
        mine = self.is_to_check and CheckBody.PAPERS in self.standing.waiting
        return self._form("verifier", forms.PapersForm()) if mine else None

    @property
    def complete(self) -> QLForm | None:
        return self._form("completer", forms.CompleteForm()) if self.is_to_check else None

    @property
    def settle(self) -> QLForm | None:
        """Asked of a person when the rule gives no amount, when the bodies disagree, or after a payment under way."""
        waits = self.is_to_check and self.standing.is_complete
        return self._form("regler", forms.SettleForm()) if waits else None
