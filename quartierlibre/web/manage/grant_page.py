"""One grant on the desk: where it is, and the forms that may be used now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from quartierlibre.domain.funds.sentences import say
from quartierlibre.domain.grants.models import Grant, GrantChange, GrantCondition, Instalment, Recovery, Report
from quartierlibre.domain.grants.operations.agreement import ways_of
from quartierlibre.domain.grants.operations.ending import awaits_report
from quartierlibre.domain.grants.queries.agreement import payment_now
from quartierlibre.domain.grants.queries.money import GrantMoney, money_of
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import (
    ChangeKind,
    ChangeState,
    GrantState,
    InstalmentKind,
    InstalmentState,
    RecoveryState,
    ReportState,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.web.manage import grants_forms as forms

Wrong = tuple[str, str, QLForm]  # the verb, the row it is about, and the form sent back with its errors


class GrantDesk:
    """About ten queries."""

    def __init__(self, grant: Grant, person: Person, *, wrong: Wrong | None = None) -> None:
        self.grant, self.application, self.person = grant, grant.application, person
        self.state, self.wrong = GrantState(grant.state), wrong

    def _form(self, verb: str, fresh: QLForm, about: str = "") -> QLForm:
        """The form of an act: the one sent with mistakes, or a new one. Its boxes have ids of their own."""
        if self.wrong and self.wrong[:2] == (verb, about):
            return self.wrong[2]
        fresh.auto_id = f"{verb}{about}_%s"
        return fresh

    @property
    def errors(self) -> QLForm | None:
        return self.wrong[2] if self.wrong else None

    @cached_property
    def money(self) -> GrantMoney:
        return money_of(self.grant)

    @cached_property
    def report(self) -> Report | None:
        return Report.objects.filter(grant=self.grant).exclude(state=ReportState.DRAFT).first()

    @property
    def report_waits(self) -> bool:
        return self.report is not None and self.report.state == ReportState.SENT

    @cached_property
    def parts(self) -> Sequence[Instalment]:
        return list(self.grant.instalments.all())

    @property
    def payments(self) -> list[tuple[str, str]]:
        return [(payment_now(each), str(each.get_state_display())) for each in self.parts]

    @cached_property
    def conditions(self) -> list[tuple[GrantCondition, QLForm | None]]:
        """Each condition, with its form while it is not met."""
        found = self.grant.conditions.select_related("met_by")
        return [
            (each, None if each.met_at else self._form("condition", forms.ConditionForm(), str(each.pk)))
            for each in found
        ]

    @cached_property
    def changes(self) -> list[tuple[GrantChange, QLForm | None]]:
        found = self.grant.changes.select_related("answered_by")
        return [(each, self._answer(each) if each.state == ChangeState.ASKED else None) for each in found]

    @property
    def answered(self) -> list[GrantChange]:
        return [each for each, form in self.changes if form is None]

    def _answer(self, change: GrantChange) -> QLForm:
        form = self._form("changement", forms.AnswerForm(), str(change.pk))
        if change.kind != ChangeKind.CANCELLED and not form.is_bound:
            del form.fields["keep"]
        return form

    @property
    def may_handle_money(self) -> bool:
        return self.person.may(Permission.PREPARE_PAYMENTS, within=self.grant.fund.territory)

    @cached_property
    def recoveries(self) -> list[tuple[Recovery, str, QLForm | None, QLForm | None]]:
        """Each sum to give back, what is left of it, and the forms to note money or to give it up."""
        return [(each, _left(each), *self._recovery_forms(each)) for each in self.grant.recoveries.all()]

    def _recovery_forms(self, recovery: Recovery) -> tuple[QLForm | None, QLForm | None]:
        if recovery.state != RecoveryState.DUE:
            return None, None
        key = str(recovery.pk)
        repaid = self._form("rendu", forms.RepaidForm(), key) if self.may_handle_money else None
        return repaid, self._form("abandon", forms.WriteOffForm(), key)

    @property
    def paper(self) -> QLForm | None:
        waits = self.state == GrantState.TO_AGREE
        return self._form("papier", forms.PaperForm()) if waits else None

    @property
    def decline(self) -> QLForm | None:
        return self._form("renoncer", forms.CloseForm()) if self.state == GrantState.TO_AGREE else None

    @property
    def payee_said(self) -> str:
        if self.grant.payee:
            return f"{self.grant.payee.name} ({self.grant.payee.get_kind_display()})"
        by_invoices = any(each.kind == InstalmentKind.INVOICES for each in self.parts)
        return str(Way.INVOICES.label) if by_invoices else ""

    @property
    def way(self) -> QLForm | None:
        ways = ways_of(self.grant)
        live = self.state in {GrantState.TO_AGREE, GrantState.RUNNING}
        if not live or not ways or self.grant.orders.exists():
            return None
        first = {"name": self.grant.payee.name if self.grant.payee else self.application.group_name}
        return self._form("payer-a", forms.WayForm(ways=ways, initial=first))

    @property
    def may_pay_balance(self) -> bool:
        waiting = any(each.state == InstalmentState.WAITING for each in self.parts)
        unmet = any(form is not None for _each, form in self.conditions)
        return self.state == GrantState.RUNNING and waiting and not unmet and not awaits_report(self.grant)

    @property
    def close(self) -> QLForm | None:
        return self._form("fermer", forms.CloseForm()) if self.state == GrantState.RUNNING else None

    @property
    def sanction(self) -> str:
        """What the rulebook of the decision says of a report that does not come."""
        clause = self.grant.regulation.rulebook.one("report.sanction")
        return say(clause) if clause else ""

    @property
    def claim(self) -> QLForm | None:
        """While something that was paid is not claimed already."""
        return self._form("reclamer", forms.ClaimForm()) if self.money.paid > self.money.claimed else None


def _left(recovery: Recovery) -> str:
    return format_euros(Cents(recovery.amount_cents - recovery.repaid_cents))
