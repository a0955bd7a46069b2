"""What a position and a code must look like, and what a distance says. Pure: values in, verdicts out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.places.states import LocationStatus, NeighbourhoodKind
from quartierlibre.foundation.verdicts import Verdict, refuse_if

EDGE_METRES = 50.0
"""On either side of a boundary, a drawing and an address are not precise enough to decide (both are off by metres)."""

COMMUNE_CODE = re.compile(r"\d[0-9AB]\d{3}")
"""INSEE code of a commune: five signs, zeros included, the letter of Corsica second (source: INSEE, COG)."""

FIRST_VINTAGE, LAST_VINTAGE = 2015, 2100  # priority neighbourhoods exist since decree 2014-1750
_NEW_CODES_SINCE = 2024
_DEPARTEMENT = r"(?:0\d{2}|02[AB]|9[78]\d)"
_CODES_2015 = re.compile(rf"QP{_DEPARTEMENT}\d{{3}}")
_CODES_2024 = re.compile(rf"QN{_DEPARTEMENT}\d{{2}}[NMI]")
_LOCAL_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,19}")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Position:
    """A point in WGS 84 degrees."""

    lon: float
    lat: float


def status_of(*, inside: bool, to_boundary: float) -> LocationStatus:
    """`edge` within 50 m of a boundary, on either side; else `in` or `out`. Metres."""
    if to_boundary <= EDGE_METRES:
        return LocationStatus.EDGE
    return LocationStatus.IN if inside else LocationStatus.OUT


def read_number(text: str) -> float | None:
    """A number as people write it (decimal point or comma, minus sign typed or typographic); None if it is not one."""
    tidy = text.strip().replace("\u2212", "-")
    return float(tidy.replace(",", ".")) if _NUMBER.fullmatch(tidy) else None


def may_be_position(lon: float, lat: float) -> Verdict:
    """Finite degrees, longitude first. Metres of a projection and degrees given in the wrong order are recognised."""
    if not (isfinite(lon) and isfinite(lat)):
        return refuse_if(True, "position.not_a_number", _("La longitude et la latitude doivent être des nombres."))
    if max(abs(lon), abs(lat)) > 1000:
        message = _(
            "Ces nombres ressemblent à des mètres (Lambert 93 ?) : donnez des degrés WGS 84, comme 3.0573 50.6292."
        )
        return refuse_if(True, "position.metres", message)
    if abs(lat) > 90 and abs(lon) <= 90:
        message = _("Longitude d’abord, latitude ensuite : la latitude va de −90 à 90.")
        return refuse_if(True, "position.swapped", message)
    too_far = abs(lon) > 180 or abs(lat) > 90
    message = _("La longitude va de −180 à 180 et la latitude de −90 à 90.")
    return refuse_if(too_far, "position.out_of_range", message)


def may_be_in_this_order(position: Position, *, metres: float | None, metres_if_swapped: float | None) -> Verdict:
    """Refuse a point 500 km from every neighbourhood whose mirror image lies 50 km from one: it was given backwards."""
    swapped = metres is not None and metres_if_swapped is not None and metres > 500e3 and metres_if_swapped < 50e3
    message = _("Longitude d’abord, latitude ensuite : vouliez-vous dire %(lon)s %(lat)s ?") % {
        "lon": position.lat,
        "lat": position.lon,
    }
    return refuse_if(swapped, "position.swapped", message)


def may_be_vintage(vintage: int) -> Verdict:
    message = _("Le millésime est l’année de la géographie, par exemple 2015 ou 2024.")
    return refuse_if(not FIRST_VINTAGE <= vintage <= LAST_VINTAGE, "vintage.unknown", message)


def may_be_code(code: str, *, vintage: int, kind: NeighbourhoodKind) -> Verdict:
    """A priority neighbourhood carries the national code of its vintage; other kinds carry a code of their own.

    Sources: decree 2014-1750 (QP, département, rank of 3) and decree 2023-1314 (QN, département, rank of 2, N, M or I).
    """
    national = _CODES_2024 if vintage >= _NEW_CODES_SINCE else _CODES_2015
    example = "QN05901M" if vintage >= _NEW_CODES_SINCE else "QP059001"
    if kind == NeighbourhoodKind.PRIORITY:
        message = _("le code doit être au format de %(vintage)s, comme %(example)s : vérifiez le fichier ou --vintage.")
        return refuse_if(
            not national.fullmatch(code), "code.format", message % {"vintage": vintage, "example": example}
        )
    message = _("un code local a de 1 à 20 lettres sans accent, chiffres, tirets ou points.")
    verdict = refuse_if(not _LOCAL_CODE.fullmatch(code), "code.format", message)
    if verdict and national.fullmatch(code):
        message = _("ce code est celui d’un quartier prioritaire : importez-le avec --kind qpv.")
        return refuse_if(True, "code.national", message)
    return verdict


def departement_in(code: str) -> str:
    """The département written in a national code ("59", "2A", "974"), or nothing."""
    if not (_CODES_2015.fullmatch(code) or _CODES_2024.fullmatch(code)):
        return ""
    return code[3:5] if code[2] == "0" else code[2:5]


def spoken_distance(metres: float) -> str:
    """A distance as said aloud: to 10 m under a kilometre, then to 100 m, then whole kilometres."""
    if metres < 1000 - 5:
        rounded = max(10, round(metres / 10) * 10)
        return ngettext("à %(metres)d m", "à %(metres)d m", rounded) % {"metres": rounded}
    kilometres = f"{metres / 1000:.1f}" if metres < 9950 else f"{metres / 1000:.0f}"
    return _("à %(kilometres)s km") % {"kilometres": kilometres.removesuffix(".0").replace(".", ",")}
