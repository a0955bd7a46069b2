"""Who may sit at this desk, and where. What a person may not see does not exist for them: always 404, never 403."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from quartierlibre.domain.applications.models import Application, ApplicationQuerySet
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the pages of the desk are never open to a visitor."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def territories_of(person: Person, permission: Permission) -> list[int]:
    """Keys of the territories where this person may do this today. Raises Http404 when there is none."""
    found = person.territories_where(permission)
    if not found:
        raise Http404
    return found


def fund_in_charge(person: Person, slug: str, permission: Permission) -> Fund:
    """A fund in which this person may do this. Raises Http404 otherwise, whether it exists or not."""
    funds = Fund.objects.filter(territory__in=territories_of(person, permission), is_reference=False)
    return get_object_or_404(funds.select_related("territory", "scheme"), slug=slug)


def filed_in_charge(person: Person, permission: Permission) -> ApplicationQuerySet:
    """Filed applications of the territories where this person may do this; never a draft, never by being its holder."""
    return Application.objects.filed().filter(fund__territory__in=territories_of(person, permission))


def file_in_charge(person: Person, public_id: UUID, permission: Permission) -> Application:
    """One of them, ready for an operation. Raises Http404 otherwise, whether it exists or not."""
    files = filed_in_charge(person, permission).select_related("fund__territory", "form_version")
    return get_object_or_404(files, public_id=public_id)
