"""Who screens files, and where. What a person may not see does not exist for them: always 404, never 403."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from quartierlibre.domain.applications.models import Application, ApplicationQuerySet, Correction, Opinion
from quartierlibre.domain.applications.queries.desk import filed_in
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; these pages are never open to a visitor."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def territories_of(person: Person) -> list[int]:
    """Keys of the territories where this person screens files today. Raises Http404 when there is none."""
    found = person.territories_where(Permission.SCREEN_APPLICATIONS)
    if not found:
        raise Http404
    return found


def files_to_screen(person: Person) -> ApplicationQuerySet:
    """Filed applications of those territories; never a draft, never by being its holder."""
    return filed_in(territories_of(person))


def file_to_screen(person: Person, public_id: UUID) -> Application:
    """One of them, ready for an operation. Raises Http404 otherwise, whether it exists or not."""
    files = files_to_screen(person).select_related("fund__territory", "form_version", "regulation")
    return get_object_or_404(files, public_id=public_id)


def correction_of(application: Application, correction_id: UUID) -> Correction:
    return get_object_or_404(application.corrections.select_related("application"), public_id=correction_id)


def opinion_of(application: Application, opinion_id: UUID) -> Opinion:
    return get_object_or_404(application.opinions.select_related("application", "file"), public_id=opinion_id)
