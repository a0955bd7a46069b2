"""A meeting: what, when, where, and what its page says."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.models.topic import NewsType, Series, Topic
from quartierlibre.domain.meetings.rules.times import LONGEST
from quartierlibre.domain.meetings.states import LISTED, READABLE, MeetingKind, MeetingState, Mode
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Commune, Territory

IS_LISTED = Q(state__in=[str(state) for state in LISTED])


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def listed(self) -> MeetingQuerySet:
        """What the agenda tells anyone: published, cancelled or postponed."""
        return self.filter(IS_LISTED)

    def readable(self) -> MeetingQuerySet:
        """What anyone may read at its address: the archived ones too."""
        return self.filter(state__in=READABLE)

    def coming(self, since: datetime) -> MeetingQuerySet:
        """Not ended at this instant (the first of today, so that a meeting stays on its day); soonest first."""
        return self.filter(last_moment__gte=since, starts_at__gte=since - LONGEST).order_by("starts_at", "pk")

    def past(self, since: datetime) -> MeetingQuerySet:
        """Ended before this instant, latest first."""
        return self.filter(last_moment__lt=since, starts_at__lt=since).order_by("-starts_at", "-pk")

    def organised_by(self, person: Person | AnonymousUser) -> MeetingQuerySet:
        """Those this person prepares: their territories', and those of no territory if they organise anywhere."""
        if not isinstance(person, Person):
            return self.none()
        territories = person.territories_where(Permission.ORGANISE_MEETINGS)
        return self.filter(Q(territory__in=territories) | Q(territory=None)) if territories else self.none()

    def visible_to(self, person: Person | AnonymousUser) -> MeetingQuerySet:
        """What anyone may read, and the drafts of those who organise."""
        return self.filter(Q(state__in=READABLE) | Q(pk__in=self.model.objects.organised_by(person).values("pk")))


class Meeting(models.Model):
    """A meeting and its page. Instants are aware, shown at Paris time.

    `welcome_at` is when the doors open, never the start. `has_hour` is False when only the day is known: `starts_at` is
    then midnight in Paris, `ends_at` the midnight after the last day, and no hour is ever shown. `last_moment` (kept by
    the database) is the end, or the start when nobody knows the end. `previous_starts_at` is the date given up by
    the last move. `sequence` grows with each change, so that calendars follow. `source_url` names the page it was
    brought from: the same source is the same meeting. `body` is HTML made safe by `foundation.rich_text`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=MeetingKind, default=MeetingKind.OTHER)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    commune = models.ForeignKey(Commune, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    organiser = models.CharField(max_length=200, blank=True)
    partners = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    welcome_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    has_hour = models.BooleanField(default=True)
    last_moment = models.GeneratedField(
        expression=Coalesce("ends_at", "starts_at"), output_field=models.DateTimeField(), db_persist=True
    )
    previous_starts_at = models.DateTimeField(null=True, blank=True, editable=False)

    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ON_SITE)
    remote_url = models.URLField(max_length=500, blank=True)
    venue_name = models.CharField(max_length=200, blank=True)
    venue_address = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=120, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    access_notes = models.TextField(blank=True)

    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="meetings")
    funds = models.ManyToManyField(Fund, blank=True, related_name="meetings")
    news_type = models.ForeignKey(NewsType, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    source_url = models.URLField(max_length=500, null=True, blank=True, unique=True)
    first_published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    state_note = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_welcomes_before_it_starts",
                condition=Q(welcome_at=None) | Q(welcome_at__lte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="published_meeting_has_its_date",
                condition=Q(state="draft") | Q(first_published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_draft_waits_to_be_published", condition=Q(publish_at=None) | Q(state="draft")
            ),
            models.CheckConstraint(
                name="meeting_point_is_whole",
                condition=Q(longitude=None, latitude=None) | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
            ),
            models.CheckConstraint(
                name="meeting_without_hour_is_whole_days",
                condition=Q(has_hour=True) | Q(welcome_at=None, ends_at__isnull=False),
            ),
            models.CheckConstraint(name="meeting_source_is_not_empty", condition=~Q(source_url="")),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], condition=IS_LISTED, name="meeting_agenda"),
            models.Index(fields=["last_moment"], condition=IS_LISTED, name="meeting_past"),
            models.Index(fields=["territory", "starts_at", "id"], condition=IS_LISTED, name="meeting_of_territory"),
            models.Index(fields=["kind", "starts_at", "id"], condition=IS_LISTED, name="meeting_of_kind"),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="meeting_to_publish"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaMark(models.Model):
    """One row, one number, moved by the database with every change of the agenda: pages are kept until it moves."""

    revision = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.revision)
