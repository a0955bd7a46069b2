"""A grant: what a favourable decision becomes once its minutes are sealed."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import Decision
from quartierlibre.domain.funds.models import Fund, FundYear, Regulation
from quartierlibre.domain.grants.models.payee import Payee
from quartierlibre.domain.grants.states import (
    GIVEN_UP,
    AcceptanceKind,
    ChangeKind,
    ChangeState,
    GrantState,
    InstalmentKind,
    InstalmentState,
    ReminderKind,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.files.models import StoredFile


class GrantQuerySet(models.QuerySet["Grant"]):
    def held_by(self, person: Person) -> GrantQuerySet:
        """Those of the projects this person carries, alone or in a team."""
        return self.filter(application__in=Application.objects.held_by(person))

    def followed_by(self, person: Person) -> GrantQuerySet:
        """Those of the territories whose grants this person follows."""
        return self.filter(fund__territory__in=person.territories_where(Permission.FOLLOW_GRANTS))

    def visible_to(self, person: Person) -> GrantQuerySet:
        held = Application.objects.held_by(person)
        follows = Q(fund__territory__in=person.territories_where(Permission.FOLLOW_GRANTS))
        return self.filter(Q(application__in=held) | follows)


class Grant(models.Model):
    """Money granted to a project, from the agreement to its end. Amounts are cents.

    `amount_cents` is what was decided; `final_cents` what the report makes of it (null until then). The year of the
    decision is `fund_year`; that of realisation is read in `realised_to`; that of the report in the report. The dates
    and `place_text` follow the changes accepted; the file keeps what was asked. `report_due_on` is null when
    the rulebook sets no delay or the project has no end yet.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="grant")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="grants")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="grants")
    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="grants")
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="grants")
    state = models.CharField(max_length=10, choices=GrantState, default=GrantState.TO_AGREE)
    amount_cents = models.PositiveBigIntegerField()
    final_cents = models.PositiveBigIntegerField(null=True, blank=True)
    final_because = models.CharField(max_length=300, blank=True)
    payee = models.ForeignKey(Payee, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")

    agreement_file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreement_sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_how = models.CharField(max_length=5, choices=AcceptanceKind, blank=True)
    accepted_by = models.CharField(max_length=120, blank=True)
    signed_paper = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    place_text = models.CharField(max_length=300, blank=True)
    realised_from = models.DateField(null=True, blank=True)
    realised_to = models.DateField(null=True, blank=True)
    report_due_on = models.DateField(null=True, blank=True)

    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(Person, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)
    without_report = models.BooleanField(default=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="grant_gives_something", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="final_grant_is_within_the_decision",
                condition=Q(final_cents=None) | Q(final_cents__lte=F("amount_cents")),
            ),
            models.CheckConstraint(
                name="accepted_grant_says_how",
                condition=Q(accepted_at=None, accepted_how="") | (Q(accepted_at__isnull=False) & ~Q(accepted_how="")),
            ),
            models.CheckConstraint(
                name="ended_grant_has_its_date",
                condition=Q(state__in=["closed", "declined", "cancelled"], ended_at__isnull=False)
                | Q(state__in=["to_agree", "running", "reported"], ended_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "state"], name="grant_of_fund"),
            models.Index(
                fields=["report_due_on"],
                condition=Q(state="running", report_due_on__isnull=False),
                name="grant_report_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} · {self.application_id}"

    @property
    def needs_agreement(self) -> bool:
        """Unless the rulebook of the decision says that none is signed."""
        return self.regulation.rulebook.value("payment.agreement_needed") is not False

    @property
    def is_given_up(self) -> bool:
        """The project does not take place with this money: nobody waits for its report."""
        return self.state in GIVEN_UP

    @property
    def report_awaited_on(self) -> date | None:
        """The last day for the report, while it may still come."""
        return self.report_due_on if self.state in {GrantState.TO_AGREE, GrantState.RUNNING} else None


class GrantCondition(models.Model):
    """One condition the committee set. The first payment waits until each is met."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["grant", "pk"]

    def __str__(self) -> str:
        return self.text


class Instalment(models.Model):
    """One part of a grant, as its rulebook plans it, in cents. `final_cents` is what it became after the report.

    For a grant paid invoice by invoice there is one instalment, and as many orders as invoices.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="instalments")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=InstalmentKind)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_cents = models.PositiveBigIntegerField()
    final_cents = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=InstalmentState, default=InstalmentState.WAITING)
    due_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["grant", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "rank"], name="instalment_rank_once"),
            models.CheckConstraint(name="instalment_percent", condition=Q(percent=None) | Q(percent__range=(1, 100))),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} · {self.rank}"

    @property
    def amount_cents(self) -> int:
        """What is to be paid: what the report made of it, else what was planned."""
        return self.planned_cents if self.final_cents is None else self.final_cents


class GrantChange(models.Model):
    """Something of the project changes: asked by its holder, answered by the fund. The dates of before are kept."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=9, choices=ChangeKind)
    text = models.TextField()
    old_starts_on = models.DateField(null=True, blank=True)
    old_ends_on = models.DateField(null=True, blank=True)
    old_place = models.CharField(max_length=300, blank=True)
    new_starts_on = models.DateField(null=True, blank=True)
    new_ends_on = models.DateField(null=True, blank=True)
    new_place = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=ChangeState, default=ChangeState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["grant", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant"], condition=Q(state="asked"), name="one_change_at_a_time"),
            models.CheckConstraint(name="change_says_what", condition=~Q(text="")),
            models.CheckConstraint(name="refused_change_says_why", condition=~Q(state="refused") | ~Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} · {self.kind}"


class Reminder(models.Model):
    """A reminder sent, once of its kind for a date: asking twice a day wears people out."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=11, choices=ReminderKind)
    about_on = models.DateField()
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["grant", "sent_at"]
        constraints = [models.UniqueConstraint(fields=["grant", "kind", "about_on"], name="reminder_sent_once")]

    def __str__(self) -> str:
        return f"{self.grant_id} · {self.kind}"
