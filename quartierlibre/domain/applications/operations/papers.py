"""Photos, quotes and scans joined to a file."""

from __future__ import annotations

from django.db import transaction

from quartierlibre.domain.applications.models import Application, Document
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.rules import may_write
from quartierlibre.domain.applications.states import ApplicationState, DocumentKind
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.journal import operations as journal


def owner_key_of(application: Application) -> str:
    """The scope under which foundation.files counts and shows the papers of one file."""
    return f"application:{application.pk}"


@transaction.atomic
def add_document(
    *,
    by: Person | None,
    application: Application,
    upload: files.Upload,
    kind: DocumentKind = DocumentKind.OTHER,
    label: str = "",
) -> Document:
    """Join a photo or a PDF to a draft or a filed application. Raises Refused with the reasons of the file check."""
    on_behalf = by is not None and by.pk != application.holder_id
    stored = files.store(
        upload=upload, owner_key=owner_key_of(application), purpose=f"application.{kind}", by=by, on_behalf=on_behalf
    )
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    document = Document.objects.create(application=application, file=stored, kind=kind, label=label.strip()[:120])
    _touch(application)
    journal.record(
        "applications.document.added",
        by=by,
        about=application,
        territory=application.fund.territory_id,
        document=document.pk,
        kind=kind,
    )
    return document


@transaction.atomic
def remove_document(*, by: Person | None, document: Document) -> None:
    """Take a paper out of a draft: its bytes go away. A paper of a filed application stays with it."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=document.application_id)
    document = Document.objects.select_for_update(of=("self",)).select_related("file").get(pk=document.pk)
    if document.removed_at is not None:
        return
    may_write(ApplicationState(application.state)).enforce()
    files.remove(file=document.file, by=by)
    document.removed_at = queries.now()
    document.save(update_fields=["removed_at"])
    _touch(application)
    journal.record(
        "applications.document.removed",
        by=by,
        about=application,
        territory=application.fund.territory_id,
        document=document.pk,
    )


def _touch(application: Application) -> None:
    application.updated_at = queries.now()
    application.save(update_fields=["updated_at"])
