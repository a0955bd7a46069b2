"""Where things happen: administrative places, territories that run a scheme, neighbourhoods by vintage."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Departement(models.Model):
    """A French département, known by its code of two or three characters ("02", "59", "974")."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80)
    region_code = models.CharField(max_length=3)

    def __str__(self) -> str:
        return self.name


class Epci(models.Model):
    """A grouping of communes, known by its SIREN (nine digits, as text)."""

    siren = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, known by its INSEE code (five characters: leading zeros matter)."""

    insee_code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=120)
    departement = models.ForeignKey(Departement, on_delete=models.PROTECT, related_name="communes")
    epci = models.ForeignKey(Epci, null=True, blank=True, on_delete=models.PROTECT, related_name="communes")
    postal_codes = models.JSONField(default=list, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Territory(models.Model):
    """A perimeter that runs a scheme and gives mandates: a town, a grouping, a region. Tenants are territories."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    communes = models.ManyToManyField(Commune, blank=True, related_name="territories")

    def __str__(self) -> str:
        return self.name


class NeighbourhoodKind(models.TextChoices):
    PRIORITY = "qpv", _("Quartier prioritaire (QPV)")
    WATCH = "watch", _("Quartier de veille active")
    LOCAL = "local", _("Quartier défini localement")


class Neighbourhood(models.Model):
    """One outline of a neighbourhood in one geography (vintage): a redrawn quarter is another row, never a new outline.

    `outline` is a GeoJSON MultiPolygon in WGS 84 degrees; the `west`..`north` box bounds it, so SQL can narrow a search.
    Source of kinds and vintages: decrees 2014-1750 and 2023-1314; watch areas are local (law of 21 February 2014, art. 13).
    """

    code = models.CharField(max_length=20)
    vintage = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=NeighbourhoodKind, default=NeighbourhoodKind.PRIORITY)
    communes = models.ManyToManyField(Commune, blank=True, related_name="neighbourhoods")
    commune_codes = models.JSONField(default=list, blank=True)
    commune_names = models.JSONField(default=list, blank=True)
    outline = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    was_repaired = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "vintage"], name="neighbourhood_once_per_vintage"),
            models.CheckConstraint(
                name="neighbourhood_box_is_ordered",
                condition=Q(west__lte=models.F("east")) & Q(south__lte=models.F("north")),
            ),
        ]
        indexes = [models.Index(fields=["vintage", "west", "east"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, {self.vintage})"
