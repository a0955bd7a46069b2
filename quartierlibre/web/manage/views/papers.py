"""Photos, quotes and scans of a file: the right is checked again at every download."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.models import Document, FilingAgreement
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.pagekit import files
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.manage.access import filed_in_charge
from quartierlibre.web.manage.casefile import is_sensitive


def _paper(request: SignedInRequest, public_id: UUID, document_id: UUID) -> Document:
    in_charge = filed_in_charge(request.user, Permission.READ_APPLICATIONS).filter(public_id=public_id)
    kept = Document.objects.filter(application__in=in_charge, removed_at=None)
    return get_object_or_404(kept.select_related("file", "application__fund"), public_id=document_id)


@require_safe
def paper(request: SignedInRequest, public_id: UUID, document_id: UUID) -> HttpResponseBase:
    """Saved on the reader's device, never opened by the browser in our name."""
    document = _paper(request, public_id, document_id)
    territory = document.application.fund.territory_id
    return files.serve(request, document.file, sensitive=is_sensitive(document), territory=territory)


@require_safe
def thumbnail(request: SignedInRequest, public_id: UUID, document_id: UUID) -> HttpResponseBase:
    return files.serve_thumbnail(request, _paper(request, public_id, document_id).file)


@require_safe
def agreement(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """The signed agreement of the person helped: each look leaves a line in the journal."""
    in_charge = filed_in_charge(request.user, Permission.READ_APPLICATIONS).filter(public_id=public_id)
    signed = FilingAgreement.objects.filter(application__in=in_charge, evidence__isnull=False)
    found = get_object_or_404(signed.select_related("application__fund"))
    file = get_object_or_404(StoredFile, pk=found.evidence_id)
    return files.serve(request, file, sensitive=True, territory=found.application.fund.territory_id)
