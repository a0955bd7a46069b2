"""Cleaning, thinning and comparing outlines. Shapely is only loaded by what needs it: pages that locate do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import TYPE_CHECKING, Any

from quartierlibre.domain.places.metric import Box, MultiPolygon, Part, Ring, metres_per_degree

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GeoJson = dict[str, Any]
WIDTH_OF_A_COLLAPSED_OUTLINE = 1.0  # metres, around the point or line that simplification left of a polygon


@dataclass(frozen=True, slots=True)
class Outline:
    """A valid MultiPolygon, and what was done to make it so.

    `collapsed` says that the source only holds a point or a line: a ribbon one metre wide stands for it, so that the
    place is found but never answers "in".
    """

    geometry: GeoJson
    box: Box
    repaired: bool = False
    collapsed: bool = False

    @property
    def parts(self) -> MultiPolygon:
        return parts_of(self.geometry)


def parts_of(geometry: Mapping[str, Any]) -> MultiPolygon:
    """The parts of a stored outline."""
    parts: MultiPolygon = geometry["coordinates"]
    return parts


def box_of(parts: MultiPolygon) -> Box:
    corners = [vertex for part in parts for vertex in part[0]]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return Box(min(lons), min(lats), max(lons), max(lats))


def clean(parts: MultiPolygon) -> Outline:
    """Keep a valid outline as it is; repair another, keeping surfaces only.

    The `structure` repair never turns land counted twice into a hole, as the default one does.
    """
    import shapely

    shape = shapely.MultiPolygon([(part[0], part[1:]) for part in parts])
    if shapely.is_valid(shape):
        return _as_outline([[[list(vertex[:2]) for vertex in ring] for ring in part] for part in parts])
    repaired = _surfaces_of(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    if repaired:
        return _as_outline(repaired, repaired=True)
    return _as_outline(_ribbon(shape), repaired=True, collapsed=True)


def _as_outline(parts: list[list[list[list[float]]]], *, repaired: bool = False, collapsed: bool = False) -> Outline:
    return Outline({"type": "MultiPolygon", "coordinates": parts}, box_of(parts), repaired, collapsed)


def _surfaces_of(shape: BaseGeometry) -> list[list[list[list[float]]]]:
    """Every polygon within a shape of any type, as nested lists."""
    if shape.is_empty:
        return []
    if shape.geom_type != "Polygon":
        return [part for each in getattr(shape, "geoms", ()) for part in _surfaces_of(each)]
    return [[[[x, y] for x, y in ring.coords] for ring in (shape.exterior, *shape.interiors)]]


def _ribbon(shape: BaseGeometry) -> list[list[list[list[float]]]]:
    import shapely

    lines = shapely.MultiLineString([list(part.exterior.coords) for part in shape.geoms])
    across, along = metres_per_degree(lines.bounds[1])
    squeezed = shapely.transform(lines, lambda xy: xy * (across, along))
    widened = shapely.buffer(squeezed, WIDTH_OF_A_COLLAPSED_OUTLINE, quad_segs=4)
    return _surfaces_of(shapely.transform(widened, lambda xy: xy / (across, along)))


def square_kilometres(outline: Outline) -> float:
    """Surface of the outline, holes taken off, right to 1 % for a place less than a degree high."""
    across, along = metres_per_degree(outline.box.centre[1])
    doubled = sum(
        abs(_doubled_area(part[0])) - sum(abs(_doubled_area(hole)) for hole in part[1:]) for part in outline.parts
    )
    return doubled / 2 * across * along / 1e6


def _doubled_area(ring: Ring) -> float:
    west, south = ring[0][0], ring[0][1]
    return sum(
        (a[0] - west) * (b[1] - south) - (b[0] - west) * (a[1] - south)
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
    )


def inner_point(parts: MultiPolygon) -> tuple[float, float]:
    """A point well inside the largest part, for a label: the middle of the widest crossing at one of three heights."""
    largest = max(parts, key=lambda part: abs(_doubled_area(part[0])))
    box = box_of([largest])
    heights = (box.south + (box.north - box.south) * share for share in (0.35, 0.503, 0.65))
    width, lon, lat = max(_widest_crossing(largest, height) for height in heights)
    return (lon, lat) if width else (largest[0][0][0], largest[0][0][1])


def _widest_crossing(part: Part, lat: float) -> tuple[float, float, float]:
    """Width of the widest stretch of land on this parallel, and its middle."""
    meets = sorted(
        a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in part
        for a, b in pairwise(ring)
        if (a[1] > lat) != (b[1] > lat)
    )
    return max(
        ((east - west, (west + east) / 2, lat) for west, east in zip(meets[::2], meets[1::2], strict=True)),
        default=(0, 0, 0),
    )


def thinned(parts: MultiPolygon, metres: float) -> list[list[list[list[float]]]]:
    """The same outline drawn with fewer corners: none moves, and no dropped one lies further than this from its side.

    For pictures only: two neighbours drawn apart may overlap by that much. Parts and holes too small to be seen go
    away, except the largest part.
    """
    drawn = [[kept for ring in part if len(kept := _thin_ring(ring, metres)) >= 4] for part in parts]
    visible = [part for part, source in zip(drawn, parts, strict=True) if part and _is_seen(source[0], metres)]
    if visible:
        return visible
    largest = max(parts, key=lambda part: abs(_doubled_area(part[0])))
    return [[[list(vertex[:2]) for vertex in largest[0]]]]


def _is_seen(ring: Ring, metres: float) -> bool:
    across, along = metres_per_degree(ring[0][1])
    return abs(_doubled_area(ring)) / 2 * across * along > metres**2


def _thin_ring(ring: Ring, metres: float) -> list[list[float]]:
    """Douglas and Peucker's line thinning, started from two far corners of the closed ring."""
    along = metres_per_degree(ring[0][1])[1]
    squeeze = cos(radians(ring[0][1]))
    line = [(vertex[0] * squeeze, vertex[1]) for vertex in ring]
    far = max(range(len(line)), key=lambda i: _squared(line[i], line[0]))
    kept = {0, far, len(line) - 1} | set(_kept_corners(line, 0, far, metres / along))
    kept |= set(_kept_corners(line, far, len(line) - 1, metres / along))
    return [list(ring[i][:2]) for i in sorted(kept)]


def _kept_corners(line: Sequence[tuple[float, float]], first: int, last: int, tolerance: float) -> Iterator[int]:
    todo = [(first, last)]
    while todo:
        start, end = todo.pop()
        if end - start < 2:
            continue
        furthest = max(range(start + 1, end), key=lambda i: _off_side(line[i], line[start], line[end]))
        if _off_side(line[furthest], line[start], line[end]) > tolerance**2:
            yield furthest
            todo += [(start, furthest), (furthest, end)]


def _squared(a: tuple[float, float], b: tuple[float, float]) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _off_side(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Square of the distance from a point to a side."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = dx * dx + dy * dy
    part = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length2 if length2 else 0.0
    part = min(1.0, max(0.0, part))
    return _squared(point, (start[0] + part * dx, start[1] + part * dy))


@dataclass(frozen=True, slots=True)
class SharedLand:
    """What two outlines have in common, as a part (0 to 1) of each."""

    old: int
    new: int
    share_of_old: float
    share_of_new: float


def shared_land(old: Mapping[int, GeoJson], new: Mapping[int, GeoJson], *, threshold: float) -> list[SharedLand]:
    """Pairs of outlines where the land in common is at least `threshold` of one of the two.

    Shares are ratios of surfaces close to each other, so degrees serve as well as metres.
    """
    import shapely

    old_keys, new_keys = list(old), list(new)
    old_shapes = [shapely.geometry.shape(old[key]) for key in old_keys]
    new_shapes = [shapely.geometry.shape(new[key]) for key in new_keys]
    pairs = shapely.STRtree(new_shapes).query(old_shapes, predicate="intersects").T.tolist()
    found = [_compare(old_keys[i], old_shapes[i], new_keys[j], new_shapes[j]) for i, j in sorted(pairs)]
    return [each for each in found if max(each.share_of_old, each.share_of_new) >= threshold]


def _compare(old: int, old_shape: BaseGeometry, new: int, new_shape: BaseGeometry) -> SharedLand:
    common = old_shape.intersection(new_shape).area
    return SharedLand(
        old, new, round(min(1.0, common / old_shape.area), 4), round(min(1.0, common / new_shape.area), 4)
    )
