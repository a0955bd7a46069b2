"""The file of one project, from its first typed word."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.states import (
    UNDER_WAY,
    ApplicationState,
    Channel,
    ContactKind,
    HolderKind,
    TellBy,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.states import LocationMethod, LocationStatus

# Somebody of the team still has something to do. Written once, so that the index and the question are the same.
TO_DO = Q(state__in=UNDER_WAY) & (
    Q(seen_at=None) | Q(tell_by__in=[TellBy.PHONE, TellBy.LETTER], told_at=None) | ~Q(missing=[])
)


def number_said(year: int | None, number: int | None) -> str:
    """The number people say aloud ("2026-014"), empty for a draft."""
    return f"{year}-{number:03d}" if number else ""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def held_by(self, person: Person) -> ApplicationQuerySet:
        """Those this person carries, alone or in a team, drafts included."""
        return self.filter(_carried_by(person))

    def visible_to(self, person: Person) -> ApplicationQuerySet:
        """Its holder and team at any time; staff of the fund's territory once it is filed, never a draft."""
        read_in = person.territories_where(Permission.READ_APPLICATIONS)
        filed_here = Q(fund__territory__in=read_in) & ~Q(state=ApplicationState.DRAFT)
        return self.filter(_carried_by(person) | filed_here)

    def opened_by_code(self, public_ids: Iterable[str]) -> ApplicationQuerySet:
        """Those a browser has proved with a resume code; `public_ids` come from its session, never from the page."""
        return self.filter(public_id__in=list(public_ids))

    def filed(self) -> ApplicationQuerySet:
        return self.exclude(state=ApplicationState.DRAFT)


def _carried_by(person: Person) -> Q:
    team = Application.team.through.objects.filter(application=OuterRef("pk"), person=person)
    return Q(holder=person) | Q(Exists(team))


class Application(models.Model):
    """A micro-project asked of a fund. A draft may be empty anywhere; a filed one has a number, a date, a rulebook.

    `answers` is what was typed, field by field, word for word; the typed columns are what we could read of it.
    `screening_reason` is read by the holder; `adjourned_at` is the last time a committee put the decision off.
    `report_late_since` is the day the report of its grant was due, as long as it has not come.
    Money is in cents. `missing` lists the fields a paper sheet left blank. Longitude and latitude are WGS 84 degrees.
    `location_commune` is the INSEE code of an address chosen in the search; no other way of placing tells it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fund = models.ForeignKey("funds.Fund", on_delete=models.PROTECT, related_name="applications")
    sector = models.ForeignKey(
        "funds.Sector", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    form_version = models.ForeignKey("applications.FormVersion", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.WEB)
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="continued_by")

    answers = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    title = models.CharField(max_length=160, blank=True)
    pitch = models.TextField(blank=True)
    holder_kind = models.CharField(max_length=12, choices=HolderKind, blank=True)
    group = models.ForeignKey(
        "people.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    group_name = models.CharField(max_length=160, blank=True)
    rna = models.CharField(max_length=10, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="team_applications")
    holder_name = models.CharField(max_length=120, blank=True)
    minor = models.BooleanField(default=False)
    adult_name = models.CharField(max_length=120, blank=True)
    adult_contact = models.CharField(max_length=254, blank=True)

    contact_kind = models.CharField(max_length=6, choices=ContactKind, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    name_key = models.CharField(max_length=160, blank=True, editable=False)

    place_text = models.CharField(max_length=300, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    location_method = models.CharField(max_length=10, choices=LocationMethod, blank=True)
    location_status = models.CharField(max_length=8, choices=LocationStatus, blank=True)
    location_metres = models.PositiveIntegerField(null=True, blank=True)
    location_nearest = models.CharField(max_length=160, blank=True)
    location_commune = models.CharField(max_length=5, blank=True, default="", db_default="")
    location_vintage = models.PositiveSmallIntegerField(null=True, blank=True)
    located_at = models.DateTimeField(null=True, blank=True)
    neighbourhoods = models.ManyToManyField(
        "places.Neighbourhood", through="ApplicationNeighbourhood", related_name="applications"
    )

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    audience = models.TextField(blank=True)
    expected_people = models.PositiveIntegerField(null=True, blank=True)
    open_to_all = models.BooleanField(null=True, blank=True)
    themes = models.ManyToManyField("funds.Theme", blank=True, related_name="applications")
    asked_cents = models.PositiveBigIntegerField(null=True, blank=True)

    regulation = models.ForeignKey(
        "funds.Regulation", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    regulation_accepted_at = models.DateTimeField(null=True, blank=True)
    regulation_accepted_by = models.CharField(max_length=120, blank=True)
    cer_accepted_at = models.DateTimeField(null=True, blank=True)
    cer_accepted_by = models.CharField(max_length=120, blank=True)

    filing_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    filing_number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    filed_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    screened_at = models.DateTimeField(null=True, blank=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    screening_reason = models.TextField(blank=True)
    adjourned_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    report_late_since = models.DateField(null=True, blank=True, editable=False)
    missing = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    allowed_cents = models.PositiveBigIntegerField(null=True, blank=True)
    tell_by = models.CharField(max_length=6, choices=TellBy, blank=True, default=TellBy.NOBODY)
    told_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "filing_year", "filing_number"], name="application_number_once_per_fund_and_year"
            ),
            models.CheckConstraint(
                name="filed_application_has_number_date_and_rulebook",
                condition=Q(state=ApplicationState.DRAFT, filing_number=None, filed_on=None, submitted_at=None)
                | Q(
                    ~Q(state=ApplicationState.DRAFT),
                    filing_year__isnull=False,
                    filing_number__isnull=False,
                    filed_on__isnull=False,
                    submitted_at__isnull=False,
                    regulation__isnull=False,
                ),
                violation_error_message=_("Un dossier déposé a un numéro, une date et un règlement accepté."),
            ),
            models.CheckConstraint(
                name="withdrawn_application_has_date",
                condition=Q(state=ApplicationState.WITHDRAWN, withdrawn_at__isnull=False)
                | Q(~Q(state=ApplicationState.WITHDRAWN), withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="inadmissible_application_says_why",
                condition=~Q(state=ApplicationState.INADMISSIBLE) | ~Q(screening_reason=""),
                violation_error_message=_("Un dossier non recevable dit pourquoi, avec des mots simples."),
            ),
            models.CheckConstraint(
                name="filed_project_ends_after_it_starts",
                condition=Q(state=ApplicationState.DRAFT)
                | Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["fund", "-filed_on", "-id"],
                name="application_filed",
                condition=~Q(state=ApplicationState.DRAFT),
            ),
            models.Index(
                fields=["-filed_on", "-id"], name="application_last_filed", condition=~Q(state=ApplicationState.DRAFT)
            ),
            models.Index(fields=["fund", "filing_year", "name_key"], name="application_same_name"),
            models.Index(fields=["contact_email"], name="application_contact_email", condition=~Q(contact_email="")),
            models.Index(fields=["contact_phone"], name="application_contact_phone", condition=~Q(contact_phone="")),
            models.Index(fields=["fund", "filed_on"], name="application_to_do", condition=TO_DO),
            models.Index(fields=["fund"], name="application_report_late", condition=Q(report_late_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number or 'brouillon'} {self.title}".strip()

    @property
    def number(self) -> str:
        return number_said(self.filing_year, self.filing_number)

    @property
    def is_draft(self) -> bool:
        return self.state == ApplicationState.DRAFT
