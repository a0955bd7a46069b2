"""Maps drawn by the server, so that a place can be shown, and touched, without JavaScript.

`<input type="image" src="…svg">` sends the pixel that was touched; the view that drew the picture makes it a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from quartierlibre.domain.places.metric import Box, MultiPolygon, Part, box_around, metres_per_degree
from quartierlibre.domain.places.outlines import box_of, inner_point, thinned
from quartierlibre.domain.places.rules import Position

MARGIN = 0.06  # of the width, around what is shown
FLATTEST, TALLEST = 0.62, 1.25  # height for a width of 1
NUMBER_ROOM = 24  # pixels across
LEAST_SPAN = 400.0  # metres across: closer, a map without streets shows nothing


@dataclass(frozen=True, slots=True)
class Place:
    """What a map shows: an outline and the words for it."""

    code: str
    name: str
    kind: str
    parts: MultiPolygon


@dataclass(frozen=True, slots=True)
class MapView:
    """A window on the ground, `width` × `height` pixels; at its centre a pixel is as many metres both ways."""

    box: Box
    width: int
    height: int

    def pixel_of(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels from the upper left corner; outside the picture when the point is."""
        x = (lon - self.box.west) / (self.box.east - self.box.west) * self.width
        y = (self.box.north - lat) / (self.box.north - self.box.south) * self.height
        return round(x, 1), round(y, 1)

    def holds(self, lon: float, lat: float) -> bool:
        return self.box.west <= lon <= self.box.east and self.box.south <= lat <= self.box.north

    def shows(self, x: float, y: float) -> bool:
        return 0 <= x <= self.width and 0 <= y <= self.height

    @property
    def metres_per_pixel(self) -> float:
        return (self.box.north - self.box.south) / self.height * metres_per_degree(self.box.centre[1])[1]

    def as_text(self) -> str:
        """The view in one hidden field, for the answer to a click to be read with the picture that was clicked."""
        box = self.box
        return f"{box.west:.7f},{box.south:.7f},{box.east:.7f},{box.north:.7f},{self.width},{self.height}"


def read_view(text: str) -> MapView | None:
    """The view written by `as_text`; None for anything else (a field may be tampered with: it only moves a point)."""
    try:
        west, south, east, north, width, height = (float(part) for part in text.split(","))
    except ValueError:
        return None
    ordered = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not ordered or not (1 <= width <= 4000 and 1 <= height <= 4000):
        return None
    return MapView(Box(west, south, east, north), int(width), int(height))


def point_from_click(view: MapView, x: float, y: float) -> Position | None:
    """The point under a pixel, counted from the upper left corner of a picture shown at its own size; None outside."""
    if not view.shows(x, y):
        return None
    box = view.box
    lon = box.west + (x + 0.5) / view.width * (box.east - box.west)
    lat = box.north - (y + 0.5) / view.height * (box.north - box.south)
    return Position(round(lon, 6), round(lat, 6))


@dataclass(frozen=True, slots=True)
class Shape:
    """One neighbourhood as an SVG path, in pixels of the map; `number` (from 1) and its place tie it to a list.

    `others` are the places of the same number on its other parts, when there is room to read it there.
    """

    code: str
    name: str
    kind: str
    d: str
    number: int
    label: tuple[float, float]
    others: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SvgMap:
    view: MapView
    shapes: tuple[Shape, ...]
    marker: tuple[float, float] | None

    @property
    def view_box(self) -> str:
        return f"0 0 {self.view.width} {self.view.height}"

    def as_document(self, *, ground: str = "#eef1ec", fill: str = "#2f6f4f", mark: str = "#b3261e") -> str:
        """A whole SVG file, coloured by attributes only: a picture in a page never sees that page's style sheet."""
        size = f'width="{self.view.width}" height="{self.view.height}" viewBox="{self.view_box}"'
        paths = "".join(
            f'<path d="{shape.d}" fill={quoteattr(fill)} fill-opacity="0.28" fill-rule="evenodd"'
            f' stroke={quoteattr(fill)} stroke-width="1.5"><title>{escape(shape.name)}</title></path>'
            for shape in self.shapes
        )
        numbers = "".join(
            self._number(shape.number, spot)
            for shape in self.shapes
            for spot in (shape.label, *shape.others)
            if self.view.shows(*spot)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
            f'<rect width="100%" height="100%" fill={quoteattr(ground)}/>{paths}{numbers}{self._marker(mark)}</svg>'
        )

    def _number(self, number: int, spot: tuple[float, float]) -> str:
        x, y = spot
        halo = 'fill="#12251b" stroke="#fff" stroke-width="3" paint-order="stroke"'
        text = f'<text x="{x}" y="{y + 4}" text-anchor="middle" font-family="sans-serif" font-size="12" {halo}>'
        return f"{text}{number}</text>"

    def _marker(self, colour: str) -> str:
        if self.marker is None:
            return ""
        x, y = self.marker
        return f'<circle cx="{x}" cy="{y}" r="6" fill={quoteattr(colour)} stroke="#fff" stroke-width="2"/>'


def draw(
    places: Sequence[Place], *, width: int, mark: Position | None = None, view: MapView | None = None
) -> SvgMap | None:
    """Places on one picture that holds them all and the mark, or on the given view; None without anything to show."""
    view = view or _view_on(places, mark, width)
    if view is None:
        return None
    shapes = tuple(_shape(place, number, view) for number, place in enumerate(places, start=1))
    marker = view.pixel_of(mark.lon, mark.lat) if mark and view.holds(mark.lon, mark.lat) else None
    return SvgMap(view, tuple(shape for shape in shapes if shape.d), marker)


def _shape(place: Place, number: int, view: MapView) -> Shape:
    label = view.pixel_of(*inner_point(place.parts))
    several = place.parts if len(place.parts) > 1 else ()
    roomy = (view.pixel_of(*inner_point([part])) for part in several if _has_room(part, view))
    others = tuple(spot for spot in roomy if spot != label)
    return Shape(place.code, place.name, place.kind, _path(place.parts, view), number, label, others)


def _has_room(part: Part, view: MapView) -> bool:
    """Whether a number is read on this part without hiding it."""
    box = box_of([part])
    (left, top), (right, bottom) = view.pixel_of(box.west, box.north), view.pixel_of(box.east, box.south)
    return min(right - left, bottom - top) >= NUMBER_ROOM


def view_around(position: Position, *, metres: float, width: int) -> MapView:
    """A square window this many metres across: what a second, closer tap is made on."""
    span = max(metres, LEAST_SPAN) / 2
    here = Box(position.lon, position.lat, position.lon, position.lat)
    return MapView(here.widened(span), width, width)


def _view_on(places: Sequence[Place], mark: Position | None, width: int) -> MapView | None:
    boxes = [box_of(place.parts) for place in places]
    if mark:
        boxes.append(Box(mark.lon, mark.lat, mark.lon, mark.lat))
    return _fitted(box_around(boxes), width) if boxes else None


def _fitted(box: Box, width: int) -> MapView:
    """The view with a margin, neither too flat nor too tall, centred on the box."""
    lon, lat = box.centre
    across, along = metres_per_degree(lat)
    wide = max((box.east - box.west) * across, LEAST_SPAN) * (1 + 2 * MARGIN)
    tall = max((box.north - box.south) * along, LEAST_SPAN * FLATTEST) * (1 + 2 * MARGIN)
    wide, tall = max(wide, tall / TALLEST), max(tall, wide * FLATTEST)
    height = round(width * tall / wide)
    half_lon, half_lat = wide / across / 2, wide * height / width / along / 2
    return MapView(Box(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat), width, height)


def _path(parts: MultiPolygon, view: MapView) -> str:
    """An SVG path, thinned to half a pixel; nothing when the outline is out of the view."""
    if not box_of(parts).meets(view.box):
        return ""
    rings = (ring for part in thinned(parts, view.metres_per_pixel / 2) for ring in part)
    return "".join(
        "M" + "L".join("{:g} {:g}".format(*view.pixel_of(*corner)) for corner in ring[:-1]) + "Z" for ring in rings
    )
