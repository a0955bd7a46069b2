"""What every letter about a file is made of: the file, the words they share, its codes, its managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import issue_code
from quartierlibre.domain.committees.queries import next_session_days
from quartierlibre.domain.people.models import Mandate
from quartierlibre.domain.people.permissions import Role
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.writing import Letter, link
from quartierlibre.pagekit.words import long_date


def about(event: Event) -> Application | None:
    """None once the file was erased."""
    found = Application.objects.filter(pk=event.subject_id)
    return found.select_related("fund__territory", "regulation").first()


def said(application: Application, **more: Any) -> dict[str, Any]:
    """What every letter about a file may say. Titles stay out of subjects: a subject is read over a shoulder."""
    day = next_session_days([application.fund]).get(application.fund_id)
    fund = application.fund
    return {
        "application": application,
        "fund": fund,
        "fund_phone": readable_phone(fund.contact_phone) if fund.contact_phone else "",
        "next_committee": long_date(day) if day and day > timezone.localdate() else "",
        "resume_url": link("apply:resume"),
        **more,
    }


def with_codes(
    name: str, application: Application, files: Iterable[Application], *, thread: int | None = None, **more: Any
) -> Letter:
    """A letter that opens files. Each letter gets codes of its own: the server cannot read the former ones again."""
    codes = [{"application": each, "code": issue_code(each)} for each in files]
    context = said(application, codes=codes, **more)
    return Letter(application.contact_email, name, context, secret=True, thread=thread)


def to_holder(name: str, application: Application, **more: Any) -> Letter:
    """A letter to who carries the file; it also appears among the exchanges of the file."""
    return Letter(application.contact_email, name, said(application, **more), thread=application.pk)


def to_managers(name: str, application: Application) -> Iterator[Letter]:
    """The same letter to each manager of the territory."""
    held = Mandate.objects.current().filter(role=Role.FUND_MANAGER, territory=application.fund.territory_id)
    people = held.filter(person__is_active=True).values_list("person__email", flat=True)
    for address in sorted({address for address in people if address}):
        yield Letter(address, name, said(application, desk_url=link("account_login")))
