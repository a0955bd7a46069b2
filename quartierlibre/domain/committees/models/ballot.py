"""A round of votes on a case, the roll frozen at its opening, and the voices."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.committees.models.case import Case
from quartierlibre.domain.committees.models.consultation import Consultation
from quartierlibre.domain.committees.models.session import Attendance
from quartierlibre.domain.committees.states import BallotMode, Choice, RoundState
from quartierlibre.domain.people.models import Person


class Round(models.Model):
    """One vote on a case. Closing is final: voting again is a new round, and both are shown.

    `facts` freezes at opening what the outcome will be computed from: quorum and its base, majority, tie, enrolled,
    present, recusals (see `rules.RoundFacts`). The three totals are null until it closes, in every mode. `consultation`
    is set when members are asked in writing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=BallotMode)
    state = models.CharField(max_length=8, choices=RoundState, default=RoundState.OPEN)
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="rounds"
    )
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_against = models.PositiveIntegerField(null=True, blank=True)
    abstentions = models.PositiveIntegerField(null=True, blank=True)
    proposals = models.JSONField(default=list, blank=True)
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="one_open_round_per_case"),
            models.CheckConstraint(
                name="totals_are_known_only_once_closed",
                condition=Q(state="open", votes_for=None, votes_against=None, abstentions=None, closed_at=None)
                | ~Q(state="open"),
            ),
            models.CheckConstraint(
                name="closed_round_has_its_totals",
                condition=~Q(state="closed")
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    abstentions__isnull=False,
                    closed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="annulled_round_says_why",
                condition=~Q(state="annulled") | (Q(annulled_at__isnull=False) & ~Q(annulled_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.number}"


class Voter(models.Model):
    """One voice of a round, written at its opening and never after: whose it is, and who casts it (a proxy or oneself).

    A secret vote only flips `has_voted`: no time, no choice, no order. `receipt` is what the voter is shown.
    `voided_at` takes the voice off the roll: its owner or who carries it stepped aside once the vote had begun.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="voters")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="voices")
    cast_by = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="voices_carried")
    has_voted = models.BooleanField(default=False)
    receipt = models.CharField(max_length=16, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "attendance"], name="voter_once_per_round"),
            models.UniqueConstraint(fields=["round", "receipt"], condition=~Q(receipt=""), name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} · {self.attendance_id}"


class Ballot(models.Model):
    """A named voice: one per voter, by the database. A late recusal voids it, in the open; it is never deleted
    but by its own author within the seconds of undoing, while the round is open.
    """

    voter = models.OneToOneField(Voter, on_delete=models.PROTECT, related_name="ballot")
    choice = models.CharField(max_length=8, choices=Choice)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)
    cast_at = models.DateTimeField(default=timezone.now)
    voided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.voter_id}"


class SecretBox(models.Model):
    """The box of a secret round: sums only, so that nothing in the database ties a person to a choice.

    `amounts` is the sorted list of proposals in cents.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="box")
    votes_for = models.PositiveIntegerField(default=0)
    votes_against = models.PositiveIntegerField(default=0)
    abstentions = models.PositiveIntegerField(default=0)
    amounts = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.round_id}"
