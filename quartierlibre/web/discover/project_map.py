"""The map of projects granted: neighbourhoods drawn, with how many projects each; those too close share a bubble."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import Sieve
from quartierlibre.domain.places.picture import Shape, SvgMap
from quartierlibre.domain.places.queries import svg_map_of
from quartierlibre.pagekit import kept, kept_page
from quartierlibre.web.discover.catalogue import band_label, query_of

WIDTH = 400  # units of the drawing, which fills the width it is given
SMALLEST, LARGEST = 8.5, 17.0  # radius of a bubble, in the same units
KEY = "quartier:"


@dataclass(frozen=True)
class Place:
    """A neighbourhood and its projects; `href` narrows the list to it."""

    code: str
    name: str
    projects: int
    href: str


@dataclass(frozen=True)
class Bubble:
    """Projects of one place, or of several too close to be drawn apart."""

    x: float
    y: float
    radius: float
    projects: int
    names: str
    href: str


class ProjectMap:
    """What the page of the map shows, in three reads: the mark, the counts, the outlines."""

    def __init__(self, sieve: Sieve) -> None:
        self.sieve = replace(sieve, place="", largest=False)

    @property
    def mark(self) -> Hashable:
        return kept_page.this_hour(public.revision(), self.sieve)

    def read(self) -> ProjectMap:
        """Draw it; the outlines stay drawn as long as the same places have projects."""
        counts = public.place_counts(self.sieve)
        self.by_code = {key.removeprefix(KEY): n for key, n in counts.items() if key.startswith(KEY)}
        self.drawn = _drawn(frozenset(self.by_code))
        shapes = self.drawn.shapes if self.drawn else ()
        self.places = _places(shapes, self.by_code, self.sieve)
        self.bubbles = _bubbles(shapes, self.places)
        return self

    @property
    def total(self) -> int:
        return sum(self.by_code.values())

    @property
    def query(self) -> str:
        return query_of(self.sieve)

    @property
    def narrowed_to(self) -> str:
        """The filters in words, without asking for anything more."""
        said = [str(self.sieve.year)] if self.sieve.year else []
        if self.sieve.band:
            said.append(band_label(self.sieve.band))
        if self.sieve.theme:
            said.append(public.names_of([], [self.sieve.theme]).themes.get(self.sieve.theme, _("thème inconnu")))
        return ", ".join(said)


def _drawn(codes: frozenset[str]) -> SvgMap | None:
    key = kept_page.this_hour("outlines", codes)
    return kept.part(key, lambda: svg_map_of(codes, WIDTH) if codes else None)


def _places(shapes: Iterable[Shape], counts: Mapping[str, int], sieve: Sieve) -> Sequence[Place]:
    return [
        Place(shape.code, shape.name, counts[shape.code], query_of(replace(sieve, place=KEY + shape.code)))
        for shape in shapes
    ]


def _bubbles(shapes: Iterable[Shape], places: Sequence[Place]) -> Sequence[Bubble]:
    """The largest first; a bubble that would touch one already drawn joins it."""
    most = max((place.projects for place in places), default=1)
    spots = sorted(zip(shapes, places, strict=True), key=lambda spot: -spot[1].projects)
    groups: list[tuple[float, float, list[Place]]] = []
    for shape, place in spots:
        x, y = shape.label
        near = next((group for group in groups if _touch(x, y, place, group, most)), None)
        if near:
            near[2].append(place)
        else:
            groups.append((x, y, [place]))
    return [_bubble(x, y, held, most) for x, y, held in groups]


def _radius(projects: int, most: int) -> float:
    """The area follows the number."""
    return round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(projects / most), 1) if projects < most else LARGEST


def _touch(x: float, y: float, place: Place, group: tuple[float, float, list[Place]], most: int) -> bool:
    across, down, held = group
    reach = _radius(place.projects, most) + _radius(sum(each.projects for each in held), most)
    return math.hypot(across - x, down - y) < reach


def _bubble(x: float, y: float, held: Sequence[Place], most: int) -> Bubble:
    projects = sum(place.projects for place in held)
    said = ngettext("%(n)s projet", "%(n)s projets", projects) % {"n": projects}
    names = ", ".join(place.name for place in held)
    href = held[0].href if len(held) == 1 else "#liste"
    return Bubble(
        x, y, _radius(projects, most), projects, _("%(names)s\u00a0: %(said)s") % {"names": names, "said": said}, href
    )
