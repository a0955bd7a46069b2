"""What follows a decision: agreements accepted, payments of the week, reports. One chore a week, as a manager lives it.

Each Monday does whatever is due that day, by the operations everybody uses. The last days are left to whoever plays the
demo: an agreement to accept, a payment to prepare, a report to check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import Sum
from django.utils import timezone

from quartierlibre.console.demo import clock, memories
from quartierlibre.console.demo.acts import Act, Stage
from quartierlibre.console.demo.papers import Paper, invoice_of
from quartierlibre.console.demo.pictures import draw
from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import BankAccount, Grant, Instalment, Payee, PaymentOrder, Report
from quartierlibre.domain.grants.queries.reports import standing_of
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import (
    AcceptanceKind,
    ChangeKind,
    CheckBody,
    CheckVerdict,
    GrantState,
    InstalmentKind,
    InstalmentState,
    Means,
    OrderState,
    PayeeKind,
    PhotoUse,
    ReportState,
)
from quartierlibre.domain.grants.tasks import CHORE
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement

WEEK = timedelta(weeks=1)
LEFT_TO_PLAY = timedelta(days=6)
ANSWER, WRITE, CHECK = timedelta(days=3), timedelta(days=16), timedelta(days=6)
SUPPLIERS = ("Sono du Beffroi", "Épicerie de la Scarpe", "Atelier des Rives")
CANCELLED, NEVER_REPORTED, CHEAPER = 11, 7, 4  # one project in so many


def following_acts(stage: Stage, first: date) -> Iterator[Act]:
    """Every Monday morning from that day, for a fund whose story says how it is followed."""
    if "following" not in stage.data:
        return
    monday = first - timedelta(days=first.weekday())
    last = stage.today - LEFT_TO_PLAY
    for week in range((last - monday).days // 7 + 1):
        yield Act(clock.moment(monday + week * WEEK, "09:15"), partial(_week, stage))


@dataclass
class Week:
    """One Monday of one fund."""

    stage: Stage
    today: date

    @property
    def by(self) -> Person:
        return self.stage.manager

    @property
    def treasurer(self) -> Person:
        return self.stage.people[self.stage.data["following"]["treasurer"]]

    def grants(self, *states: GrantState) -> list[Grant]:
        listed = Grant.objects.filter(fund=self.stage.fund, state__in=states)
        return list(listed.select_related("application", "fund__territory", "regulation").order_by("pk"))


def _week(stage: Stage) -> None:
    week = Week(stage, timezone.localdate())
    for act in (_open, _accept, _cancel, _invoice, _report, _check, _pay, _close):
        act(week)


def _open(week: Week) -> None:
    """Every agreement of the evenings whose minutes were sealed since."""
    waiting = Session.objects.filter(
        committee__fund=week.stage.fund, cases__decisions__published_at__isnull=False, cases__decisions__grant=None
    )
    for session in waiting.distinct().order_by("pk"):
        for grant in operations.open_grants(by=week.by, session=session):
            operations.send_agreement(by=week.by, grant=grant, pdf=printed_agreement(grant))


def _accept(week: Week) -> None:
    """Holders answer within days; conditions are met meanwhile."""
    for grant in week.grants(GrantState.TO_AGREE):
        if grant.agreement_sent_at is None or timezone.now() - grant.agreement_sent_at < ANSWER:
            continue
        is_association = grant.application.holder_kind == HolderKind.ASSOCIATION
        way = Way.ASSOCIATION if is_association else Way.INVOICES
        name, siret = (grant.application.group_name, grant.application.siret) if is_association else ("", "")
        operations.name_payee(by=week.by, grant=grant, way=way, name=name, siret=siret, printed=printed_agreement)
        said = grant.application.holder_name or grant.application.group_name
        operations.accept_grant(by=None, grant=grant, how=AcceptanceKind.CODE, said_by=said or grant.application.title)
        for condition in grant.conditions.filter(met_at=None):
            operations.meet_condition(by=week.by, condition=condition, note="Attestation reçue.")


def _cancel(week: Week) -> None:
    """One project in so many does not happen."""
    for grant in week.grants(GrantState.RUNNING):
        if grant.pk % CANCELLED or _last_day(grant) > week.today or grant.orders.exists():
            continue
        text = "L’orage annoncé nous fait renoncer. Rien n’a été dépensé."
        change = operations.ask_change(by=None, grant=grant, kind=ChangeKind.CANCELLED, text=text)
        operations.answer_change(by=week.by, change=change, accept=True, answer="C’est noté, merci de l’avoir dit.")


def _report(week: Week) -> None:
    """Two weeks after the project, its holders tell how it went."""
    for grant in week.grants(GrantState.RUNNING):
        if week.today - _last_day(grant) < WRITE or grant.pk % NEVER_REPORTED == 0:
            continue
        report = operations.begin_report(grant=grant)
        told = _told(grant, report)
        report = operations.save_report(report=report, changes=told, base_revision=report.revision)
        _show(grant, report)
        operations.send_report(by=None, report=report, said_by=grant.accepted_by)


def _show(grant: Grant, report: Report) -> None:
    """Some join a photo, say what it shows, and agree to its use on the site."""
    told = memories.photos().get(grant.application.title)
    if told is None:
        return
    upload = Paper(draw(told["scene"], {}), "photo.jpg")
    photo = operations.add_photo(by=None, report=report, upload=upload)
    photo = operations.describe_photo(photo=photo, words=told["words"], shows_people=False, shows_minors=False)
    operations.give_consent(by=None, photo=photo, uses=[PhotoUse.SITE], given_by=grant.accepted_by)


def _last_day(grant: Grant) -> date:
    """A project of one day says only when it starts."""
    return grant.ends_on or grant.starts_on or timezone.localtime(grant.opened_at).date()


def _told(grant: Grant, report: Report) -> dict[str, str]:
    """What was planned is what was spent, but for one project in so many, which cost a fifth less."""
    people = grant.application.expected_people or 30
    spent = 80 if grant.pk % CHEAPER == 0 else 100
    lines = {
        f"expense-{line.pk}-amount": f"{(line.budget_line.amount_cents or 0) * spent / 10_000:.2f}"
        for line in report.expenses.select_related("budget_line")
        if line.budget_line
    }
    return {
        "story": "Tout le monde a mis la main à la pâte. On s’est parlé entre voisins qui ne se connaissaient pas.",
        "realised_from": (grant.starts_on or _last_day(grant)).strftime("%d/%m/%Y"),
        "realised_to": _last_day(grant).strftime("%d/%m/%Y"),
        "people": str(people),
        "volunteers": str(max(3, people // 8)),
        "effect": "Trois personnes nous ont rejoints pour préparer la suite.",
        "difficulties": "Il manquait des tables, le centre social en a prêté.",
        "self_rating": str(3 + grant.pk % 3),
        **lines,
    }


def _check(week: Week) -> None:
    """The manager reads the papers, a member of the committee says the action took place."""
    sent = Report.objects.filter(
        grant__fund=week.stage.fund, state=ReportState.SENT, sent_at__lte=timezone.now() - CHECK, checks=None
    )
    for report in sent.select_related("grant__decision__case__session__committee").order_by("pk"):
        operations.check_report(by=week.by, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
        member = _member(report.grant)
        if report.grant.regulation.rulebook.value("report.two_step_check") and member:
            operations.check_report(by=member, report=report, body=CheckBody.ACTION, verdict=CheckVerdict.CONFORM)
        report.refresh_from_db()
        if report.state == ReportState.SENT and standing_of(report).is_complete:
            _settle(week, report)


def _settle(week: Week, report: Report) -> None:
    """Where the rulebook does not say what a cheaper project gets, somebody writes the amount, and why."""
    spent = report.expenses.filter(refused_because="").aggregate(total=Sum("amount_cents"))["total"] or 0
    amount = Cents(min(report.grant.amount_cents, spent))
    operations.settle_report(by=week.by, report=report, amount=amount, because="Les dépenses prouvées, pas plus.")


def _member(grant: Grant) -> Person | None:
    """Somebody who sits on the committee that decided."""
    seat = grant.decision.case.session.committee.seats.held_on(timezone.localdate()).order_by("pk").first()
    return seat.person if seat else None


def _invoice(week: Week) -> None:
    """The supplier of a group without bank sends its invoice: the fund pays it itself."""
    due = Instalment.objects.filter(
        grant__fund=week.stage.fund, kind=InstalmentKind.INVOICES, state=InstalmentState.DUE, grant__orders=None
    )
    for part in due.select_related("grant__fund__territory", "grant__application").order_by("pk"):
        grant = part.grant
        if grant.pk % CANCELLED == 0 or _last_day(grant) - week.today > 2 * WEEK:
            continue
        name = SUPPLIERS[grant.pk % len(SUPPLIERS)]
        supplier = operations.note_payee(by=week.by, grant=grant, kind=PayeeKind.SUPPLIER, name=name)
        _know_account(week, supplier)
        cents = part.planned_cents * (80 if grant.pk % CHEAPER == 0 else 100) // 100
        invoice = files.keep_made(
            content=invoice_of(supplier.name, grant.application.title, Cents(cents), at=timezone.now()),
            name="facture.pdf",
            owner_key=f"grant:{grant.pk}",
            purpose="invoice",
        )
        wish = operations.Wish(payee=supplier, amount=Cents(cents), invoice=invoice)
        operations.prepare_order(by=week.by, instalment=part, wish=wish)


def _know_account(week: Week, payee: Payee) -> None:
    """Asked once of each payee, then called back."""
    if not payee.accounts.exists():
        _confirm(week, operations.give_account(by=week.by, payee=payee, iban=_iban(payee.pk), holder_name=payee.name))


def _pay(week: Week) -> None:
    """Accounts called back, orders of the week, one batch, a second signature."""
    for payee in Payee.objects.filter(grants__fund=week.stage.fund, accounts=None).distinct().order_by("pk"):
        _know_account(week, payee)
    operations.prepare_due(by=week.by, fund=week.stage.fund)
    waiting = PaymentOrder.objects.filter(grant__fund=week.stage.fund, state=OrderState.PREPARED).order_by("pk")
    if not waiting:
        return
    if not week.stage.fund.bank_accounts.exists():
        said = week.stage.data["following"]
        _confirm(
            week, operations.give_account(by=week.by, fund=week.stage.fund, iban=_iban(0), holder_name=said["account"])
        )
    operations.approve_all(by=week.treasurer, orders=list(waiting))
    batch = operations.prepare_batch(by=week.by, fund=week.stage.fund, means=Means.TRANSFER, execute_on=week.today)
    operations.sign_batch(by=week.treasurer, batch=batch)
    operations.export_batch(by=week.by, batch=batch)


def _close(week: Week) -> None:
    """What a morning does by itself: a project told, checked and paid is over."""
    for grant in week.grants(GrantState.REPORTED):
        operations.close_if_done(by=CHORE, grant=grant)


def _confirm(week: Week, account: BankAccount) -> None:
    operations.confirm_account(by=week.treasurer, account=account, note="Rappelé au numéro du dossier.")


def _iban(number: int) -> str:
    """An invented French IBAN whose key is right: another for each number."""
    bank = f"30009900011{number:010d}89"
    return f"FR{98 - int(bank + '152700') % 97:02d}{bank}"
