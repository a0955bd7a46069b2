"""Where many points fall, with numpy and shapely: for imports, checks, open data and statistics, not for a page.

Same answers as `lookup`, which a property test compares with this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from quartierlibre.domain.places.lookup import Plot
from quartierlibre.domain.places.metric import ECCENTRICITY_2, EQUATOR, MultiPolygon
from quartierlibre.domain.places.rules import EDGE_METRES
from quartierlibre.domain.places.states import LocationStatus

SIDES_TOGETHER = 8  # sides of a boundary that share a box of the tree: fewer make a heavy tree, more make useless work
STATUSES = (LocationStatus.OUT, LocationStatus.EDGE, LocationStatus.IN)
Numbers = NDArray[np.float64]
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, in columns: `status[i]` indexes STATUSES, the three others list pairs of a point and a plot.

    A pair is there when the plot contains the point or lies within 50 m of it; `metres` is 0 when it contains it.
    """

    status: NDArray[np.int8]
    point: Indexes
    plot: Indexes
    metres: Numbers

    def statuses(self) -> list[LocationStatus]:
        return [STATUSES[code] for code in self.status]


class Atlas:
    """The outlines of one vintage, cut into runs of sides and laid in two trees."""

    def __init__(self, plots: Sequence[Plot], outlines: Sequence[MultiPolygon]) -> None:
        self.plots = tuple(plots)
        self._shapes = np.array([_shape_of(parts) for parts in outlines], dtype=object)
        shapely.prepare(self._shapes)
        self._surfaces = shapely.STRtree(self._shapes)
        self._sides, self._owner = _runs_of_sides(self._shapes)
        west, south = self._sides[:, :, 0::2].min(axis=(1, 2)), self._sides[:, :, 1::2].min(axis=(1, 2))
        east, north = self._sides[:, :, 0::2].max(axis=(1, 2)), self._sides[:, :, 1::2].max(axis=(1, 2))
        self._runs = shapely.STRtree(shapely.box(west, south, east, north))

    def locate_many(self, rows: Numbers | Sequence[Sequence[float]]) -> Found:
        """Status of each point (rows of longitude, latitude), and the plots it lies in or near."""
        points = np.asarray(rows, dtype=np.float64).reshape(-1, 2)
        inside = self._pairs_inside(points)
        near, metres = self._pairs_near_a_boundary(points)
        status = np.zeros(len(points), dtype=np.int8)
        status[inside[0]] = STATUSES.index(LocationStatus.IN)
        status[near[0]] = STATUSES.index(LocationStatus.EDGE)
        return Found(status, *self._joined(inside, near, metres))

    def _pairs_inside(self, points: Numbers) -> Indexes:
        pairs = self._surfaces.query(shapely.points(points))
        held = shapely.contains_xy(self._shapes[pairs[1]], points[pairs[0], 0], points[pairs[0], 1])
        found: Indexes = pairs[:, held]
        return found

    def _pairs_near_a_boundary(self, points: Numbers) -> tuple[Indexes, Numbers]:
        """Pairs of a point and a plot that has a side within 50 m, with the distance to the nearest side."""
        across, along = _metres_per_degree(points[:, 1])
        lon_margin, lat_margin = EDGE_METRES / across, EDGE_METRES / along
        lon, lat = points[:, 0], points[:, 1]
        windows = shapely.box(lon - lon_margin, lat - lat_margin, lon + lon_margin, lat + lat_margin)
        point, run = self._runs.query(windows)
        metres = _to_sides(self._sides[run], lon[point], lat[point], across[point], along[point])
        close = metres <= EDGE_METRES
        return _nearest_per_pair(point[close], self._owner[run[close]], metres[close], len(self.plots))

    def _joined(self, inside: Indexes, near: Indexes, metres: Numbers) -> tuple[Indexes, Indexes, Numbers]:
        """Both kinds of pairs, each once: 0 m when inside."""
        keys = np.concatenate([inside[0] * len(self.plots) + inside[1], near[0] * len(self.plots) + near[1]])
        values = np.concatenate([np.zeros(inside.shape[1]), metres])
        keys, first = np.unique(keys, return_index=True)
        return keys // max(1, len(self.plots)), keys % max(1, len(self.plots)), values[first]


def _shape_of(parts: MultiPolygon) -> Any:
    return shapely.MultiPolygon([(part[0], part[1:]) for part in parts])


def _runs_of_sides(shapes: NDArray[Any]) -> tuple[Numbers, Indexes]:
    """Every side of every ring as (lon, lat, lon, lat), by runs of a few, and the shape each run belongs to.

    The last run of a ring is filled with its last side again, which changes no distance.
    """
    polygons, shape_of_polygon = shapely.get_parts(shapes, return_index=True)
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    runs, owners = [np.zeros((0, SIDES_TOGETHER, 4))], [np.zeros(0, dtype=np.int64)]
    for ring, owner in zip(rings, shape_of_polygon[polygon_of_ring], strict=True):
        corners = shapely.get_coordinates(ring)
        sides = np.hstack([corners[:-1], corners[1:]])
        missing = -len(sides) % SIDES_TOGETHER
        sides = np.vstack([sides, np.repeat(sides[-1:], missing, axis=0)])
        runs.append(sides.reshape(-1, SIDES_TOGETHER, 4))
        owners.append(np.full(len(runs[-1]), owner, dtype=np.int64))
    return np.concatenate(runs), np.concatenate(owners)


def _metres_per_degree(lat: Numbers) -> tuple[Numbers, Numbers]:
    w2 = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    across = np.radians(EQUATOR / np.sqrt(w2) * np.cos(np.radians(lat)))
    return across, np.radians(EQUATOR * (1 - ECCENTRICITY_2) / w2**1.5)


def _to_sides(runs: Numbers, lon: Numbers, lat: Numbers, across: Numbers, along: Numbers) -> Numbers:
    """Metres from each point to the nearest side of its run, on a plane scaled at the point."""
    x1, x2 = ((runs[:, :, i] - lon[:, None]) * across[:, None] for i in (0, 2))
    y1, y2 = ((runs[:, :, i] - lat[:, None]) * along[:, None] for i in (1, 3))
    dx, dy = x2 - x1, y2 - y1
    length2 = dx * dx + dy * dy
    part = np.clip(-(x1 * dx + y1 * dy) / np.where(length2 == 0, 1, length2), 0, 1)
    best: Numbers = np.hypot(x1 + part * dx, y1 + part * dy).min(axis=1, initial=np.inf)
    return best


def _nearest_per_pair(point: Indexes, plot: Indexes, metres: Numbers, plots: int) -> tuple[Indexes, Numbers]:
    """One row per point and plot, with the least of its distances."""
    order = np.lexsort((metres, point * plots + plot))
    keys, first = np.unique((point * plots + plot)[order], return_index=True)
    return np.vstack([keys // max(1, plots), keys % max(1, plots)]), metres[order][first]
