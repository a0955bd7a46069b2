"""Where one point falls, in plain Python: a web worker that answers it never loads shapely nor numpy (30 MB)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from quartierlibre.domain.places import metric
from quartierlibre.domain.places.metric import Box, MultiPolygon
from quartierlibre.domain.places.rules import EDGE_METRES, status_of
from quartierlibre.domain.places.states import LocationStatus, NeighbourhoodKind

WINDOW = 30_000.0  # metres: plots further than this are only ranked when there is none nearer
AT_ONCE = 6  # outlines asked for together: the nearest one is nearly always among the six nearest boxes


@dataclass(frozen=True, slots=True)
class Plot:
    """What is known of a neighbourhood without its outline."""

    key: int
    code: str
    name: str
    kind: NeighbourhoodKind
    box: Box


@dataclass(frozen=True, slots=True)
class Near:
    """A neighbourhood seen from a point: `metres` to it (0 inside), and `to_boundary` metres from either side."""

    key: int
    code: str
    name: str
    kind: NeighbourhoodKind
    metres: float
    to_boundary: float

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "name": self.name, "metres": round(self.metres, 1)}


@dataclass(frozen=True, slots=True)
class Location:
    """The answer to "where does this point fall?", for one vintage.

    `neighbourhoods` holds those that contain the point or lie within 50 m of it, the nearest first, then by code.
    `nearest` is the nearest of all, at whatever distance; None only when there is no neighbourhood at all.
    """

    status: LocationStatus
    neighbourhoods: tuple[Near, ...]
    nearest: Near | None
    vintage: int | None

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status.value,
            "neighbourhoods": [near.as_json() for near in self.neighbourhoods],
            "nearest": self.nearest.as_json() if self.nearest else None,
            "vintage": self.vintage,
        }


OutlinesOf = Callable[[Sequence[int]], Mapping[int, MultiPolygon]]


def locate(lon: float, lat: float, plots: Sequence[Plot], outlines_of: OutlinesOf, vintage: int | None) -> Location:
    """Where a point falls among these plots. Outlines are only asked for when their box makes them worth looking at."""
    window = Box(lon, lat, lon, lat).widened(WINDOW)
    seen = _look(lon, lat, [plot for plot in plots if plot.box.meets(window)], outlines_of)
    if not seen or seen[0].metres > 0.95 * WINDOW:
        seen = _look(lon, lat, plots, outlines_of)
    close = tuple(near for near in seen if near.metres <= EDGE_METRES)
    status = status_of(
        inside=any(near.metres == 0 for near in close),
        to_boundary=min((near.to_boundary for near in close), default=inf),
    )
    return Location(status, close, seen[0] if seen else None, vintage)


def _look(lon: float, lat: float, plots: Sequence[Plot], outlines_of: OutlinesOf) -> list[Near]:
    """Plots from the nearest on, until no box left can hold anything nearer, nor within 50 m."""
    seen: list[Near] = []
    best = inf
    for at_least, batch in _batches(lon, lat, plots):
        if at_least > max(best, EDGE_METRES):
            break
        outlines = outlines_of([plot.key for plot in batch])
        seen += [_see(plot, outlines[plot.key], lon, lat) for plot in batch if plot.key in outlines]
        best = min((near.metres for near in seen), default=inf)
    return sorted(seen, key=lambda near: (near.metres, near.code))


def _batches(lon: float, lat: float, plots: Sequence[Plot]) -> Iterator[tuple[float, list[Plot]]]:
    """Plots by a few, from the nearest box on, each time with the least distance any of them can be at."""
    ranked = sorted(((plot.box.no_closer_than(lon, lat), plot.code, plot) for plot in plots), key=lambda each: each[:2])
    start = 0
    while start < len(ranked):
        close = sum(1 for at_least, _code, _plot in ranked[start:] if at_least <= EDGE_METRES)
        end = start + max(AT_ONCE, close)
        yield ranked[start][0], [plot for _least, _code, plot in ranked[start:end]]
        start = end


def _see(plot: Plot, outline: MultiPolygon, lon: float, lat: float) -> Near:
    to_boundary = metric.to_boundary(outline, lon, lat, plot.box.centre[1])
    inside = metric.contains(outline, lon, lat)
    return Near(plot.key, plot.code, plot.name, plot.kind, 0.0 if inside else to_boundary, to_boundary)
