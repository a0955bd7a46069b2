"""Committees and the dates they sit. Seats, votes and decisions come with deliberation."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.committees.states import SessionState
from quartierlibre.domain.funds.models import Fund, Sector


class Committee(models.Model):
    """Residents who decide for a fund, or for one of its sectors."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="committees")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="committees")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["fund", "sector__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "sector"], name="committee_once_per_sector", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def upcoming(self) -> SessionQuerySet:
        """Planned and not yet begun, soonest first."""
        return self.filter(state=SessionState.PLANNED, starts_at__gte=timezone.now()).order_by("starts_at", "pk")


class Session(models.Model):
    """One sitting of a committee: a moment (stored in UTC, shown in Europe/Paris) and a place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], condition=Q(state="planned"), name="session_planned")]
        constraints = [models.UniqueConstraint(fields=["committee", "starts_at"], name="session_once_per_moment")]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.starts_at:%Y-%m-%d}"
