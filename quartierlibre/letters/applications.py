"""What people are written to about a file: its codes, its receipt, and that somebody filed it for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application, FilingAgreement
from quartierlibre.domain.applications.operations import issue_code
from quartierlibre.domain.applications.states import Channel
from quartierlibre.domain.committees.queries import next_session_days
from quartierlibre.domain.people.models import Mandate
from quartierlibre.domain.people.permissions import Role
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.writing import Letter, Writer, link
from quartierlibre.pagekit.words import long_date


def on_opened(event: Event) -> Iterator[Letter]:
    """The code that brings back a draft, to the address given with its first words, if one was."""
    application = _about(event)
    if application is not None and application.contact_email and application.channel != Channel.PAPER:
        yield _with_codes("applications/started", application, [application])


def on_code_asked(event: Event) -> Iterator[Letter]:
    """One letter, with a code for each file of the address."""
    application = _about(event)
    if application is None or not application.contact_email:
        return
    # Asked for again below: the address may have changed since, and a code is a key.
    known = Application.objects.filter(pk__in=event.data["files"], contact_email=application.contact_email)
    yield _with_codes("applications/codes", application, known.select_related("fund").order_by("-updated_at"))


def on_filed(event: Event) -> Iterator[Letter]:
    """The person gets a receipt, or is told who filed for them; the helper gets a copy; the managers a new file."""
    application = _about(event)
    if application is None:
        return
    agreement = FilingAgreement.objects.filter(application=application).first()
    if application.contact_email:
        helped = application.channel == Channel.HELPER
        name = "applications/filed_for_you" if helped else "applications/receipt"
        yield _with_codes(name, application, [application], helper=_helper(agreement))
    if agreement is not None and agreement.helper_email:
        yield Letter(agreement.helper_email, "applications/receipt_for_helper", _said(application))
    if application.channel != Channel.PAPER:
        yield from _to_managers("applications/new_file", application)


def on_withdrawn(event: Event) -> Iterator[Letter]:
    application = _about(event)
    if application is None:
        return
    if application.contact_email:
        yield Letter(application.contact_email, "applications/withdrawn", _said(application))
    yield from _to_managers("applications/withdrawn_for_team", application)


def on_completed(event: Event) -> Iterator[Letter]:
    """What the team wrote in a file is shown to the person it is about."""
    application = _about(event)
    if application is not None and application.contact_email:
        yield _with_codes("applications/completed", application, [application])


def _about(event: Event) -> Application | None:
    """None once the file was erased."""
    found = Application.objects.filter(pk=event.subject_id)
    return found.select_related("fund__territory", "regulation").first()


def _said(application: Application, **more: Any) -> dict[str, Any]:
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


def _with_codes(name: str, application: Application, files: Iterable[Application], **more: Any) -> Letter:
    """A letter that opens files. Each letter gets codes of its own: the server cannot read the former ones again."""
    codes = [{"application": each, "code": issue_code(each)} for each in files]
    return Letter(application.contact_email, name, _said(application, codes=codes, **more), secret=True)


def _helper(agreement: FilingAgreement | None) -> str:
    """Who filed, as the person knows them."""
    return ", ".join(filter(None, (agreement.helper_name, agreement.helper_organisation))) if agreement else ""


def _to_managers(name: str, application: Application) -> Iterator[Letter]:
    held = Mandate.objects.current().filter(role=Role.FUND_MANAGER, territory=application.fund.territory_id)
    people = held.filter(person__is_active=True).values_list("person__email", flat=True)
    for address in sorted({address for address in people if address}):
        yield Letter(address, name, _said(application, desk_url=link("account_login")))


LETTERS: dict[str, Writer] = {
    "applications.draft.opened": on_opened,
    "applications.code.asked": on_code_asked,
    "applications.application.submitted": on_filed,
    "applications.application.entered": on_filed,
    "applications.application.completed": on_completed,
    "applications.application.withdrawn": on_withdrawn,
}
SILENT: dict[str, str] = {
    "applications.code.renewed": "Le code est remis en main propre : l'écrire ailleurs l'affaiblirait.",
    "applications.draft.resumed": "La personne vient de rouvrir elle-même son dossier.",
    "applications.agreement.recorded": "La personne est prévenue au dépôt, quand il y a quelque chose à lire.",
    "applications.document.added": "La page le dit aussitôt.",
    "applications.document.removed": "La page le dit aussitôt.",
    "applications.application.decided": "La réponse est envoyée par le comité, avec ses raisons.",
    "applications.application.adjourned": "L'ajournement est annoncé par le comité, avec ses raisons.",
    "applications.application.seen": "Ouvrir un dossier n'est pas encore une réponse.",
    "applications.person.told": "Elle vient d'être prévenue de vive voix ou par courrier.",
    "applications.form.published": "Les dossiers commencés gardent leurs questions.",
}
