"""Reading files of communes, EPCI and départements, as the national open data publishes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from quartierlibre.domain.places import reading
from quartierlibre.domain.places.reading import Element
from quartierlibre.domain.places.rules import COMMUNE_CODE
from quartierlibre.foundation.verdicts import Verdict, refuse_if

CURRENT = "commune-actuelle"
_DEPARTEMENT = re.compile(r"\d[0-9AB]\d?")
_POSTAL = re.compile(r"\d{5}")
_SIREN = re.compile(r"\d{9}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CommuneRow:
    insee_code: str
    name: str
    departement: str
    region: str
    postal_codes: tuple[str, ...]
    population: int | None


@dataclass(frozen=True, slots=True)
class EpciRow:
    siren: str
    name: str
    kind: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartementRow:
    code: str
    name: str
    region: str


def read_communes(content: bytes) -> tuple[list[CommuneRow], Verdict]:
    """Communes of today only: delegated and associated ones (parts of a merged commune) are left out."""
    rows, verdict = _read_all(content, _read_commune, of_type=CURRENT)
    message = _("Le fichier ne contient aucune commune de type « %(type)s » : vérifiez que c’est le bon fichier.")
    return rows, verdict & refuse_if(bool(verdict) and not rows, "file.no_commune", message % {"type": CURRENT})


def read_epcis(content: bytes) -> tuple[list[EpciRow], Verdict]:
    """Groupings with their members; a commune is a member of one grouping only."""
    rows, verdict = _read_all(content, _read_epci)
    owner: dict[str, str] = {}
    for row in rows:
        for member in row.members:
            first = owner.setdefault(member, row.siren)
            message = _("La commune %(code)s est dans deux EPCI, %(first)s et %(second)s : corrigez le fichier.")
            message %= {"code": member, "first": first, "second": row.siren}
            verdict &= refuse_if(first != row.siren, "epci.two_for_one_commune", message)
    return rows, verdict


def read_departements(content: bytes) -> tuple[list[DepartementRow], Verdict]:
    return _read_all(content, _read_departement)


def _read_all(content: bytes, read: Callable[[Element], T], *, of_type: str | None = None) -> tuple[list[T], Verdict]:
    """Every element read (only those of this type, if one is given), and every fault."""
    items, verdict = reading.read_json(content)
    if not verdict:
        return [], verdict
    elements, verdict = reading.elements_of(items, where=_("Le fichier (une liste JSON)"))
    if of_type:
        types = [None if element.faults else element.named("type") for element in elements]
        elements = [each for each, found in zip(elements, types, strict=True) if each.faults or found == of_type]
    rows = [read(element) for element in elements if not element.faults]
    reading.refuse_twice(elements)
    return rows, verdict & reading.faults_of(elements)


def _code(element: Element, pattern: re.Pattern[str], what: str) -> str:
    code = element.text("code", longest=9)
    if code and not pattern.fullmatch(code):
        element.refuse("code.format", _("« %(code)s » n’est pas %(what)s.") % {"code": code, "what": what})
    element.code = code
    return code


def _read_commune(element: Element) -> CommuneRow:
    element.name = element.text("nom", longest=120)
    return CommuneRow(
        insee_code=_code(element, COMMUNE_CODE, _("un code INSEE de commune (cinq signes, zéros compris)")),
        name=element.name,
        departement=_departement_of(element),
        region=str(element.content.get("region", ""))[:3],
        postal_codes=_postal_codes(element),
        population=_population(element),
    )


def _departement_of(element: Element) -> str:
    code = element.text("departement", longest=3)
    if code and not _DEPARTEMENT.fullmatch(code):
        element.refuse("departement.code", _("« %(code)s » n’est pas un code de département.") % {"code": code})
    return code


def _postal_codes(element: Element) -> tuple[str, ...]:
    codes = reading.texts_in(element.content.get("codesPostaux"))
    for code in codes:
        if not _POSTAL.fullmatch(code):
            element.refuse("commune.postal_code", _("« %(code)s » n’est pas un code postal.") % {"code": code})
    return tuple(sorted(codes))


def _population(element: Element) -> int | None:
    value = element.content.get("population")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 20_000_000:
        element.refuse("commune.population", _("la population doit être un nombre entier d’habitants."))
        return None
    return value


def _read_epci(element: Element) -> EpciRow:
    element.name = element.text("nom", longest=160)
    members = element.named("membres")
    listed = members if isinstance(members, list) else []
    codes = [member.get("code") if isinstance(member, dict) else None for member in listed]
    if not codes or not all(isinstance(code, str) and COMMUNE_CODE.fullmatch(code) for code in codes):
        element.refuse("epci.members", _("« membres » doit être la liste de ses communes, avec leur « code » INSEE."))
        codes = []
    siren = _code(element, _SIREN, _("un numéro SIREN (neuf chiffres)"))
    return EpciRow(siren, element.name, str(element.content.get("type", ""))[:12], tuple(str(code) for code in codes))


def _read_departement(element: Element) -> DepartementRow:
    element.name = element.text("nom", longest=80)
    code = _code(element, _DEPARTEMENT, _("un code de département"))
    return DepartementRow(code, element.name, str(element.content.get("region", ""))[:3])
