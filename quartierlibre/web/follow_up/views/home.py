"""The page of a grant, and the personal link that opens it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.agreement import opens
from quartierlibre.pagekit.personal_page import discreet
from quartierlibre.pagekit.projects.opened import remember
from quartierlibre.web.follow_up.access import own_grant
from quartierlibre.web.follow_up.page import GrantPage


@login_not_required
@never_cache
@require_safe
@discreet("/mon-aide/")
def by_link(request: HttpRequest, grant_id: UUID, token: str) -> HttpResponse:
    """The link of a letter opens the file in this browser, as its code does; the address bar then holds no key."""
    grant = get_object_or_404(Grant.objects.select_related("application"), public_id=grant_id)
    if not opens(grant, token):
        raise Http404
    remember(request, grant.application)
    return redirect("follow_up:grant", grant.application.public_id)


@login_not_required
@never_cache
@require_safe
def grant(request: HttpRequest, public_id: UUID) -> HttpResponse:
    page = GrantPage(own_grant(request, public_id))
    return render(request, "follow_up/grant.html", {"page": page, "grant": page.grant})
