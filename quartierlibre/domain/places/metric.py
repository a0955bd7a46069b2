"""Metres between points given in degrees: one degree of longitude is worth 72 km in the north of France, not 111.

Everything is on the WGS 84 ellipsoid. Lengths are in metres, angles in decimal degrees, longitude always comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, atan, atan2, cos, hypot, inf, radians, sin, sqrt, tan

Point = Sequence[float]
Ring = Sequence[Point]
Part = Sequence[Ring]
MultiPolygon = Sequence[Part]

EQUATOR = 6_378_137.0
FLATTENING = 1 / 298.257223563
POLE = EQUATOR * (1 - FLATTENING)
ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)
SMALLEST_RADIUS = EQUATOR * (
    1 - ECCENTRICITY_2
)  # of all curvatures of the ellipsoid: along the meridian, at the equator
MEAN_RADIUS = 6_371_008.8


def metres_per_degree(lat: float) -> tuple[float, float]:
    """What one degree of longitude, then of latitude, is worth at this latitude."""
    w2 = 1 - ECCENTRICITY_2 * sin(radians(lat)) ** 2
    across = EQUATOR / sqrt(w2)
    along = EQUATOR * (1 - ECCENTRICITY_2) / w2**1.5
    return radians(across * cos(radians(lat))), radians(along)


def distance(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The geodesic between two points (Vincenty's inverse formula; right to a millimetre).

    Near-antipodal points, where the formula does not settle, get the distance on the mean sphere (right to 0.5 %).
    """
    u1, u2 = atan((1 - FLATTENING) * tan(radians(lat))), atan((1 - FLATTENING) * tan(radians(other_lat)))
    wanted = radians((other_lon - lon + 180) % 360 - 180)
    length = wanted
    for _step in range(60):
        arc = _arc(u1, u2, length)
        if arc.angle < 1e-15:
            return 0.0
        c = FLATTENING / 16 * arc.cos2_azimuth * (4 + FLATTENING * (4 - 3 * arc.cos2_azimuth))
        turn = arc.middle + c * arc.cosine * (2 * arc.middle**2 - 1)
        before, length = length, wanted + (1 - c) * FLATTENING * arc.sin_azimuth * (arc.angle + c * arc.sine * turn)
        if abs(length - before) < 1e-13:
            return _length_of(arc)
    return _on_the_sphere(lon, lat, other_lon, other_lat)


@dataclass(frozen=True, slots=True)
class _Arc:
    sine: float
    cosine: float
    angle: float
    sin_azimuth: float
    cos2_azimuth: float
    middle: float


def _arc(u1: float, u2: float, length: float) -> _Arc:
    sine = hypot(cos(u2) * sin(length), cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(length))
    cosine = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(length)
    sin_azimuth = cos(u1) * cos(u2) * sin(length) / sine if sine else 0.0
    cos2_azimuth = 1 - sin_azimuth**2
    middle = cosine - 2 * sin(u1) * sin(u2) / cos2_azimuth if cos2_azimuth > 1e-12 else 0.0
    return _Arc(sine, cosine, atan2(sine, cosine), sin_azimuth, cos2_azimuth, middle)


def _length_of(arc: _Arc) -> float:
    u2 = arc.cos2_azimuth * (EQUATOR**2 - POLE**2) / POLE**2
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    inner = arc.cosine * (2 * arc.middle**2 - 1)
    outer = b / 6 * arc.middle * (4 * arc.sine**2 - 3) * (4 * arc.middle**2 - 3)
    return POLE * a * (arc.angle - b * arc.sine * (arc.middle + b / 4 * (inner - outer)))


def _on_the_sphere(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return _central_angle(lat, abs(other_lat - lat), cos(radians(other_lat)), other_lon - lon) * MEAN_RADIUS


def _central_angle(lat: float, lat_gap: float, other_cos: float, lon_gap: float) -> float:
    chord2 = sin(radians(lat_gap) / 2) ** 2 + cos(radians(lat)) * other_cos * sin(radians(lon_gap) / 2) ** 2
    return 2 * asin(min(1.0, sqrt(chord2)))


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def no_closer_than(self, lon: float, lat: float) -> float:
        """Metres under which nothing inside the box can be: never more than the true distance, 0 within the box."""
        lat_gap = max(self.south - lat, lat - self.north, 0.0)
        lon_gap = 0.0 if self.west <= lon <= self.east else min((self.west - lon) % 360, (lon - self.east) % 360)
        if not lat_gap and not lon_gap:
            return 0.0
        other_cos = min(cos(radians(self.south)), cos(radians(self.north)))
        return _central_angle(lat, lat_gap, other_cos, lon_gap) * SMALLEST_RADIUS

    def meets(self, other: Box) -> bool:
        return (
            self.west <= other.east
            and self.east >= other.west
            and self.south <= other.north
            and self.north >= other.south
        )

    def widened(self, metres: float) -> Box:
        """The box with this margin on every side."""
        across, along = metres_per_degree(max(abs(self.south), abs(self.north)))
        return Box(
            self.west - metres / across, self.south - metres / along,
            self.east + metres / across, self.north + metres / along,
        )  # fmt: skip


def box_around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these. Raises ValueError when there is none."""
    every = list(boxes)
    return Box(
        min(box.west for box in every),
        min(box.south for box in every),
        max(box.east for box in every),
        max(box.north for box in every),
    )


def contains(outline: MultiPolygon, lon: float, lat: float) -> bool:
    """True inside one part and out of its holes; a point exactly on a boundary may be said either way."""
    return any(_crossings(part, lon, lat) % 2 for part in outline)


def _crossings(part: Part, lon: float, lat: float) -> int:
    """How many sides, holes included, a line drawn from the point to the east meets."""
    count = 0
    for ring in part:
        x1, y1 = ring[-1][0], ring[-1][1]
        for vertex in ring:
            x2, y2 = vertex[0], vertex[1]
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                count += 1
            x1, y1 = x2, y2
    return count


def to_boundary(outline: MultiPolygon, lon: float, lat: float, centre_lat: float) -> float:
    """Metres from the point to the nearest side, from inside or outside; holes have sides too.

    The nearest side is sought on a plane scaled half-way between the point and the outline (`centre_lat`), where
    lengths from the point are right to 1 in 10,000 up to 100 km; the length itself is then that of the geodesic.
    """
    across, along = metres_per_degree((lat + centre_lat) / 2)
    best, foot = inf, (0.0, 0.0)
    for part in outline:
        turns = 360 * round((part[0][0][0] - lon) / 360)
        for ring in part:
            squared, x, y = _foot_on(ring, lon + turns, lat, across, along)
            if squared < best:
                best, foot = squared, (x, y)
    return distance(lon, lat, *foot)


def _foot_on(ring: Ring, lon: float, lat: float, across: float, along: float) -> tuple[float, float, float]:
    """Square of the distance to the ring, and the point of the ring at that distance, in degrees."""
    best, best_x, best_y = inf, 0.0, 0.0
    x1, y1 = (ring[-1][0] - lon) * across, (ring[-1][1] - lat) * along
    for vertex in ring:
        x2, y2 = (vertex[0] - lon) * across, (vertex[1] - lat) * along
        dx, dy = x2 - x1, y2 - y1
        length2 = dx * dx + dy * dy
        part = -(x1 * dx + y1 * dy) / length2 if length2 else 0.0
        part = 0.0 if part < 0.0 else 1.0 if part > 1.0 else part
        x, y = x1 + part * dx, y1 + part * dy
        squared = x * x + y * y
        if squared < best:
            best, best_x, best_y = squared, x, y
        x1, y1 = x2, y2
    return best, lon + best_x / across, lat + best_y / along
