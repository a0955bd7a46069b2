"""Reading a file of neighbourhoods, with the property names of the official export. Pure: no table, no file system."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.places import geojson, metric, outlines, reading, rules
from quartierlibre.domain.places.outlines import Outline
from quartierlibre.domain.places.reading import Element
from quartierlibre.domain.places.states import NeighbourhoodKind
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

# The export of 2015 wrote nom_qp and commune_qp; since 2024, lib_qp and lib_com.
NAME = ("lib_qp", "nom_qp")
COMMUNE_NAMES = ("lib_com", "commune_qp")
LONGEST_NAME = 160
LARGEST = {NeighbourhoodKind.PRIORITY: 200}  # km²; the largest of 2024 has 31
LARGEST_OTHER = 20_000  # a watch area may be a whole commune
_SIREN = re.compile(r"\d{9}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One neighbourhood as its file tells it, its outline made valid."""

    number: int
    code: str
    name: str
    kind: NeighbourhoodKind
    commune_codes: tuple[str, ...]
    commune_names: tuple[str, ...]
    epci_codes: tuple[str, ...]
    departement: tuple[str, str]
    outline: Outline
    is_invented: bool


def read(content: bytes, *, vintage: int, kind: NeighbourhoodKind) -> tuple[list[Drawn], Verdict]:
    """Every neighbourhood of a file, or every fault of the file."""
    verdict = rules.may_be_vintage(vintage)
    collection, readable = reading.read_json(content)
    verdict &= readable
    if verdict:
        verdict &= _may_be_collection(collection)
    if not verdict:
        return [], verdict
    elements, verdict = reading.elements_of(collection["features"], where=_("La liste « features »"))
    drawn = [_read_feature(element, vintage=vintage, default=kind) for element in elements]
    reading.refuse_twice(elements)
    return [each for each in drawn if each], verdict & reading.faults_of(elements)


def _may_be_collection(value: Any) -> Verdict:
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection" or "features" not in value:
        message = _(
            "Ce n’est pas une collection GeoJSON (« FeatureCollection ») : utilisez l’export officiel en GeoJSON."
        )
        return refuse_if(True, "file.not_a_collection", message)
    return geojson.may_be_in_degrees(value)


def _read_feature(element: Element, *, vintage: int, default: NeighbourhoodKind) -> Drawn | None:
    geometry, properties = element.content.get("geometry"), element.content.get("properties")
    if element.faults:
        return None
    if not isinstance(properties, dict):
        element.refuse("feature.no_properties", _("il n’a pas de « properties » : utilisez l’export officiel."))
        return None
    element.content = properties
    kind = _read_kind(element, default)
    element.name = element.text(*NAME, longest=LONGEST_NAME)
    element.code = element.text("code_qp", longest=20)
    if element.code:
        element.take(rules.may_be_code(element.code, vintage=vintage, kind=kind))
    codes, names = _read_communes(element, asked=kind == NeighbourhoodKind.PRIORITY and vintage >= 2024)
    outline = _read_outline(element, geometry, kind)
    if outline is None or element.faults:
        return None
    return Drawn(
        number=element.number,
        code=element.code,
        name=element.name,
        kind=kind,
        commune_codes=codes,
        commune_names=names,
        epci_codes=tuple(
            siren for siren in reading.texts_in(element.content.get("siren_epci")) if _SIREN.fullmatch(siren)
        ),
        departement=_read_departement(element),
        outline=outline,
        is_invented=element.content.get("invente") is True,
    )


def _read_kind(element: Element, default: NeighbourhoodKind) -> NeighbourhoodKind:
    """A file of our own may mix kinds: its optional property `kind` then wins over the command's."""
    value = element.content.get("kind", default)
    if value not in NeighbourhoodKind.values:
        known = ", ".join(NeighbourhoodKind.values)
        element.refuse(
            "kind.unknown", _("« kind » vaut « %(value)s » ; choix : %(known)s.") % {"value": value, "known": known}
        )
        return default
    return NeighbourhoodKind(value)


def _read_communes(element: Element, *, asked: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    value = element.named("insee_com") if asked else element.content.get("insee_com")
    codes = reading.texts_in(value)
    for code in codes:
        if not rules.COMMUNE_CODE.fullmatch(code):
            message = _("« %(code)s » n’est pas un code INSEE de commune (cinq signes, zéros compris).") % {
                "code": code
            }
            element.refuse("commune.code", message)
    present = [name for name in COMMUNE_NAMES if name in element.content]
    value = element.content[present[0]] if present else (element.named(*COMMUNE_NAMES) if asked else None)
    names = reading.names_in(value, count=len(codes))
    if any(len(name) > 400 or not name.isprintable() for name in names):
        element.refuse("commune.name", _("un nom de commune contient un signe interdit ou est trop long."))
    return codes, names


def _read_departement(element: Element) -> tuple[str, str]:
    code = element.content.get("insee_dep")
    name = element.content.get("lib_dep")
    if not isinstance(code, str) or not re.fullmatch(r"\d[0-9AB]\d?", code):
        return "", ""
    return code, " ".join(name.split())[:80] if isinstance(name, str) and name.isprintable() else ""


def _read_outline(element: Element, geometry: object, kind: NeighbourhoodKind) -> Outline | None:
    try:
        parts = geojson.read_surface(geometry)
    except geojson.BadDrawing as bad:
        element.take(bad.verdict)
        return None
    outline = outlines.clean(parts)
    verdict = _may_be_this_big(outline, kind)
    departement = rules.departement_in(element.code)
    if kind == NeighbourhoodKind.PRIORITY and len(departement) == 2 and departement not in ("98", "99"):
        verdict &= geojson.may_be_on_the_mainland(outline.box)
    element.take(verdict)
    return outline if verdict else None


def _may_be_this_big(outline: Outline, kind: NeighbourhoodKind) -> Verdict:
    limit = LARGEST.get(kind, LARGEST_OTHER)
    surface = outlines.square_kilometres(outline)
    if surface > limit:
        message = _("le contour couvre %(surface)d km² (au plus %(limit)d) : vérifiez ses coordonnées.")
        return refuse_if(True, "geometry.too_large", message % {"surface": surface, "limit": limit})
    box = outline.box
    span = metric.distance(box.west, box.south, box.east, box.north) / 1000
    message = _("les parties du contour sont à %(span)d km l’une de l’autre : vérifiez ses coordonnées.") % {
        "span": span
    }
    return refuse_if(span > 4 * limit**0.5 + 100, "geometry.too_wide", message) if span else ALLOWED
