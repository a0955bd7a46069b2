"""The rules of a fund, in clear French, version by version."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from quartierlibre.domain.funds import queries
from quartierlibre.domain.funds.models import Fund
from quartierlibre.web.discover.rules_presenters import regulation_page


@login_not_required
@require_GET
def regulation(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """The version in force, or the one asked for. A version that may not be seen does not exist."""
    fund = get_object_or_404(Fund.objects.visible_to(request.user).select_related("scheme", "territory"), slug=slug)
    versions = list(queries.versions_visible_to(request.user, fund))
    page = regulation_page(fund, versions, wanted=version, today=timezone.localdate())
    if page is None:
        raise Http404
    return render(request, "discover/regulation.html", {"page": page})
