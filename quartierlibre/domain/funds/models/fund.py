"""Schemes, lists of themes, funds and their sectors."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Commune, Neighbourhood, Territory


class Scheme(models.Model):
    """A family of funds with one purpose: one platform hosts several."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    short_name = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name


class ThemeSet(models.Model):
    """A dated list of themes. How many a project names (`min_themes`..`max_themes`) may be unknown: then it is null."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    min_themes = models.PositiveSmallIntegerField(null=True, blank=True)
    max_themes = models.PositiveSmallIntegerField(null=True, blank=True)
    announced_count = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    unknown = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["valid_from", "slug"]
        constraints = [
            models.CheckConstraint(
                name="theme_set_cardinality_is_ordered",
                condition=Q(min_themes=None) | Q(max_themes=None) | Q(max_themes__gte=F("min_themes")),
            ),
            models.CheckConstraint(
                name="theme_set_ends_after_it_starts",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    theme_set = models.ForeignKey(ThemeSet, on_delete=models.PROTECT, related_name="themes")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["theme_set", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["theme_set", "code"], name="theme_code_once_per_set")]

    def __str__(self) -> str:
        return self.label


class ThemeMapping(models.Model):
    """A bridge from an old theme to a newer one, so that a chart can cross the change: our choice, never a text."""

    origin = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="mapped_to")
    target = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="mapped_from")
    note = models.CharField(max_length=300)

    class Meta:
        ordering = ["origin", "target"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "target"], name="theme_mapping_once"),
            models.CheckConstraint(name="theme_mapping_says_it_is_a_choice", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.target_id}"


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, person: Person | AnonymousUser) -> FundQuerySet:
        """Opened funds and reference rulebooks are public; a fund being prepared, to its writers only."""
        public = Q(opened_on__isnull=False) | Q(is_reference=True)
        if not isinstance(person, Person):
            return self.filter(public)
        return self.filter(public | Q(territory__in=person.territories_where(Permission.WRITE_REGULATIONS)))

    def open_on(self, day: date) -> FundQuerySet:
        """Funds in which one may file that day. A reference rulebook is read, never filed under."""
        started = self.filter(is_reference=False, opened_on__lte=day)
        return started.filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def of_territories(self, territory_ids: list[int]) -> FundQuerySet:
        return self.filter(territory__in=territory_ids)


class Fund(models.Model):
    """Money a territory entrusts to its residents, under a regulation, within a perimeter.

    `is_reference` marks a real rulebook shown as an example: nobody can file under it here.
    """

    slug = models.SlugField(max_length=60, unique=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="funds")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(max_length=120)
    manager_name = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_place = models.CharField(max_length=200, blank=True)
    presentation = models.TextField(blank=True)
    neighbourhoods = models.ManyToManyField(Neighbourhood, blank=True, related_name="funds")
    communes = models.ManyToManyField(Commune, blank=True, related_name="funds")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_reference = models.BooleanField(default=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                name="fund_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(opened_on__isnull=False, closed_on__gte=F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Same rule as `open_on`, for a fund already loaded."""
        if self.is_reference or self.opened_on is None or self.opened_on > on:
            return False
        return self.closed_on is None or self.closed_on >= on


class Sector(models.Model):
    """A part of a fund with its own committee and its own sub-envelope."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    neighbourhoods = models.ManyToManyField(Neighbourhood, blank=True, related_name="sectors")
    communes = models.ManyToManyField(Commune, blank=True, related_name="sectors")

    class Meta:
        ordering = ["fund", "position", "slug"]
        constraints = [models.UniqueConstraint(fields=["fund", "slug"], name="sector_slug_once_per_fund")]

    def __str__(self) -> str:
        return self.name
