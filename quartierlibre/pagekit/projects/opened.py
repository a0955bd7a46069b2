"""Who may write in a file here: its holder signed in, or the browser that started it or typed its code."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest

from quartierlibre.domain.applications.models import Application, FormVersion
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.questions import objects

# Every page of a holder asks; it is the browser's own list of opened files that says `opened`.
_FILE = "FROM applications_application file JOIN funds_fund fund ON fund.id = file.fund_id"
_WITH_FORM = f"{_FILE} JOIN applications_formversion form ON form.id = file.form_version_id"
_MINE = """
WHERE file.public_id = %(file)s AND (%(opened)s OR file.holder_id = %(person)s OR EXISTS (
    SELECT FROM applications_application_team team WHERE team.application_id = file.id AND team.person_id = %(person)s
))
"""
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
    found = list(_mine(request, public_id, with_form=with_form))
    if not found:
        raise Http404
    application, application.fund = found[0][:2]
    if with_form:
        application.form_version = found[0][2]
    return cast(Application, application)


def _mine(request: HttpRequest, public_id: UUID, *, with_form: bool) -> list[tuple[Any, ...]]:
    """That file when this browser has opened it, or when the person signed in holds it or is of its team."""
    is_opened, person = str(public_id) in opened_ids(request), person_of(request)
    if not is_opened and person is None:
        return []
    facts = {"file": public_id, "opened": is_opened, "person": person.pk if person else None}
    if with_form:
        return objects(f"{_WITH_FORM} {_MINE}", facts, file=Application, fund=Fund, form=FormVersion)
    return objects(f"{_FILE} {_MINE}", facts, file=Application, fund=Fund)
