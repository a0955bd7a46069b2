"""Home, the list of funds, the page of one fund and its map."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from quartierlibre.domain.funds import queries
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.places.queries import svg_map
from quartierlibre.pagekit import kept
from quartierlibre.web.discover.fund_presenters import fund_cards, fund_page
from quartierlibre.web.discover.home_page import HomePage

MAP_WIDTH = 400
MAP_SECONDS = 3600


def _fund(request: HttpRequest, slug: str) -> Fund:
    visible = Fund.objects.visible_to(request.user).select_related("scheme", "territory")
    return get_object_or_404(visible, slug=slug)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    cards = fund_cards(queries.open_funds(today), today=today)
    return render(request, "discover/home.html", {"cards": cards, "today": today, "page": HomePage()})


@login_not_required
@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """Funds one may file with, then the real rulebooks shown as examples."""
    today = timezone.localdate()
    cards = fund_cards(queries.open_funds(today), today=today)
    references = Fund.objects.filter(is_reference=True, regulations__published_at__isnull=False).distinct()
    return render(request, "discover/funds.html", {"cards": cards, "references": references, "today": today})


@login_not_required
@require_safe
def fund(request: HttpRequest, slug: str) -> HttpResponse:
    """The page is put together only when something has happened in its territory since the last time."""
    found = _fund(request, slug)
    page = SimpleLazyObject(lambda: fund_page(found, today=timezone.localdate()))
    mark = kept.mark(found.pk, territories=[found.territory_id])
    return render(request, "discover/fund.html", {"fund": found, "mark": mark, "page": page})


def _map_etag(request: HttpRequest, slug: str) -> str:
    """The same neighbourhoods, unchanged, draw the same picture."""
    stamps = _fund(request, slug).neighbourhoods.order_by("pk").values_list("pk", "changed_at")
    return '"' + hashlib.sha256(repr(list(stamps)).encode()).hexdigest()[:32] + '"'


@login_not_required
@require_safe
@cache_control(public=True, max_age=MAP_SECONDS)
@condition(etag_func=_map_etag)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The outlines of the fund's neighbourhoods, numbered as in the list beside."""
    drawn = svg_map(_fund(request, slug).neighbourhoods.order_by("name", "code"), width=MAP_WIDTH)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn.as_document(), content_type="image/svg+xml")
