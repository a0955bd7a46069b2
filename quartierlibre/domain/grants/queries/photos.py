"""Photos anyone may see: those whose people agreed to this use, and have not changed their mind."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from quartierlibre.domain.committees.models import PublishedDecision
from quartierlibre.domain.grants.models import PhotoConsent, ReportPhoto
from quartierlibre.domain.grants.states import PhotoUse, ReportState
from quartierlibre.foundation.files.states import FileState


def shown_photos(application_id: UUID, use: PhotoUse = PhotoUse.SITE) -> QuerySet[ReportPhoto]:
    """Of a published project, by its public name. One query, asked at each showing: a withdrawal acts at once.

    Found through the public copy: a public page never asks the tables of files and people (decision 0015).
    """
    agreed = PhotoConsent.objects.filter(photo=OuterRef("pk"), use=use, withdrawn_at=None)
    sent = ReportPhoto.objects.exclude(report__state=ReportState.DRAFT)
    published = PublishedDecision.objects.filter(public_id=application_id).values("decision")
    of_project = sent.filter(report__grant__decision__in=published, file__state=FileState.KEPT)
    return of_project.filter(Exists(agreed)).select_related("file")
