"""A file on the agenda of one session, and the members who step aside for it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models.committee import Seat
from quartierlibre.domain.committees.models.session import Session
from quartierlibre.domain.committees.states import (
    LIVE_CASES,
    CaseState,
    HolderPresence,
    InterestNature,
    InterestState,
)
from quartierlibre.domain.funds.models import Envelope
from quartierlibre.domain.people.models import Person

# Voted, and first in line when money comes: the sitting may end before.
WAITS_FOR_MONEY = Q(waiting_place__isnull=False, waiting_place__ended_at=None)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person) -> CaseQuerySet:
        """Cases of the sessions a person sees from the inside; being recused hides the deliberation, not the file."""
        return self.filter(session__in=Session.objects.visible_to(person))


class Case(models.Model):
    """An application on the agenda of a session, heard at a time, paid from an envelope.

    `holder_in_room` is False while the committee deliberates alone. `public_id` names the case in addresses.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="cases")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="cases")
    envelope = models.ForeignKey(Envelope, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.WAITING)
    hearing_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    holder_presence = models.CharField(max_length=12, choices=HolderPresence, default=HolderPresence.EXPECTED)
    holder_in_room = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "application"], name="case_once_per_session"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=LIVE_CASES), name="application_waits_for_one_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.application_id}"


class Interest(models.Model):
    """A member steps aside for one file. While it is proposed or declared the database takes no ballot from them.

    `late` means that it was declared once a vote had begun. The nature is never printed: the minutes say who left.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interests")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=12, choices=InterestNature)
    state = models.CharField(max_length=10, choices=InterestState, default=InterestState.DECLARED)
    late = models.BooleanField(default=False)
    declared_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    dismissal_reason = models.CharField(max_length=300, blank=True)
    left_room_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seat"], name="interest_once_per_member"),
            models.CheckConstraint(
                name="dismissed_interest_has_a_reason", condition=~Q(state="dismissed") | ~Q(dismissal_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.seat_id}"
