"""One file to screen."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.pagekit import files as private_files
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.screen.access import file_to_screen
from quartierlibre.web.screen.casework import page_of


@never_cache
@require_safe
def file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Reading changes nothing."""
    page = page_of(request.user, public_id)
    return render(request, "screen/file.html", {"page": page, "application": page.application})


@require_safe
def paper(request: SignedInRequest, public_id: UUID, document_id: UUID) -> HttpResponseBase:
    kept = file_to_screen(request.user, public_id).documents.filter(removed_at=None).select_related("file")
    return private_files.serve(request, get_object_or_404(kept, public_id=document_id).file)
