"""One sitting of a committee and who came."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.committees.models.committee import Committee, Seat
from quartierlibre.domain.committees.states import Presence, SessionState
from quartierlibre.domain.funds.models import Regulation
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission


class SessionQuerySet(models.QuerySet["Session"]):
    def upcoming(self) -> SessionQuerySet:
        """Announced and not yet begun, soonest first."""
        announced = Q(state__in=[SessionState.PLANNED, SessionState.CALLED])
        return self.filter(announced, starts_at__gte=timezone.now()).order_by("starts_at", "pk")

    def visible_to(self, person: Person | AnonymousUser) -> SessionQuerySet:
        """From the inside: members whose mandate includes the day, and those who prepare sessions of the territory.

        What the public sees of a session is in `queries`, never through this.
        """
        if not isinstance(person, Person):
            return self.none()
        return self.filter(
            Q(committee__in=_committees_of(person, timezone.localdate()))
            | Q(committee__fund__territory__in=person.territories_where(Permission.PLAN_SESSIONS))
        )


def _committees_of(person: Person, day: date) -> models.QuerySet[Seat, Any]:
    return Seat.objects.all().held_on(day).filter(person=person).values("committee")


class Session(models.Model):
    """One sitting of a committee: a moment (stored in UTC, shown in Europe/Paris) and a place.

    `regulation` is frozen at opening, with what it says of quorum, majority, ties, ballots and recusals.
    `second_call_of` is the sitting that lacked its quorum. `number` counts the sittings a committee opened in a year.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    regulation = models.ForeignKey(
        Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions", editable=False
    )
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    chair = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_call_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="second_calls"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    word_of_convocation = models.TextField(blank=True, db_default="")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["starts_at"], condition=Q(state__in=["planned", "called"]), name="session_planned")
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "starts_at"], name="session_once_per_moment"),
            models.CheckConstraint(
                name="open_session_has_its_regulation",
                condition=Q(state__in=["planned", "called", "cancelled"])
                | Q(regulation__isnull=False, opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="held_session_has_its_end", condition=~Q(state="held") | Q(closed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """A seat at one session. `may_vote` is written at opening and never changes after; `card` opens one phone.

    `proxy_to` is who carries the voice of a member who gave it; `card` is the digest of the token printed on the
    member's access card, worthless once the session is closed.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.EXPECTED)
    may_vote = models.BooleanField(default=False)
    proxy_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="proxies")
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    card = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="attendance_once_per_seat"),
            models.UniqueConstraint(fields=["card"], condition=~Q(card=""), name="attendance_card_once"),
            models.CheckConstraint(
                name="proxy_is_given_to_someone",
                condition=Q(presence="proxy", proxy_to__isnull=False) | (~Q(presence="proxy") & Q(proxy_to=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.seat_id}"
