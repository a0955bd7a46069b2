"""Committees, who sits on them, and the links members declared once."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.committees.states import InterestNature, SeatBasis, SeatTitle
from quartierlibre.domain.funds.models import Fund, Funder, Sector
from quartierlibre.domain.people.models import Group, Person


class Committee(models.Model):
    """Residents who decide for a fund, or for one of its sectors."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
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


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_on(self, day: date) -> SeatQuerySet:
        """Seats whose mandate includes that day: both ends count, no end lasts until said otherwise."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Seat(models.Model):
    """A person's place on a committee for a time: in which college, by what right, with or without a vote.

    `funder` is set on the seat of a funder's representative: it is always shown as such (circular of 25 April 2000).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    college = models.CharField(max_length=20)
    basis = models.CharField(max_length=10, choices=SeatBasis)
    title = models.CharField(max_length=10, choices=SeatTitle, default=SeatTitle.MEMBER)
    votes = models.BooleanField()
    funder = models.ForeignKey(Funder, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    group_name = models.CharField(max_length=160, blank=True)
    senior_since = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "pk"]
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["committee", "person"], condition=Q(ends_on=None), name="seat_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} · {self.person_id}"


class Link(models.Model):
    """A tie a member declared once (an association, an employer, a relative); the system proposes recusals from it.

    What it names is personal to the member: shown to them and to who prepares the session, never published.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    nature = models.CharField(max_length=12, choices=InterestNature)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    with_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160, editable=False)
    declared_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person", "pk"]
        indexes = [models.Index(fields=["name_key"], condition=Q(ended_at=None), name="link_name")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.nature}"
