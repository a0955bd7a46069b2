"""« Suis-je concerné ? »: a tap on the map, an address or a list says which neighbourhood and which fund."""

from __future__ import annotations

import base64

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierlibre.domain.funds import queries as funds
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.places import geocoder
from quartierlibre.domain.places.lookup import Location
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.domain.places.picture import SvgMap, point_from_click, read_view
from quartierlibre.domain.places.queries import locate, newest_vintage, svg_map
from quartierlibre.domain.places.rules import Position, may_be_position, read_number
from quartierlibre.domain.places.states import LocationStatus
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.web.discover.fund_presenters import FundCard, fund_cards

WIDTH = 288  # pixels: a picture that answers clicks keeps its own size, even on the narrowest screen


class Answer:
    """Where the person said they are, and what that means for them."""

    def __init__(self, asked: QueryDict) -> None:
        self.asked = asked
        self.today = timezone.localdate()
        self.area = asked.get("secteur", "")
        self.chosen = asked.get("quartier", "")
        self.question = asked.get("adresse", "").strip()
        self.point = self._point()

    def _point(self) -> Position | None:
        if "carte.x" in self.asked:
            return self._tapped()
        lon, lat = read_number(self.asked.get("lon", "")), read_number(self.asked.get("lat", ""))
        return Position(lon, lat) if lon is not None and lat is not None and may_be_position(lon, lat) else None

    def _tapped(self) -> Position | None:
        """A key press on the picture says 0,0: it points at nothing."""
        view = read_view(self.asked.get("vue", ""))
        x, y = read_number(self.asked.get("carte.x", "")), read_number(self.asked.get("carte.y", ""))
        if view is None or x is None or y is None or (x, y) == (0, 0):
            return None
        shown = read_number(self.asked.get("shown_width", "")) or view.width
        return point_from_click(view, x * view.width / shown, y * view.width / shown) if shown > 0 else None

    @cached_property
    def location(self) -> Location | None:
        return locate(self.point.lon, self.point.lat) if self.point else None

    @cached_property
    def neighbourhood(self) -> Neighbourhood | None:
        """The one picked in the list, of the newest outlines that carry this code."""
        return Neighbourhood.objects.filter(code=self.chosen).order_by("-vintage").first() if self.chosen else None

    @property
    def codes(self) -> list[str]:
        if self.neighbourhood:
            return [self.neighbourhood.code]
        return [near.code for near in self.location.neighbourhoods] if self.location else []

    @cached_property
    def cards(self) -> list[FundCard]:
        return fund_cards(funds.funds_for_location(neighbourhood_codes=self.codes), today=self.today)

    @property
    def is_answered(self) -> bool:
        return self.point is not None or self.neighbourhood is not None

    @property
    def tone(self) -> str:
        if not self.codes:
            return "warning"
        return "info" if self.location and self.location.status == LocationStatus.EDGE else "success"

    @property
    def words(self) -> str:
        """One sentence: in, at the edge, or how far from the nearest."""
        if self.neighbourhood:
            return _("Vous avez choisi : %(name)s.") % {"name": self.neighbourhood.name}
        return _location_words(self.location) if self.location else ""

    @cached_property
    def areas(self) -> list[Fund]:
        return sorted(funds.open_funds(self.today), key=lambda fund: alphabetical(fund.name))

    @cached_property
    def listed(self) -> list[Neighbourhood]:
        """Neighbourhoods of the open funds, or of the one being looked at."""
        shown = [fund for fund in self.areas if fund.slug == self.area] or self.areas
        found = Neighbourhood.objects.filter(funds__in=shown) if shown else Neighbourhood.objects.none()
        return sorted(found.order_by("code").distinct(), key=lambda place: alphabetical(place.name))

    @cached_property
    def map(self) -> SvgMap | None:
        return svg_map(self.listed, mark=self.point if self.is_near else None, width=WIDTH)

    @property
    def is_near(self) -> bool:
        """A point kilometres away would shrink every outline to a dot: it is told in words instead."""
        return bool(self.location and self.location.nearest and self.location.nearest.metres < 3000)

    @property
    def map_address(self) -> str:
        drawn = self.map.as_document() if self.map else ""
        return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()

    @cached_property
    def addresses(self) -> geocoder.Addresses | None:
        return geocoder.search(self.question) if self.question else None

    @property
    def has_search(self) -> bool:
        return geocoder.is_on()

    @property
    def is_unreadable(self) -> bool:
        """Something was asked that says no place: a strange number, an unknown code."""
        said = {"carte.x", "lon", "quartier"} & set(self.asked)
        return bool(said) and not self.is_answered

    @property
    def vintage(self) -> int | None:
        return self.location.vintage if self.location else newest_vintage()


def _location_words(location: Location) -> str:
    nearest = location.nearest
    if nearest is None:
        return _("Aucun quartier n’est encore enregistré ici.")
    names = " " + _("et") + " "
    places = names.join(near.name for near in location.neighbourhoods)
    if location.status == LocationStatus.IN:
        return _("Cet endroit est dans le quartier %(places)s.") % {"places": places}
    if location.status == LocationStatus.EDGE:
        words = _("Cet endroit est à la limite du quartier %(places)s : à moins de 50 m de son contour.")
        return words % {"places": places}
    words = _("Cet endroit est hors des quartiers. Le plus proche, %(name)s, est à %(distance)s.")
    return words % {"name": nearest.name, "distance": _distance(nearest.metres)}


def _distance(metres: float) -> str:
    if metres < 1000:
        return _("%(n)s m") % {"n": round(metres / 10) * 10 or round(metres)}
    return _("%(n)s km") % {"n": f"{metres / 1000:.1f}".replace(".", ",").replace(",0", "")}


@login_not_required
@require_safe
def concerned(request: HttpRequest) -> HttpResponse:
    answer = Answer(request.GET)
    return render(request, "discover/concerned.html", {"answer": answer}, status=422 if answer.is_unreadable else 200)
