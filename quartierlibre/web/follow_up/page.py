"""What the holder of a grant reads first: where the money is, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.queries.answers import contact_of
from quartierlibre.domain.grants.models import BankAccount, Grant, GrantChange, Instalment, Recovery, Report
from quartierlibre.domain.grants.operations.agreement import ways_of
from quartierlibre.domain.grants.queries.accounts import accounts_of_payee
from quartierlibre.domain.grants.queries.agreement import payment_now
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import (
    ChangeState,
    GrantState,
    InstalmentKind,
    InstalmentState,
    RecoveryState,
    ReportState,
)
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.templatetags.pagekit_lists import Moment
from quartierlibre.pagekit.words import long_date


@dataclass(frozen=True)
class Step:
    """The one thing to do now: why, and the button that does it."""

    tone: str
    title: str
    text: str = ""
    verb: str = ""
    href: str = ""


class GrantPage:
    """About nine queries."""

    def __init__(self, grant: Grant) -> None:
        self.grant, self.application = grant, grant.application
        self.state = GrantState(grant.state)

    def _address(self, name: str) -> str:
        return reverse(f"follow_up:{name}", args=[self.application.public_id])

    @cached_property
    def report(self) -> Report | None:
        return Report.objects.filter(grant=self.grant).first()

    @cached_property
    def parts(self) -> Sequence[Instalment]:
        return list(self.grant.instalments.all())

    @cached_property
    def owed(self) -> Sequence[Recovery]:
        return list(self.grant.recoveries.filter(state=RecoveryState.DUE))

    @cached_property
    def changes(self) -> Sequence[GrantChange]:
        return list(self.grant.changes.exclude(state=ChangeState.WITHDRAWN))

    @property
    def asked_change(self) -> GrantChange | None:
        return next((each for each in self.changes if each.state == ChangeState.ASKED), None)

    @property
    def by_invoices(self) -> bool:
        return any(each.kind == InstalmentKind.INVOICES for each in self.parts)

    @property
    def knows_payee(self) -> bool:
        return self.grant.payee_id is not None or self.by_invoices

    @property
    def may_name_payee(self) -> bool:
        live = self.state in {GrantState.TO_AGREE, GrantState.RUNNING}
        return live and bool(ways_of(self.grant)) and not self.grant.orders.exists()

    @property
    def payee_said(self) -> str:
        if self.grant.payee:
            return f"{self.grant.payee.name} ({self.grant.payee.get_kind_display().lower()})"
        return str(Way.INVOICES.label) if self.by_invoices else ""

    @cached_property
    def account(self) -> BankAccount | None:
        """The bank account of who is paid, confirmed or not."""
        return accounts_of_payee(self.grant.payee).shown if self.grant.payee else None

    @property
    def account_awaited(self) -> bool:
        """A body or person is named, and nobody gave its account yet."""
        live = self.state in {GrantState.TO_AGREE, GrantState.RUNNING, GrantState.REPORTED}
        return live and self.grant.payee is not None and self.account is None

    @property
    def may_change(self) -> bool:
        return self.state in {GrantState.TO_AGREE, GrantState.RUNNING} and self.asked_change is None

    @property
    def may_report(self) -> bool:
        return self.state == GrantState.RUNNING

    @property
    def contact(self) -> tuple[str, ...]:
        return contact_of(self.grant.fund)

    @property
    def payments(self) -> list[tuple[str, str, str]]:
        """Each payment: its words, the word and the tone of its state."""
        return [(payment_now(each), str(each.get_state_display()), _tone(each)) for each in self.parts]

    @property
    def left_to_repay(self) -> list[tuple[str, Recovery]]:
        return [(format_euros(Cents(each.amount_cents - each.repaid_cents)), each) for each in self.owed]

    @cached_property
    def step(self) -> Step:
        match self.state:
            case GrantState.TO_AGREE:
                return self._agree
            case GrantState.RUNNING:
                return self._running
            case GrantState.REPORTED:
                return Step("info", _("Votre bilan est remis, merci"), _("L’équipe du fonds le vérifie."))
            case GrantState.CLOSED:
                return self._closed
            case GrantState.CANCELLED:
                return Step("neutral", _("Ce projet est annulé"), self.grant.ended_because)
        return Step("neutral", _("Vous avez renoncé à cette aide"), _("L’argent est revenu au fonds."))

    @property
    def _agree(self) -> Step:
        if self.grant.agreement_file_id is None:
            return Step("info", _("Votre convention se prépare"), _("Vous recevrez un message dès qu’elle est prête."))
        text = _("Lisez-la, puis dites oui avec un code reçu par courriel.")
        return Step("warning", _("À vous de jouer"), text, _("Lire ma convention"), self._address("agreement"))

    @property
    def _running(self) -> Step:
        report, today = self.report, timezone.localdate()
        if report and report.state == ReportState.TO_COMPLETE:
            text = report.to_complete
            return Step("warning", _("Votre bilan est à compléter"), text, _("Le compléter"), self._address("report"))
        if not self.knows_payee and self.may_name_payee:
            text = _("Dites où va l’argent : le versement attend cette réponse.")
            return Step("warning", _("À vous de jouer"), text, _("Dire où va l’argent"), self._address("payee"))
        if self.account_awaited and any(each.state == InstalmentState.DUE for each in self.parts):
            text = _("Donnez le compte bancaire de celui qui reçoit l’argent : le versement attend ce numéro.")
            return Step("warning", _("À vous de jouer"), text, _("Donner le compte"), self._address("account"))
        due = self.grant.report_due_on
        over = self.grant.ends_on or self.grant.starts_on
        if over is None or over > today:
            return Step("success", _("C’est parti !"), _("Gardez toutes vos factures et tous vos tickets."))
        day = _("Avant le %(day)s. ") % {"day": long_date(due)} if due else ""
        text = day + _("Six questions et trois photos, depuis votre téléphone.")
        late = due is not None and due < today
        title = _("Votre bilan est en retard") if late else _("Racontez-nous votre projet")
        return Step("warning" if late else "info", title, text, _("Faire mon bilan"), self._address("report"))

    @property
    def _closed(self) -> Step:
        if self.grant.without_report:
            return Step("warning", _("Ce projet est fermé sans bilan"), self.grant.ended_because)
        return Step("success", _("C’est terminé, bravo et merci"), _("Rien n’est plus à payer ni à rendre."))

    @property
    def moments(self) -> list[Moment]:
        return list(self._moments())

    def _moments(self) -> Iterator[Moment]:
        grant = self.grant
        yield Moment(_("Le comité accorde %(amount)s") % _money(grant.amount_cents), grant.decision.decided_at)
        if grant.accepted_at:
            yield Moment(_("Vous acceptez la convention"), grant.accepted_at, text=grant.accepted_by)
        elif self.state == GrantState.TO_AGREE:
            yield Moment(_("Vous acceptez la convention"), tone="neutral")
        for change in self.changes:
            text = " – ".join(filter(None, (str(change.get_state_display()), change.answer)))
            yield Moment(str(change.get_kind_display()), change.answered_at or change.asked_at, text=text, tone="info")
        if self.report and self.report.sent_at:
            yield Moment(_("Vous remettez votre bilan"), self.report.sent_at)
        elif grant.report_due_on and self.state in {GrantState.TO_AGREE, GrantState.RUNNING}:
            yield Moment(_("Vous remettez votre bilan"), grant.report_due_on, tone="neutral")
        if grant.final_cents is not None:
            words = _("Le montant définitif est de %(amount)s") % _money(grant.final_cents)
            yield Moment(words, self.report.checked_at if self.report else None, text=grant.final_because)
        if self.state == GrantState.CLOSED:
            yield Moment(_("Les comptes sont terminés"), grant.ended_at)


def _money(cents: int) -> dict[str, str]:
    return {"amount": format_euros(Cents(cents))}


def _tone(part: Instalment) -> str:
    tones = {InstalmentState.PAID: "success", InstalmentState.DROPPED: "neutral"}
    return tones.get(InstalmentState(part.state), "info")
