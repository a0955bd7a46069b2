"""What is written while a file is screened: to who carries it, and to whoever is asked for an opinion."""

from __future__ import annotations

from collections.abc import Iterator

from quartierlibre.domain.applications.models import Application, Correction, Opinion
from quartierlibre.domain.applications.models import Message as Said
from quartierlibre.domain.applications.tokens import token_for
from quartierlibre.domain.committees.models import Case
from quartierlibre.domain.committees.states import LIVE_CASES
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.about_files import about, said, to_holder, with_codes
from quartierlibre.letters.writing import Letter, link
from quartierlibre.pagekit.words import long_date, moment


def on_correction_asked(event: Event) -> Iterator[Letter]:
    yield from _correction("applications/correction_asked", event)


def on_correction_reminded(event: Event) -> Iterator[Letter]:
    yield from _correction("applications/correction_reminder", event)


def _correction(name: str, event: Event) -> Iterator[Letter]:
    """Nothing is asked any more of who has answered meanwhile."""
    found = Correction.objects.waiting().filter(pk=event.data["correction"]).select_related("application").first()
    application = about(event)
    if found is None or application is None or not application.contact_email:
        return
    more = {"correction": found, "deadline": long_date(found.deadline)}
    yield with_codes(name, application, [application], thread=application.pk, **more)


def on_message_sent(event: Event) -> Iterator[Letter]:
    """The words are already among the exchanges: the letter only carries them to a mailbox."""
    message, application = Said.objects.filter(pk=event.data["said"]).first(), about(event)
    if message is not None and application is not None and application.contact_email:
        yield with_codes("applications/message", application, [application], message=message)


def on_admitted(event: Event) -> Iterator[Letter]:
    application = about(event)
    if application is not None and application.contact_email:
        yield to_holder("applications/admissible", application, hearing=_hearing(application))


def _hearing(application: Application) -> str:
    """The hour of the hearing when it is known, else that of the session; empty without a date."""
    cases = Case.objects.filter(application=application, state__in=LIVE_CASES).select_related("session")
    case = cases.first()
    return moment(case.hearing_at or case.session.starts_at) if case else ""


def on_turned_down(event: Event) -> Iterator[Letter]:
    """Written as long as the file is still turned down: examined again, that letter would be wrong."""
    application = about(event)
    if application is not None and application.contact_email and application.screening_reason:
        yield with_codes("applications/inadmissible", application, [application], thread=application.pk)


def on_screened_again(event: Event) -> Iterator[Letter]:
    application = about(event)
    if application is not None and application.contact_email:
        yield to_holder("applications/screened_again", application)


def on_opinion_asked(event: Event) -> Iterator[Letter]:
    yield from _opinion("applications/opinion_asked", event)


def on_opinion_reminded(event: Event) -> Iterator[Letter]:
    yield from _opinion("applications/opinion_reminder", event)


def _opinion(name: str, event: Event) -> Iterator[Letter]:
    """The link is a key: it is made here, and forgotten with the words of the letter once it has left."""
    opinion = Opinion.objects.filter(pk=event.data["opinion"], answered_at=None, revoked_at=None).first()
    application = about(event)
    if opinion is None or application is None:
        return
    token = token_for(opinion.public_id, opinion.token_hash)
    if token:
        more = {"opinion": opinion, "expires": long_date(opinion.expires_on)}
        context = said(application, opinion_url=link("screen:answer", token), **more)
        yield Letter(opinion.email, name, context, secret=True)
