"""Reading a surface drawn in GeoJSON, and refusing what is not one."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.places.metric import Box, MultiPolygon, Ring
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

MAINLAND = Box(-6.0, 41.0, 10.5, 51.5)  # metropolitan France, Corsica included, with a margin
DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4171", "EPSG:4171")  # WGS 84, and its French equal RGF93


class BadDrawing(Exception):
    """The geometry cannot be an outline; the verdict says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.verdict = refuse_if(True, code, message)
        super().__init__(message)


def may_be_in_degrees(collection: dict[str, Any]) -> Verdict:
    """A collection that names its coordinate system must name degrees of WGS 84 (RFC 7946 knows no other)."""
    crs = collection.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    message = _("Les coordonnées sont en « %(name)s » : exportez le fichier en WGS 84 (EPSG:4326).") % {"name": name}
    return refuse_if(bool(name) and not name.upper().endswith(DEGREES), "file.projection", message)


def read_surface(geometry: object) -> MultiPolygon:
    """The parts of a Polygon or MultiPolygon, rings closed, altitudes dropped. Raises BadDrawing for anything else."""
    if not isinstance(geometry, dict):
        raise BadDrawing(
            "geometry.missing", _("il n’y a pas de contour (« geometry ») : complétez-le ou ôtez l’élément.")
        )
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        message = _("le contour est de type « %(kind)s » : il faut une surface (Polygon ou MultiPolygon).")
        raise BadDrawing("geometry.not_a_surface", message % {"kind": kind})
    parts = [coordinates] if kind == "Polygon" else coordinates
    return [[_read_ring(ring) for ring in _listed(part)] for part in _listed(parts)]


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadDrawing("geometry.empty", _("le contour est vide ou mal écrit : complétez-le ou ôtez l’élément."))
    return value


def _read_ring(ring: object) -> Ring:
    corners = [_read_corner(corner) for corner in _listed(ring)]
    if len(corners) < 3:
        raise BadDrawing("geometry.too_few_corners", _("un anneau du contour a moins de trois côtés : redessinez-le."))
    if corners[0] != corners[-1]:
        corners.append(corners[0])
    # The simplified national file holds rings worn down to three equal points: written as a ring, then repaired.
    return corners + corners[-1:] * (4 - len(corners))


def _read_corner(corner: object) -> list[float]:
    if not isinstance(corner, list) or len(corner) < 2 or not all(_is_number(value) for value in corner[:2]):
        raise BadDrawing(
            "geometry.not_a_number", _("un point du contour n’est pas un couple de nombres : corrigez-le.")
        )
    lon, lat = corner[:2]
    if abs(lon) > 1000 or abs(lat) > 1000:
        message = _(
            "les coordonnées (%(lon)s, %(lat)s) sont des mètres (Lambert 93 ?) : exportez en WGS 84 (EPSG:4326)."
        )
        raise BadDrawing("geometry.metres", message % {"lon": lon, "lat": lat})
    if abs(lon) > 180 or abs(lat) > 90:
        message = _("le point (%(lon)s, %(lat)s) n’est pas une longitude puis une latitude : exportez en WGS 84.")
        raise BadDrawing("geometry.out_of_range", message % {"lon": lon, "lat": lat})
    return [lon, lat]


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or isfinite(value)


def may_be_on_the_mainland(box: Box) -> Verdict:
    """An outline with a code of metropolitan France lies there; given backwards, its mirror image does."""
    if _within(box, MAINLAND):
        return ALLOWED
    swapped = Box(box.south, box.west, box.north, box.east)
    where = {"lon": round(box.centre[0], 3), "lat": round(box.centre[1], 3)}
    message = _("le contour est hors de la France métropolitaine (longitude %(lon)s, latitude %(lat)s) : vérifiez-le.")
    if _within(swapped, MAINLAND):
        message = _("longitude et latitude sont inversées (%(lon)s, %(lat)s) : en GeoJSON la longitude vient d’abord.")
    return refuse_if(True, "geometry.elsewhere", message % where)


def _within(box: Box, other: Box) -> bool:
    return other.west <= box.west and box.east <= other.east and other.south <= box.south and box.north <= other.north


def every_corner(parts: MultiPolygon) -> Iterator[Any]:
    return (corner for part in parts for ring in part for corner in ring)
