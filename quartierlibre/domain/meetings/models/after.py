"""What is kept once a meeting is over: who may prove they were there, and what all of them thought, in numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.meetings.models.meeting import Meeting
from quartierlibre.domain.meetings.models.registration import Desk, Participant
from quartierlibre.domain.meetings.states import Mark, Question
from quartierlibre.domain.places.models import Territory


class Training(models.Model):
    """A qualification action: days that belong together, held again on other territories.

    `required_days` is how many of them one attends to be certified; not set, all of them.
    """

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    aims = models.TextField(blank=True)
    required_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Cycle(models.Model):
    """A training held once, on one territory: one registers at `desk`, for all its days."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="cycles")
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    desk = models.OneToOneField(Desk, on_delete=models.PROTECT, related_name="cycle")

    class Meta:
        ordering = ["training", "pk"]

    def __str__(self) -> str:
        return f"{self.training} · {self.territory or '–'}"


class CycleDay(models.Model):
    """One day of a cycle: a meeting like the others, in the agenda."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="days")
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="cycle_day")

    class Meta:
        ordering = ["cycle", "meeting__starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.meeting_id}"


class Presence(models.Model):
    """Somebody of a cycle was there on one of its days; what was said last counts, like at any door."""

    day = models.ForeignKey(CycleDay, on_delete=models.CASCADE, related_name="presences")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="presences")
    arrived_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "participant"]
        constraints = [models.UniqueConstraint(fields=["day", "participant"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.day_id} · {self.participant_id}"


class Certificate(models.Model):
    """A paper that says somebody was there. It belongs to them: its code proves it, and names nobody.

    `name_hash` is a keyed hash: whoever holds the paper may check the name on it, and nobody reads a name from here.
    """

    code = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    participant = models.OneToOneField(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="certificate"
    )
    name_hash = models.CharField(max_length=64)
    days = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="certificate_of_a_meeting_or_a_cycle",
                condition=Q(meeting__isnull=False, cycle=None) | Q(meeting=None, cycle__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Tally(models.Model):
    """How many gave one answer to one question: all that is kept of their opinions."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=12, choices=Question)
    mark = models.CharField(max_length=8, choices=Mark)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["meeting", "question", "mark"]
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["meeting", "question", "mark"], name="meeting_tally_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.question} · {self.mark}"
