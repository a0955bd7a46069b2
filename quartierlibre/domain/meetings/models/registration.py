"""Who comes to a meeting: the desk where one registers, the registrations, and their people."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.meetings.models.meeting import Meeting
from quartierlibre.domain.meetings.states import HOLDING, Need, RegistrationState, Source
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.places.models import Territory

MOST_SEATS = 20_000


class Desk(models.Model):
    """Registration to one meeting. What is left empty is not set: no limit of seats, open at once, until it starts.

    `taken` is written by the database alone, and never exceeds `seats`. `last_number` gives registrations their order.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="desk")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)])
    taken = models.PositiveIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    party_most = models.PositiveSmallIntegerField(default=6, validators=[MinValueValidator(1), MaxValueValidator(20)])
    answer_hours = models.PositiveSmallIntegerField(default=48, validators=[MinValueValidator(1)])
    remind_days = models.PositiveSmallIntegerField(default=3)
    needs = ArrayField(models.CharField(max_length=12, choices=Need), default=list, blank=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="desk_never_overfull", condition=Q(seats=None) | Q(taken__lte=F("seats"))),
            models.CheckConstraint(
                name="desk_closes_after_it_opens",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.taken}/{self.seats or '∞'}"


class AudienceCategory(models.Model):
    """People a meeting is for, with so many places at most; without a quota, as many as there are seats."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="categories")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    quota = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)])
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["desk", "order", "pk"]
        verbose_name_plural = "audience categories"
        constraints = [
            models.UniqueConstraint(fields=["desk", "name"], name="audience_named_once"),
            models.CheckConstraint(name="quota_never_exceeded", condition=Q(quota=None) | Q(taken__lte=F("quota"))),
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def holding(self) -> RegistrationQuerySet:
        """Those whose people have a place."""
        return self.filter(state__in=HOLDING)

    def waiting(self) -> RegistrationQuerySet:
        """Those in line, first come first."""
        return self.filter(state=RegistrationState.WAITING).order_by("number")

    def visible_to(self, person: Person | AnonymousUser) -> RegistrationQuerySet:
        """Only those who organise the meeting read who comes."""
        return self.filter(desk__meeting__in=Meeting.objects.organised_by(person))


class Registration(models.Model):
    """One or several people who come together, reached in one way. `number` is their order at this desk.

    `answer_by` is until when an offered place is held. `reminded_for` is the start of the meeting they were reminded
    of. `must_call`: somebody without e-mail has something to learn. `token_hash` is the digest of the personal link.
    `has_answered` says that an opinion was given after the meeting, never which. Past `erased_at` it names nobody.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="registrations")
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(max_length=10, choices=RegistrationState)
    source = models.CharField(max_length=8, choices=Source, default=Source.ONLINE)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_by = models.DateTimeField(null=True, blank=True)
    reminded_for = models.DateTimeField(null=True, blank=True)
    must_call = models.BooleanField(default=False)
    thanked_at = models.DateTimeField(null=True, blank=True)
    has_answered = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["desk", "number"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "number"], name="registration_number_once"),
            models.CheckConstraint(
                name="an_offer_has_its_deadline",
                condition=(Q(state=RegistrationState.OFFERED) & Q(answer_by__isnull=False))
                | (~Q(state=RegistrationState.OFFERED) & Q(answer_by=None)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(state=RegistrationState.OFFERED), name="registration_offers"
            ),
            models.Index(fields=["desk", "state", "number"], name="registration_line"),
            models.Index(fields=["desk", "email"], name="registration_email"),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} · {self.number}"


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, person: Person | AnonymousUser) -> ParticipantQuerySet:
        """Only those who organise the meeting read who comes."""
        return self.filter(registration__desk__meeting__in=Meeting.objects.organised_by(person))


class Participant(models.Model):
    """Somebody who comes. `holds_place` follows the state of the registration, by the database.

    `arrived_at` is when they were seen at the door; `arrival_told_at` when that, or its contrary, was last said: what
    a telephone without network says late never undoes what was said since.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        AudienceCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    needs = ArrayField(models.CharField(max_length=12, choices=Need), default=list, blank=True)
    needs_note = models.CharField(max_length=300, blank=True)
    holds_place = models.BooleanField(default=False, editable=False)
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrival_told_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["registration", "position"]
        constraints = [models.UniqueConstraint(fields=["registration", "position"], name="participant_position_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.position}"
