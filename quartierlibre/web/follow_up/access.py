"""Who may follow a grant here: its holder signed in, the browser that opened its file, or a committee member."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.checking import sits_for
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.projects.opened import own_file

LOADED = ("application", "fund__territory", "fund_year", "decision", "regulation", "agreement_file", "payee")


def own_grant(request: HttpRequest, public_id: UUID) -> Grant:
    """The last grant of a file that is theirs. Raises Http404 otherwise, whether it exists or not."""
    application = own_file(request, public_id)
    grant = Grant.objects.filter(application=application.pk).select_related(*LOADED).order_by("-pk").first()
    if grant is None:
        raise Http404
    return grant


def grant_to_look_at(person: Person, grant_id: UUID) -> Grant:
    """A grant decided by a committee where this person sits today. Raises Http404 otherwise."""
    grant = get_object_or_404(Grant.objects.select_related(*LOADED), public_id=grant_id)
    if not sits_for(person, grant):
        raise Http404
    return grant
