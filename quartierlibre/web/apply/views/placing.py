"""The place of a project: a tap on the map (with or without scripts), an address, a list. How it was told is kept."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.verdicts import in_town
from quartierlibre.domain.places import geocoder
from quartierlibre.domain.places.picture import MapView, SvgMap, point_from_click, read_view, view_around
from quartierlibre.domain.places.queries import svg_map
from quartierlibre.domain.places.rules import Position, may_be_position, read_number
from quartierlibre.domain.places.states import LocationMethod
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.pagekit.projects.opened import own_file, person_of
from quartierlibre.pagekit.projects.place import place_words
from quartierlibre.web.apply.following import Following
from quartierlibre.web.apply.keeping import keep_changes, say_refused

WIDTH = 288  # pixels: the whole of a 320-pixel screen but its margins; without a script a picture cannot stretch
WHERE = "#q-where"
CLOSE = 900.0  # metres across the second, closer map
SEEN_FROM = 350  # metres: from there a neighbourhood shows well inside the closer map


class PlacePage:
    """The map, the address search and the list, with what is known so far."""

    def __init__(self, application: Application, back: str, *, whole: bool = False, question: str = "") -> None:
        self.application, self.back = application, back
        self.question = question
        self.listed = sorted(
            application.fund.neighbourhoods.order_by("code"), key=lambda place: alphabetical(place.name)
        )
        self.chosen = list(application.answers.get("neighbourhoods") or [])
        self.in_town = in_town(application, today=timezone.localdate())
        self.words = place_words(application)
        self.mark = _mark_of(application)
        self.is_close = self.mark is not None and not whole and self._shows_something_close()
        self.map = self._map()
        searched = geocoder.search(question) if question else None
        found = searched.found if searched else ()
        self.found = [(f"{each.lon},{each.lat},{each.commune_code},{each.label}", each.label) for each in found]
        self.search_problem = " ".join(str(each.message) for each in searched.verdict.refusals) if searched else ""

    @property
    def tone(self) -> str:
        if self.in_town:
            return "success"
        return {"in": "success", "edge": "info"}.get(self.application.location_status, "warning")

    @property
    def neighbourhoods(self) -> list[tuple[str, str]]:
        return [(each.code, each.name) for each in self.listed]

    @property
    def has_search(self) -> bool:
        return geocoder.is_on()

    def _shows_something_close(self) -> bool:
        """Without streets on it, a close map far from every neighbourhood would be one dot on an empty ground."""
        metres = self.application.location_metres
        return metres is None or metres < SEEN_FROM

    def _map(self) -> SvgMap | None:
        view = view_around(self.mark, metres=CLOSE, width=WIDTH) if self.mark and self.is_close else None
        return svg_map(self.listed, mark=self.mark, width=WIDTH, view=view)

    @property
    def map_address(self) -> str:
        """The picture inside the page: one request less on a slow phone."""
        drawn = self.map.as_document() if self.map else ""
        return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()


def _mark_of(application: Application) -> Position | None:
    if application.lon is None or application.lat is None:
        return None
    return Position(application.lon, application.lat)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say where, while the file is written, and again when that is what a correction or an adjournment reopens."""
    application = own_file(request, public_id)
    back = _way_back(application)
    if back is None:
        return redirect("apply:sent", public_id)
    if request.method == "POST":
        return _placed(request, application, back)
    page = PlacePage(application, back, whole="carte" in request.GET, question=request.GET.get("q", "").strip())
    return _page(request, page)


def _way_back(application: Application) -> str | None:
    """The form whose question « where » this page completes; None when nobody asks it any more."""
    here = [application.public_id]
    if application.is_draft:
        return reverse("apply:say", args=here) + WHERE
    asked = application.corrections.waiting().filter(question="where").first()
    if asked is not None:
        return reverse("apply:correct", args=[*here, asked.public_id]) + WHERE
    return reverse("apply:change", args=here) + WHERE if Following(application).may_change else None


def _page(request: HttpRequest, page: PlacePage, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"application": page.application, "page": page, "problem": problem}
    return render(request, "apply/place.html", context, status=status)


def _placed(request: HttpRequest, application: Application, back: str) -> HttpResponse:
    changes = _changes_in(request)
    if changes is None:
        words = _("Nous n’avons pas compris cet endroit. Touchez la carte à nouveau, ou choisissez dans la liste.")
        return _page(request, PlacePage(application, back), problem=words, status=422)
    if "address" in changes and application.answers.get("place_text"):
        changes.pop("place_text", None)
    changes.pop("address", None)
    try:
        _keep(request, application, changes)
    except Refused as refused:
        say_refused(request, refused)
        return redirect("apply:sent", application.public_id)
    return redirect(back if "neighbourhoods" in changes else reverse("apply:place", args=[application.public_id]))


def _keep(request: HttpRequest, application: Application, changes: dict[str, Any]) -> None:
    if application.is_draft:
        keep_changes(request, application, changes)
    else:
        operations.rewrite_answers(by=person_of(request), application=application, changes=changes)


def _changes_in(request: HttpRequest) -> dict[str, Any] | None:
    """What the person said, in the words of the form; None when it cannot be read."""
    post = request.POST
    if post.get("action") == "list":
        return {"neighbourhoods": post.getlist("neighbourhoods")}
    if "address" in post:
        return _address(post["address"])
    if "tap.x" in post:
        found = _tapped(post.get("view", ""), post["tap.x"], post.get("tap.y", ""), post.get("shown_width", ""))
        return _point(found, LocationMethod.MAP) if found else None
    found = _position(post.get("lon", ""), post.get("lat", ""))
    return _point(found, LocationMethod.MAP) if found else None


def _address(chosen: str) -> dict[str, Any] | None:
    """A suggestion as the button sends it: longitude, latitude, INSEE code of the commune if known, then its words."""
    lon, lat, commune, label = [*chosen.split(",", 3), "", "", ""][:4]
    found = _position(lon, lat)
    if found is None:
        return None
    return {**_point(found, LocationMethod.ADDRESS, commune), "place_text": label, "address": label}


def _point(found: Position, method: LocationMethod, commune: str = "") -> dict[str, Any]:
    """Only an address tells its commune: another way of saying where forgets the one before."""
    here = {"lon": str(found.lon), "lat": str(found.lat)}
    return {**here, "location_method": method.value, "location_commune": commune}


def _position(lon: str, lat: str) -> Position | None:
    x, y = read_number(lon), read_number(lat)
    if x is None or y is None or not may_be_position(x, y):
        return None
    return Position(x, y)


def _tapped(view_text: str, x_text: str, y_text: str, shown_text: str) -> Position | None:
    """The point under the finger. A key press on the picture says 0,0: it points at nothing."""
    view: MapView | None = read_view(view_text)
    x, y = read_number(x_text), read_number(y_text)
    if view is None or x is None or y is None or (x, y) == (0, 0):
        return None
    shown = read_number(shown_text) or view.width
    return point_from_click(view, x * view.width / shown, y * view.width / shown) if shown > 0 else None
