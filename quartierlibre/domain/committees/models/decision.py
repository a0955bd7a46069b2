"""What a committee decided, the money it set aside, who waits for more, and how the holder was told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.committees.models.ballot import Round
from quartierlibre.domain.committees.models.case import Case
from quartierlibre.domain.committees.states import FAVOURABLE, LetterChannel, Outcome
from quartierlibre.domain.funds.models import Envelope, Fund, FundYear, Regulation
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.ledger.models import Entry


class Decision(models.Model):
    """A decision on a case, with its reason in plain words. It is never edited: a new one supersedes it, both are kept.

    Amounts are cents; `amount_cents` is null unless money was granted. `entry` is the reservation in the books, made in
    the same transaction. `bounds` lists what limited the amount, as shown that evening. `overridden_because` is the
    reason of a grant beyond what was available. `published_at` is set when the minutes are sealed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="decisions")
    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="decisions")
    envelope = models.ForeignKey(Envelope, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="decisions")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome)
    asked_cents = models.PositiveBigIntegerField(null=True, blank=True)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    bounds = models.JSONField(default=list, blank=True)
    entry = models.OneToOneField(
        Entry, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="decision"
    )
    overridden_because = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(superseded_at=None), name="one_decision_in_force"),
            models.UniqueConstraint(fields=["fund_year", "number"], name="decision_number_once_per_year"),
            models.CheckConstraint(name="decision_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_grant_has_its_money",
                condition=Q(outcome__in=FAVOURABLE, amount_cents__gt=0, envelope__isnull=False, entry__isnull=False)
                | (~Q(outcome__in=FAVOURABLE) & Q(amount_cents=None, entry=None)),
            ),
            models.CheckConstraint(
                name="conditions_are_written", condition=~Q(outcome="conditions") | ~Q(conditions="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(superseded_at=None, published_at__isnull=False),
                name="decision_published",
            ),
            models.Index(
                fields=["fund", "-decided_at", "-id"],
                condition=Q(superseded_at=None, published_at__isnull=False),
                name="decision_published_by_fund",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_year_id} · {self.number}"


class WaitingPlace(models.Model):
    """Money a committee would have granted and the envelope did not hold (cents): first come, first served.

    `reason` and `conditions` are those of the decision to come, written that evening.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="waiting_place")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="waiting_places")
    amount_cents = models.PositiveBigIntegerField()
    reason = models.TextField(default="", blank=True)
    conditions = models.TextField(default="", blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["envelope", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.envelope_id}"


class DecisionLetter(models.Model):
    """The answer sent to a holder: by e-mail, or printed for those without. `file` is the letter as sent."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    channel = models.CharField(max_length=8, choices=LetterChannel)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.channel}"
