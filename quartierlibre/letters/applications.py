"""What people are written to about a file: its codes, its receipt, and that somebody filed it for them."""

from __future__ import annotations

from collections.abc import Iterator

from quartierlibre.domain.applications.models import Application, FilingAgreement
from quartierlibre.domain.applications.states import Channel
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters import screening
from quartierlibre.letters.about_files import about, said, to_holder, to_managers, with_codes
from quartierlibre.letters.writing import Letter, Writer


def on_opened(event: Event) -> Iterator[Letter]:
    """The code that brings back a draft, to the address given with its first words, if one was."""
    application = about(event)
    if application is not None and application.contact_email and application.channel != Channel.PAPER:
        yield with_codes("applications/started", application, [application])


def on_code_asked(event: Event) -> Iterator[Letter]:
    """One letter, with a code for each file of the address."""
    application = about(event)
    if application is None or not application.contact_email:
        return
    # Asked for again below: the address may have changed since, and a code is a key.
    known = Application.objects.filter(pk__in=event.data["files"], contact_email=application.contact_email)
    yield with_codes("applications/codes", application, known.select_related("fund").order_by("-updated_at"))


def on_filed(event: Event) -> Iterator[Letter]:
    """The person gets a receipt, or is told who filed for them; the helper gets a copy; the managers a new file."""
    application = about(event)
    if application is None:
        return
    agreement = FilingAgreement.objects.filter(application=application).first()
    if application.contact_email:
        helped = application.channel == Channel.HELPER
        name = "applications/filed_for_you" if helped else "applications/receipt"
        yield with_codes(name, application, [application], thread=application.pk, helper=_helper(agreement))
    if agreement is not None and agreement.helper_email:
        yield Letter(agreement.helper_email, "applications/receipt_for_helper", said(application))
    if application.channel != Channel.PAPER:
        yield from to_managers("applications/new_file", application)


def on_withdrawn(event: Event) -> Iterator[Letter]:
    application = about(event)
    if application is None:
        return
    if application.contact_email:
        yield to_holder("applications/withdrawn", application)
    yield from to_managers("applications/withdrawn_for_team", application)


def on_completed(event: Event) -> Iterator[Letter]:
    """What the team wrote in a file is shown to the person it is about."""
    application = about(event)
    if application is not None and application.contact_email:
        yield with_codes("applications/completed", application, [application], thread=application.pk)


def _helper(agreement: FilingAgreement | None) -> str:
    """Who filed, as the person knows them."""
    return ", ".join(filter(None, (agreement.helper_name, agreement.helper_organisation))) if agreement else ""


LETTERS: dict[str, Writer] = {
    "applications.draft.opened": on_opened,
    "applications.code.asked": on_code_asked,
    "applications.application.submitted": on_filed,
    "applications.application.entered": on_filed,
    "applications.application.completed": on_completed,
    "applications.application.withdrawn": on_withdrawn,
    "applications.correction.asked": screening.on_correction_asked,
    "applications.correction.reminded": screening.on_correction_reminded,
    "applications.message.sent": screening.on_message_sent,
    "applications.opinion.asked": screening.on_opinion_asked,
    "applications.opinion.reminded": screening.on_opinion_reminded,
    "applications.application.admitted": screening.on_admitted,
    "applications.application.turned_down": screening.on_turned_down,
    "applications.application.screened_again": screening.on_screened_again,
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
    "applications.check.overruled": "Travail de l'équipe, visible sur la page du dossier.",
    "applications.check.restored": "Travail de l'équipe, visible sur la page du dossier.",
    "applications.check.answered": "Travail de l'équipe, visible sur la page du dossier.",
    "applications.correction.done": "La file de l'équipe montre que la réponse est arrivée.",
    "applications.correction.accepted": "La page de suivi le dit, et rien n'est demandé à personne.",
    "applications.correction.cancelled": "La page de suivi ne la montre plus.",
    "applications.answers.corrected": "La personne vient de les écrire elle-même.",
    "applications.message.received": "La file de l'équipe montre le message non lu.",
    "applications.message.noted": "Une note, ou la trace d'un échange qui a déjà eu lieu.",
    "applications.thread.read": "Lire n'est pas encore répondre.",
    "applications.opinion.answered": "La file de l'équipe montre que l'avis est arrivé.",
    "applications.opinion.revoked": "Le lien le dit à qui l'ouvre.",
    "applications.application.presented_again": "La personne vient de le faire ; l'équipe le voit dans sa file.",
    "applications.form.published": "Les dossiers commencés gardent leurs questions.",
}
