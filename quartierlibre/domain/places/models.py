"""Where things happen: administrative places, territories that run a scheme, neighbourhoods by vintage."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.places.states import NeighbourhoodKind


class Departement(models.Model):
    """A French département, known by its code of two or three characters ("02", "59", "974")."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80, blank=True)
    region_code = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code


class Epci(models.Model):
    """A grouping of communes, known by its SIREN (nine digits, as text)."""

    siren = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["name", "siren"]

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

    class Meta:
        ordering = ["name", "insee_code"]

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


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    def of_vintage(self, vintage: int) -> NeighbourhoodQuerySet:
        return self.filter(vintage=vintage)

    def with_outlines(self) -> NeighbourhoodQuerySet:
        """Load the outlines too: only maps, searches and imports need them."""
        return self.defer(None)

    def box_touches(self, *, west: float, south: float, east: float, north: float) -> NeighbourhoodQuerySet:
        """Those whose bounding box meets this one (degrees): a superset of those whose outline does."""
        return self.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)


class NeighbourhoodManager(models.Manager.from_queryset(NeighbourhoodQuerySet)):  # type: ignore[misc]
    """An outline weighs kilobytes and most pages print a name: it stays in the database until asked for."""

    def get_queryset(self) -> NeighbourhoodQuerySet:
        return NeighbourhoodQuerySet(self.model, using=self._db).defer("outline")


class Neighbourhood(models.Model):
    """One outline of a neighbourhood in one geography (vintage): a redrawn quarter is another row, never a new outline.

    `outline` is a GeoJSON MultiPolygon in WGS 84 degrees; the `west`..`north` box bounds it, so SQL narrows a search.
    `was_collapsed`: the source only drew a point or a line; the place is known, its extent is not.
    Communes are kept as the source wrote them (`commune_*`), and linked when the table of communes knows them.
    Source of kinds and vintages: decrees 2014-1750 and 2023-1314; watch areas are local (law 2014-173, article 13).
    """

    code = models.CharField(max_length=20)
    vintage = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=NeighbourhoodKind, default=NeighbourhoodKind.PRIORITY)
    communes = models.ManyToManyField(Commune, blank=True, related_name="neighbourhoods")
    commune_codes = models.JSONField(default=list, blank=True)
    commune_names = models.JSONField(default=list, blank=True)
    epci_codes = models.JSONField(default=list, blank=True)
    outline = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    was_repaired = models.BooleanField(default=False)
    was_collapsed = models.BooleanField(default=False)
    is_invented = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        through="NeighbourhoodSuccession",
        through_fields=("predecessor", "successor"),
    )

    objects = NeighbourhoodManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["vintage", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "vintage"], name="neighbourhood_once_per_vintage"),
            models.CheckConstraint(
                name="neighbourhood_box_is_ordered",
                condition=Q(west__lte=models.F("east")) & Q(south__lte=models.F("north")),
            ),
        ]
        indexes = [
            models.Index(fields=["vintage", "west", "east"], name="neighbourhood_box"),
            models.Index(fields=["vintage", "changed_at"], include=["id"], name="neighbourhood_stamp"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, {self.vintage})"


class NeighbourhoodSuccession(models.Model):
    """Land of an old outline found again in a newer one, so that a chart can follow a place through redrawn maps.

    `share_of_predecessor` is the part of the old area the new outline covers, `share_of_successor` the part of the new
    area that comes from the old one (0 to 1). A merger has several predecessors, a split several successors.
    """

    predecessor = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="links_to_successors")
    successor = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="links_to_predecessors")
    share_of_predecessor = models.FloatField()
    share_of_successor = models.FloatField()

    class Meta:
        ordering = ["predecessor_id", "-share_of_predecessor", "successor_id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(name="succession_links_two_places", condition=~Q(predecessor=models.F("successor"))),
            models.CheckConstraint(
                name="succession_shares_are_parts",
                condition=Q(share_of_predecessor__gte=0, share_of_predecessor__lte=1)
                & Q(share_of_successor__gte=0, share_of_successor__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.share_of_predecessor:.0%})"


class PlaceImport(models.Model):
    """A file that changed the reference data of places: what it was, when, and what it changed."""

    what = models.CharField(max_length=20)
    vintage = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.vintage or ''} {self.source}"
