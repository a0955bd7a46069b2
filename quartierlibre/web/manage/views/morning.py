"""The first page of the day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.queries.desk import next_actions
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.manage.access import territories_of


@never_cache
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What to do, computed: nothing is ever typed in this list."""
    territories_of(request.user, Permission.READ_APPLICATIONS)
    return render(request, "manage/home.html", {"tasks": next_actions(request.user)})
