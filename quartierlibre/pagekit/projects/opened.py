"""Who may write in a file here: its holder signed in, or the browser that started it or typed its code."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.drafts import carried_file
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


def own_file(request: HttpRequest, public_id: UUID, *, with_form: bool = True) -> Application:
    """The file and its fund, drafts and filed ones alike, if it is theirs. Raises Http404 otherwise, whether it exists
    or not. `with_form` reads along the version of the form it answers.
    """
    person = person_of(request)
    opened = str(public_id) in opened_ids(request)
    found = carried_file(public_id, person.pk if person else None, opened=opened, with_form=with_form)
    if found is None:
        raise Http404
    return found
