"""Photos anyone may see: those whose people agreed to this use, and have not changed their mind."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from quartierlibre.domain.grants.models import PhotoConsent, ReportPhoto
from quartierlibre.domain.grants.states import PhotoUse, ReportState
from quartierlibre.foundation.files.states import FileState


def shown_photos(application_id: UUID, use: PhotoUse = PhotoUse.SITE) -> QuerySet[ReportPhoto]:
    """Of a project, by the public name of its file. One query, asked at each showing: a withdrawal acts at once."""
    agreed = PhotoConsent.objects.filter(photo=OuterRef("pk"), use=use, withdrawn_at=None)
    sent = ReportPhoto.objects.exclude(report__state=ReportState.DRAFT)
    of_project = sent.filter(report__grant__application__public_id=application_id, file__state=FileState.KEPT)
    return of_project.filter(Exists(agreed)).select_related("file")
