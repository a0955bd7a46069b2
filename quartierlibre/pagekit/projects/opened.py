"""Who may write in a file here: its holder signed in, or the browser that started it or typed its code."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from quartierlibre.domain.applications.models import Application, ApplicationQuerySet
from quartierlibre.domain.people.models import Person

OPENED = "opened_applications"
MOST_OPENED = 30


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def opened_ids(request: HttpRequest) -> list[str]:
    """The files this browser has started or opened by code, newest first."""
    return list(request.session.get(OPENED, []))


def remember(request: HttpRequest, application: Application) -> None:
    """Let this browser come back to the file. The only place where a visitor gets a session cookie."""
    others = [each for each in opened_ids(request) if each != str(application.public_id)]
    request.session[OPENED] = [str(application.public_id), *others][:MOST_OPENED]


def forget_all(request: HttpRequest) -> None:
    """Leave nothing open on a shared device."""
    request.session.pop(OPENED, None)


def own_file(request: HttpRequest, public_id: UUID, *columns: str) -> Application:
    """The file, drafts and filed ones alike, if it is theirs. Raises Http404 otherwise, whether it exists or not.

    `columns`: all that will be read of it (`fund__name` reads the fund along); everything when none is named.
    """
    found = _mine(request, public_id)
    links = dict.fromkeys(name.partition("__")[0] for name in columns if "__" in name) or ("fund", "form_version")
    found = found.select_related(*links)
    return get_object_or_404(found.only(*columns) if columns else found)


def _mine(request: HttpRequest, public_id: UUID) -> ApplicationQuerySet:
    """That file when this browser has opened it, or when the person signed in holds it or is of its team."""
    found = Application.objects.filter(public_id=public_id)
    if str(public_id) in opened_ids(request):
        return found
    person = person_of(request)
    if person is None:
        return found.none()
    team = Application.team.through.objects.filter(person=person).values("application")
    return found.filter(Q(holder=person) | Q(pk__in=team))
