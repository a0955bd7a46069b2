"""Telling a town, a venue and an address apart in one line of text."""

from __future__ import annotations

import re
from collections.abc import Callable

from quartierlibre.cms.old_pages.lines import fold, tidy
from quartierlibre.cms.old_pages.page import Place

IsCommune = Callable[[str], bool]
_DASH = re.compile(r"\s+[-–—|:]\s+|\n")
_POSTAL = re.compile(r"(?:^|\s)([0-9]{5})\s+(\D{2,60})$")
_DEPARTEMENT = re.compile(r"\s*\((?:[0-9]{2,3}|2[AB]|[0-9]{5})\)\s*$")
_STREET = re.compile(
    r"(?:[0-9]{1,4}\s?(?:bis|ter|quater|[a-d])?,?\s)?(?:rue|avenue|av\.?|boulevard|bd\.?|place|allee|chemin|impasse|quai|route|"
    r"square|cours|passage|sentier|voie|esplanade|mail|rond-point|residence|faubourg|chaussee|zone|za|zac)\b"
)
_NUMBERED = re.compile(r"[0-9]{1,4}\s?(?:bis|ter|quater|[a-d])?,?\s\D")
_VENUE = re.compile(
    r"(?:salle|espace|maison|centre|mairie|hotel|mjc|theatre|gymnase|ecole|college|lycee|universite|mediatheque|"
    r"bibliotheque|auditorium|amphi|foyer|arena|stade|cinema|palais|prefecture|conseil|cafe|ferme|eglise|parc|musee|"
    r"halle|campus|pole|bourse|complexe|club|local|siege|site|tiers-lieu|fabrique|atelier|archives|terrain|"
    r"en ligne|visio|webinaire|a distance|internet)"
)


def nowhere(name: str) -> bool:
    """Knows no commune: places are then told apart by their words alone."""
    return False


def read(words: str, *, is_commune: IsCommune = nowhere, guessing: bool = False) -> Place:
    """The town stands before a dash, after a postal code, or alone; the street has a number or the name of a way.

    When guessing, words which are no known commune and have no postal code are the name of a venue.
    """
    words = tidy(words.replace("\n", " – ")).strip(" ,;-–—")
    parts = [part for chunk in _DASH.split(words) for part in _commas(chunk)]
    place = Place(words)
    left: list[str] = []
    for part in parts:
        place, taken = _take(place, part, len(parts) == 1 and not guessing, is_commune)
        if not taken:
            left.append(part)
    if not guessing and not place.commune and len(left) > 1:
        towns = [part for part in left if not _VENUE.match(fold(part))]
        if len(towns) == 1 or (towns[:1] == left[:1] and _DASH.search(words)):
            place = _replace(place, commune=_bare(towns[0]))
    return _replace(place, venue=", ".join(part for part in left if fold(_bare(part)) != fold(place.commune)))


def _commas(chunk: str) -> list[str]:
    """« 6, avenue Foch » is one part: the comma after a number belongs to the street."""
    joined = re.sub(r"^([0-9]{1,4}(?:\s?(?:bis|ter))?),\s", r"\1 ", chunk)
    joined = re.sub(r",\s*([0-9]{1,4}(?:\s?(?:bis|ter))?),\s", r", \1 ", joined)
    return [part.strip() for part in joined.split(",") if part.strip()]


def _take(place: Place, part: str, alone: bool, is_commune: IsCommune) -> tuple[Place, bool]:
    bare = _bare(part)
    postal = _POSTAL.search(part)
    if postal and not place.postal_code:
        before = part[: postal.start()].strip()
        place = _replace(place, postal_code=postal[1], commune=place.commune or tidy(postal[2]))
        return (_replace(place, address=_join(place.address, before)), True) if before else (place, True)
    if not place.commune and is_commune(bare):
        return _replace(place, commune=bare), True
    if _STREET.match(fold(part)) or _NUMBERED.match(part):
        return _replace(place, address=_join(place.address, part)), True
    venue = _VENUE.match(fold(part))
    if not place.commune and not venue and (alone or _DEPARTEMENT.search(part)):
        return _replace(place, commune=bare), True
    return place, bool(place.commune) and fold(bare) == fold(place.commune)


def _bare(part: str) -> str:
    return tidy(_DEPARTEMENT.sub("", part))


def _join(address: str, more: str) -> str:
    return f"{address}, {more}" if address else more


def _replace(place: Place, **changes: str) -> Place:
    values = {name: getattr(place, name) for name in ("words", "commune", "postal_code", "venue", "address")}
    return Place(**(values | changes))


def same(one: Place, other: str) -> bool:
    """Said again, with or without its details."""
    asked, known = set(re.findall(r"\w+", fold(other))), set(re.findall(r"\w+", fold(one.words)))
    return bool(asked) and asked <= known
