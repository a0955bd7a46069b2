"""Where a project falls, for its fund."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quartierlibre.domain.funds.models import Fund, Sector
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.domain.places.queries import locate


@dataclass(frozen=True)
class PlaceInFund:
    """A point seen from the fund's neighbourhoods: `metres` to the nearest (0 inside), the vintage of its outline."""

    status: str
    metres: int
    vintage: int
    neighbourhoods: tuple[int, ...]
    nearest_name: str


def place_in_fund(fund: Fund, lon: float, lat: float) -> PlaceInFund | None:
    """None when the fund names no neighbourhood: a fund of whole towns has no outline to compare with."""
    own = dict(fund.neighbourhoods.values_list("code", "vintage"))
    if not own:
        return None
    newest = max(own.values())
    found = locate(lon, lat, newest, within={code for code, vintage in own.items() if vintage == newest})
    if found.nearest is None:
        return None
    close = tuple(near.key for near in found.neighbourhoods)
    return PlaceInFund(found.status.value, round(found.nearest.metres), newest, close, found.nearest.name)


def neighbourhoods_named(fund: Fund, codes: Iterable[str]) -> list[Neighbourhood]:
    """The neighbourhoods of these codes: the fund's own when it has them, else those of the newest vintage."""
    wanted = set(codes)
    if not wanted:
        return []
    others = Neighbourhood.objects.filter(code__in=wanted).order_by("vintage")
    found = {each.code: each for each in [*others, *fund.neighbourhoods.filter(code__in=wanted)]}
    return [found[code] for code in sorted(found)]


def sector_of(fund: Fund, neighbourhoods: Iterable[int]) -> Sector | None:
    """The sector these neighbourhoods belong to; with several, the first in the fund's own order."""
    codes = Neighbourhood.objects.filter(pk__in=list(neighbourhoods)).order_by().values("code")
    return fund.sectors.filter(neighbourhoods__code__in=codes).order_by("position", "slug").first()
