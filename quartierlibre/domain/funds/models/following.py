"""Where each euro promised and each euro received stands: commitments, purses, calls for funds, settlements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.funds.models.fund import Fund
from quartierlibre.domain.funds.models.money import Contribution, Envelope, Funder
from quartierlibre.domain.funds.states import MovementKind, SettlementChoice
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.ledger.models import Account, Entry


class Commitment(models.Model):
    """What one envelope promised to one grant, in cents, and what became of it. A balance to come is still promised.

    `reservation` is the entry of the decision. What is left to pay is granted, less released, less paid; the database
    refuses that it goes below zero, so that a grant is never paid beyond what was decided.
    """

    reservation = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="commitments")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="commitments")
    granted_cents = models.PositiveBigIntegerField()
    released_cents = models.PositiveBigIntegerField(default=0)
    paid_cents = models.PositiveBigIntegerField(default=0)
    recovered_cents = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["reservation", "envelope"]
        constraints = [
            models.UniqueConstraint(fields=["reservation", "envelope"], name="commitment_once_per_envelope"),
            models.CheckConstraint(
                name="commitment_never_exceeded",
                condition=Q(granted_cents__gt=0, granted_cents__gte=F("released_cents") + F("paid_cents")),
            ),
            models.CheckConstraint(
                name="recovered_at_most_what_was_paid", condition=Q(recovered_cents__lte=F("paid_cents"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["envelope"],
                condition=Q(granted_cents__gt=F("released_cents") + F("paid_cents")),
                name="commitment_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reservation_id} · {self.envelope_id}"

    @property
    def left_cents(self) -> int:
        """Promised, neither paid nor given back yet."""
        return self.granted_cents - self.released_cents - self.paid_cents


class Movement(models.Model):
    """One entry that touches a commitment after the decision. `funders_entry` says whose euros moved with it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=MovementKind)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    funders_entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["commitment", "pk"]
        constraints = [
            models.CheckConstraint(
                name="money_out_or_back_has_its_funders",
                condition=Q(kind="released", funders_entry=None)
                | (~Q(kind="released") & Q(funders_entry__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} · {self.kind}"


class Purse(models.Model):
    """The euros of one funder inside one envelope; without envelope, those that pay running costs.

    `given` may go negative: its balance is minus what the funder brought. `cash` is what is left of it, `spent` where
    it went. The three add up to zero, so per funder: received = in hand + spent. `justified_cents` is what of `spent`
    went to grants whose report is checked: kept by the database (see the grants room), never written from Python.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="purses")
    envelope = models.ForeignKey(Envelope, null=True, blank=True, on_delete=models.PROTECT, related_name="purses")
    given = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    cash = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    spent = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    justified_cents = models.BigIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        ordering = ["contribution", "envelope"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "envelope"], name="purse_once_per_envelope", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} · {self.envelope_id or 'gestion'}"


class FunderContact(models.Model):
    """Who, at a funder, is written to about one fund: calls for funds, monthly statements."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="funder_contacts")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()

    class Meta:
        ordering = ["fund", "funder", "email"]
        constraints = [models.UniqueConstraint(fields=["fund", "funder", "email"], name="funder_contact_once")]

    def __str__(self) -> str:
        return f"{self.fund_id} · {self.funder_id}"


class FundsCall(models.Model):
    """Money asked of a funder under its agreement. It is a letter, not a movement: nothing enters the books."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField()
    amount_cents = models.PositiveBigIntegerField()
    called_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    called_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="funds_call_number_once"),
            models.CheckConstraint(name="funds_call_is_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="funds_call_is_due_later", condition=Q(due_on=None) | Q(due_on__gte=F("called_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} · {self.number}"


class ExpectedPayment(models.Model):
    """One line of an agreement's calendar: when the funder said it would pay, and how much if it said so."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="expected")
    label = models.CharField(max_length=120)
    due_on = models.DateField(null=True, blank=True)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["contribution", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="expected_payment_is_positive", condition=Q(amount_cents=None) | Q(amount_cents__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} · {self.label}"


class RunningCost(models.Model):
    """An expense of the manager's own work, paid by a contribution made for it; the entry holds the amount."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="running_costs")
    label = models.CharField(max_length=160)
    spent_on = models.DateField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["spent_on", "pk"]

    def __str__(self) -> str:
        return self.label


class Settlement(models.Model):
    """What was decided, after a year closed, of a funder's unused euros: carried over, deducted or given back.

    `envelope_entry` empties the envelope of the closed year and `purse_entry` the funder's purse. `to_purse` is where
    the money went when it stays (null: it went back to the funder).
    """

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="settlements")
    choice = models.CharField(max_length=6, choices=SettlementChoice)
    amount_cents = models.PositiveBigIntegerField()
    because = models.CharField(max_length=300, blank=True)
    envelope_entry = models.OneToOneField(
        Entry, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    purse_entry = models.OneToOneField(Entry, editable=False, on_delete=models.PROTECT, related_name="+")
    to_purse = models.ForeignKey(Purse, null=True, blank=True, on_delete=models.PROTECT, related_name="came_from")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="settlement_is_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="settled_money_goes_somewhere",
                condition=Q(choice="repay", to_purse=None) | (~Q(choice="repay") & Q(to_purse__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purse_id} · {self.choice}"
