"""The list of files."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.manage.access import territories_of
from quartierlibre.web.manage.listing import FilesPage


@never_cache
@require_safe
def files(request: SignedInRequest) -> HttpResponse:
    """Newest first; narrowed by what is chosen in the address, so that a list can be kept and sent to a colleague."""
    territories = territories_of(request.user, Permission.READ_APPLICATIONS)
    page = FilesPage(territories, request.GET)
    return render(request, "manage/files.html", {"page": page, "here": "files"})
