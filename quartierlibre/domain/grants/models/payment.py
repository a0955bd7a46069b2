"""Payment orders, the batches that carry them to the bank, and the statements that come back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.funds.models import ContributionPayment, Fund, Movement
from quartierlibre.domain.grants.models.grant import Grant, Instalment
from quartierlibre.domain.grants.models.payee import BankAccount, Payee
from quartierlibre.domain.grants.states import BatchState, LineState, Means, OrderState, RecoveryState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile


class PaymentBatch(models.Model):
    """What leaves for the bank in one go, for one fund: made once, signed, exported once. `sha256` proves the file."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    means = models.CharField(max_length=8, choices=Means)
    account = models.ForeignKey(BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=9, choices=BatchState, default=BatchState.PREPARED)
    execute_on = models.DateField()
    orders_count = models.PositiveIntegerField()
    total_cents = models.PositiveBigIntegerField()
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    prepared_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    two_people_asked = models.BooleanField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    exported_at = models.DateTimeField(null=True, blank=True)
    exported_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["fund", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="batch_number_once"),
            models.CheckConstraint(name="batch_pays_something", condition=Q(total_cents__gt=0, orders_count__gt=0)),
            models.CheckConstraint(
                name="exported_batch_has_its_proof",
                condition=~Q(state="exported")
                | (Q(exported_at__isnull=False, signed_at__isnull=False) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="batch_signed_by_a_second_person",
                condition=~Q(two_people_asked=True)
                | Q(signed_at=None)
                | (Q(signed_by__isnull=False) & ~Q(signed_by=F("prepared_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} · lot {self.number}"

    @property
    def message_id(self) -> str:
        """What its SEPA file calls it: at most 35 signs, the same each time."""
        return f"QL{self.public_id.hex[:30]}"


class PaymentOrder(models.Model):
    """An order to pay one payee for one grant, in cents. Booked when it leaves; what left is reversed, never edited.

    `reference` is what the bank repeats on its statement. `two_people_asked` is null when the rulebook says nothing;
    when it does not ask, the order says so on paper.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="orders")
    instalment = models.ForeignKey(Instalment, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="orders")
    account = models.ForeignKey(BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    means = models.CharField(max_length=8, choices=Means)
    amount_cents = models.PositiveBigIntegerField()
    label = models.CharField(max_length=140)
    reference = models.CharField(max_length=35, unique=True)
    invoice = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=OrderState, default=OrderState.PREPARED)
    two_people_asked = models.BooleanField(null=True, blank=True)
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    prepared_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(PaymentBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    sent_at = models.DateTimeField(null=True, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.CharField(max_length=300, blank=True)
    receipt_number = models.CharField(max_length=40, blank=True)
    movements = models.ManyToManyField(Movement, blank=True, related_name="orders")

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="order_pays_something", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="transfer_goes_to_an_account", condition=~Q(means="transfer") | Q(account__isnull=False)
            ),
            models.CheckConstraint(
                name="sent_order_was_approved",
                condition=~Q(state__in=["sent", "cleared", "reversed"]) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_approved_by_a_second_person",
                condition=~Q(two_people_asked=True)
                | Q(approved_at=None)
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("prepared_by"))),
            ),
            models.CheckConstraint(
                name="undone_order_says_why",
                condition=~Q(state__in=["reversed", "cancelled"])
                | (Q(undone_at__isnull=False) & ~Q(undone_because="")),
            ),
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(state__in=["prepared", "approved", "sent", "cleared"], instalment__isnull=False)
                & ~Q(invoice__isnull=False),
                name="instalment_ordered_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "means"], name="order_by_state")]

    def __str__(self) -> str:
        return self.reference


class BankStatement(models.Model):
    """A statement of the manager's bank, read once: the same file brings nothing new."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(max_length=160, blank=True)
    format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fund", "-imported_at"]
        constraints = [models.UniqueConstraint(fields=["fund", "sha256"], name="statement_read_once")]

    def __str__(self) -> str:
        return f"{self.fund_id} · {self.name}"


class StatementLine(models.Model):
    """One line of a statement, in cents, minus when money left. A match is proposed, a person says yes.

    A bank which books a whole batch at once matches it as a whole. `why` says what is alike, or what is not.
    """

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    rank = models.PositiveIntegerField()
    booked_on = models.DateField()
    amount_cents = models.BigIntegerField()
    label = models.CharField(max_length=300, blank=True)
    bank_reference = models.CharField(max_length=80, blank=True)
    end_to_end = models.CharField(max_length=35, blank=True)
    state = models.CharField(max_length=9, choices=LineState, default=LineState.UNMATCHED)
    order = models.ForeignKey(PaymentOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    batch = models.ForeignKey(PaymentBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    contribution_payment = models.ForeignKey(
        ContributionPayment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["statement", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "rank"], name="statement_line_rank_once"),
            models.CheckConstraint(name="statement_line_moves_something", condition=~Q(amount_cents=0)),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} · {self.rank}"


class Recovery(models.Model):
    """Money a payee has to give back, in cents, with its reason. Repaid in one or several times, or written off."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="recoveries")
    amount_cents = models.PositiveBigIntegerField()
    repaid_cents = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=11, choices=RecoveryState, default=RecoveryState.DUE)
    due_on = models.DateField(null=True, blank=True)
    claimed_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_off_because = models.CharField(max_length=300, blank=True)
    movements = models.ManyToManyField(Movement, blank=True, related_name="recoveries")

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        verbose_name_plural = "recoveries"
        constraints = [
            models.CheckConstraint(name="recovery_claims_something", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="repaid_at_most_what_is_claimed", condition=Q(repaid_cents__lte=F("amount_cents"))
            ),
            models.CheckConstraint(
                name="written_off_says_why", condition=~Q(state="written_off") | ~Q(written_off_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} · {self.amount_cents}"
