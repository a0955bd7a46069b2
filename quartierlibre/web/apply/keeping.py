"""Keeping what a page sends, whatever button was pressed: the answers first, then the papers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import drafts, papers
from quartierlibre.domain.applications.operations.drafts import DraftSave
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.states import DocumentKind
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.projects.opened import person_of
from quartierlibre.pagekit.projects.typed import answers_in, base_revision

MOST_PAPERS_AT_ONCE = 10


def new_device() -> str:
    """A name for one page in one browser: two tabs are two devices, so that neither erases the other."""
    return secrets.token_hex(6)


def keep_answers(request: HttpRequest, application: Application) -> DraftSave:
    """Save the answers present in this request. Raises Refused once the file is filed."""
    return keep_changes(
        request, application, answers_in(request.POST, queries.form_of(application)), base_revision(request.POST)
    )


def keep_changes(
    request: HttpRequest, application: Application, changes: Mapping[str, Any], revision: int | None = None
) -> DraftSave:
    """Save these fields, as seen on a page of this revision (the current one unless said otherwise)."""
    return drafts.save_draft(
        by=person_of(request),
        application=application,
        changes=changes,
        base_revision=application.revision if revision is None else revision,
        device=request.POST.get("device", "")[:64],
    )


@dataclass(frozen=True)
class Received:
    """Papers kept, and for each one refused its name and why."""

    kept: int
    refused: tuple[str, ...]


def keep_papers(request: HttpRequest, application: Application) -> Received:
    """Join every file of the request; one that is refused does not stop the others."""
    kept, refused = 0, []
    uploads = request.FILES.getlist("papers")
    for upload in uploads[:MOST_PAPERS_AT_ONCE]:
        try:
            papers.add_document(
                by=person_of(request), application=application, upload=upload, kind=_kind_of(upload.content_type or "")
            )
            kept += 1
        except Refused as refusal:
            reasons = " ".join(str(each.message) for each in refusal.verdict.refusals)
            refused.append(_("« %(name)s » : %(reasons)s") % {"name": upload.name, "reasons": reasons})
    if len(uploads) > MOST_PAPERS_AT_ONCE:
        refused.append(_("Dix fichiers à la fois au plus : envoyez les autres ensuite."))
    return Received(kept, tuple(refused))


def _kind_of(content_type: str) -> DocumentKind:
    return DocumentKind.PHOTO if content_type.startswith("image/") else DocumentKind.QUOTE


def say_received(request: HttpRequest, received: Received) -> None:
    if received.kept:
        words = ngettext("%(kept)s fichier ajouté.", "%(kept)s fichiers ajoutés.", received.kept)
        messages.success(request, words % {"kept": received.kept})
    for refusal in received.refused:
        messages.error(request, refusal)


def say_refused(request: HttpRequest, refused: Refused) -> None:
    for refusal in refused.verdict.refusals:
        messages.error(request, str(refusal.message))
