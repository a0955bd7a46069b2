"""The papers of a grant, for its holder: receipts and photos given, the poster to print."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.agreement import owner_key_of
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.pagekit import files
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.web.follow_up import printing
from quartierlibre.web.follow_up.access import own_grant


def _file(grant: Grant, file_id: UUID) -> StoredFile:
    return get_object_or_404(StoredFile.objects.of(owner_key_of(grant)), public_id=file_id)


@login_not_required
@require_safe
def download(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    return files.serve(request, _file(own_grant(request, public_id), file_id))


@login_not_required
@require_safe
def thumbnail(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    return files.serve_thumbnail(request, _file(own_grant(request, public_id), file_id))


@login_not_required
@never_cache
@require_safe
def poster(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A4, or A3 when asked."""
    asked = request.GET.get("format", "")
    paper = asked if asked in printing.PAPERS else printing.PAPERS[0]
    return shown_pdf(printing.poster(own_grant(request, public_id), paper), _("affiche.pdf"))
