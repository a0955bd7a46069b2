"""Reading places: where a point falls, maps, lists, and what became of a neighbourhood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Sum

from quartierlibre.domain.places import lookup, picture
from quartierlibre.domain.places.lookup import Location, Plot
from quartierlibre.domain.places.metric import Box, MultiPolygon
from quartierlibre.domain.places.models import (
    Neighbourhood,
    NeighbourhoodQuerySet,
    NeighbourhoodSuccession,
    Territory,
)
from quartierlibre.domain.places.outlines import parts_of, thinned
from quartierlibre.domain.places.picture import MapView, Place, SvgMap
from quartierlibre.domain.places.picture import point_from_click as point_from_click
from quartierlibre.domain.places.rules import Position

if TYPE_CHECKING:
    from quartierlibre.domain.places.atlas import Atlas, Found, Numbers

KEPT_OUTLINES = 256  # in each process: a few hundred kilobytes
MAP_WIDTH = 320  # pixels: a picture that answers clicks is shown at its own size, on the narrowest phone too

Stamp = tuple[Any, ...]


class UnknownVintage(LookupError):
    """No neighbourhood of this vintage is loaded, though others are."""

    def __init__(self, vintage: int, loaded: Iterable[int]) -> None:
        self.vintage, self.loaded = vintage, sorted(loaded)
        super().__init__(f"{vintage} not in {self.loaded}")


@dataclass(slots=True)
class _Sheet:
    """What a process remembers of one vintage, as long as its stamp says that the table has not changed."""

    stamp: Stamp
    plots: tuple[Plot, ...]
    outlines: dict[int, MultiPolygon] = field(default_factory=dict)

    def outlines_of(self, keys: Sequence[int]) -> Mapping[int, MultiPolygon]:
        """Outlines of these plots; those not remembered yet are fetched together. Threads may share a sheet."""
        known = self.outlines if len(self.outlines) <= KEPT_OUTLINES else {}
        missing = [key for key in keys if key not in known]
        if missing:
            rows = Neighbourhood.objects.order_by().filter(pk__in=missing).values_list("pk", "outline")
            known = self.outlines = known | {key: parts_of(outline) for key, outline in rows}
        return known


_sheets: dict[int, _Sheet] = {}
_atlases: dict[int, tuple[Stamp, Atlas]] = {}


def stamps() -> dict[int, Stamp]:
    """For each vintage loaded, what changes whenever one of its rows does. One query, answered by an index."""
    rows = (
        Neighbourhood.objects.order_by()
        .values("vintage")
        .annotate(rows=Count("pk"), changed=Max("changed_at"), keys=Sum("pk"))
        .values_list("vintage", "rows", "changed", "keys")
    )
    return {vintage: tuple(stamp) for vintage, *stamp in rows}


def newest_vintage() -> int | None:
    """The vintage used when none is asked for."""
    return max(stamps(), default=None)


def locate(lon: float, lat: float, vintage: int | None = None, within: Collection[str] | None = None) -> Location:
    """Where a point (WGS 84 degrees) falls among the neighbourhoods of a vintage: the newest one unless said otherwise.

    `within` narrows the answer to these codes. Two queries, or one when the outlines near the point are remembered.
    Raises UnknownVintage when other vintages are loaded but not this one.
    """
    sheet, vintage = _sheet_of(vintage)
    if sheet is None:
        return lookup.locate(lon, lat, (), lambda keys: {}, vintage)
    plots = sheet.plots if within is None else [plot for plot in sheet.plots if plot.code in within]
    return lookup.locate(lon, lat, plots, sheet.outlines_of, vintage)


def _sheet_of(vintage: int | None) -> tuple[_Sheet | None, int | None]:
    stamp, vintage = _stamp_of(vintage)
    if stamp is None or vintage is None:
        return None, vintage
    sheet = _sheets.get(vintage)
    if sheet is None or sheet.stamp != stamp:
        sheet = _sheets[vintage] = _Sheet(stamp, tuple(_plots_of(vintage)))
    return sheet, vintage


def _stamp_of(vintage: int | None) -> tuple[Stamp | None, int | None]:
    loaded = stamps()
    if not loaded:
        return None, vintage
    if vintage is None:
        vintage = max(loaded)
    if vintage not in loaded:
        raise UnknownVintage(vintage, loaded)
    return loaded[vintage], vintage


def _plots_of(vintage: int) -> Iterable[Plot]:
    rows = Neighbourhood.objects.filter(vintage=vintage).order_by("code")
    for key, code, name, kind, *box in rows.values_list("pk", "code", "name", "kind", "west", "south", "east", "north"):
        yield Plot(key, code, name, kind, Box(*box))


def atlas(vintage: int | None = None) -> Atlas | None:
    """The whole vintage in memory (10 MB for 1,609 neighbourhoods), for lookups by the thousand; None if empty."""
    from quartierlibre.domain.places.atlas import Atlas

    sheet, vintage = _sheet_of(vintage)
    if sheet is None or vintage is None:
        return None
    known = _atlases.get(vintage)
    if known is None or known[0] != sheet.stamp:
        rows = Neighbourhood.objects.filter(vintage=vintage).values_list("pk", "outline")
        outlines = {key: parts_of(outline) for key, outline in rows}
        plots = [plot for plot in sheet.plots if plot.key in outlines]
        known = _atlases[vintage] = sheet.stamp, Atlas(plots, [outlines[plot.key] for plot in plots])
    return known[1]


def locate_many(points: Numbers | Sequence[Sequence[float]], vintage: int | None = None) -> Found | None:
    """Status of each point (rows of longitude, latitude) and what it lies in or near; None if nothing is loaded."""
    whole = atlas(vintage)
    return whole.locate_many(points) if whole else None


def in_territory(territory: Territory, vintage: int) -> NeighbourhoodQuerySet:
    """Neighbourhoods of a vintage that touch a commune of this territory, by name: the list to choose from."""
    chosen: NeighbourhoodQuerySet = Neighbourhood.objects.filter(vintage=vintage, communes__territories=territory)
    return chosen.order_by("name", "code").distinct()


@dataclass(frozen=True, slots=True)
class Heir:
    """A neighbourhood of another vintage on the same land, and what the land in common is of the old and of the new."""

    code: str
    name: str
    vintage: int
    share_of_old: float
    share_of_new: float


def predecessors(neighbourhood: Neighbourhood) -> list[Heir]:
    """What stood on this land in older vintages, the largest share of this one first."""
    links = NeighbourhoodSuccession.objects.filter(successor=neighbourhood).order_by("-share_of_successor", "pk")
    return _heirs(links, "predecessor")


def successors(neighbourhood: Neighbourhood) -> list[Heir]:
    """What stands on this land in newer vintages, the largest share of this one first."""
    links = NeighbourhoodSuccession.objects.filter(predecessor=neighbourhood).order_by("-share_of_predecessor", "pk")
    return _heirs(links, "successor")


def _heirs(links: Any, side: str) -> list[Heir]:
    columns = [f"{side}__code", f"{side}__name", f"{side}__vintage", "share_of_predecessor", "share_of_successor"]
    return [Heir(*row) for row in links.values_list(*columns)]


def _places_of(neighbourhoods: Iterable[Neighbourhood]) -> list[Place]:
    """Outlines of these, fetched together: one query whatever their number."""
    listed = list(neighbourhoods)
    rows = Neighbourhood.objects.order_by().filter(pk__in=[each.pk for each in listed]).values_list("pk", "outline")
    outlines = dict(rows)
    return [Place(each.code, each.name, each.kind, parts_of(outlines[each.pk])) for each in listed]


def outlines(neighbourhoods: Iterable[Neighbourhood], tolerance: float = 10.0) -> dict[str, Any]:
    """A GeoJSON collection for a map, each outline thinned: no corner dropped lies further than `tolerance` metres."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": place.code, "name": place.name, "kind": place.kind},
                "geometry": {"type": "MultiPolygon", "coordinates": _rounded(thinned(place.parts, tolerance))},
            }
            for place in _places_of(neighbourhoods)
        ],
    }


def _rounded(parts: MultiPolygon) -> list[list[list[list[float]]]]:
    """Five decimals of a degree are a metre: more only makes pages heavier."""
    return [[[[round(corner[0], 5), round(corner[1], 5)] for corner in ring] for ring in part] for part in parts]


def svg_map(
    neighbourhoods: Iterable[Neighbourhood],
    mark: Position | None = None,
    width: int = MAP_WIDTH,
    view: MapView | None = None,
) -> SvgMap | None:
    """A map drawn by the server: everything in one view, or the given view; None when there is nothing to show."""
    return picture.draw(_places_of(neighbourhoods), width=width, mark=mark, view=view)


def svg_map_of(codes: Collection[str], width: int = MAP_WIDTH) -> SvgMap | None:
    """The same for the newest outlines that carry these codes, by name, in one query."""
    found = Neighbourhood.objects.with_outlines().filter(code__in=codes).order_by("code", "-vintage").distinct("code")
    rows = sorted(found.values_list("name", "code", "kind", "outline"), key=lambda row: row[:2])
    places = [Place(code, name, kind, parts_of(outline)) for name, code, kind, outline in rows]
    return picture.draw(places, width=width)
