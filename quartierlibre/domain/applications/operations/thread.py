"""What is said about a file, all in one place: messages of both sides, notes, calls, and the letters of the site."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.models import Application, Message
from quartierlibre.domain.applications.operations.screening import held, may_screen_in, record
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.states import ApplicationState, MessageKind, MessageSide
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import refuse_if


@transaction.atomic
def write_to_holder(*, by: Person, application: Application, text: str) -> Message:
    """The team writes to the holder: shown on their page, and sent by e-mail when they gave an address."""
    application = _held_by_team(by, application, text)
    message = _said(by, application, MessageSide.TEAM, MessageKind.MESSAGE, text)
    _answered(application)
    record("applications.message.sent", by, application, said=message.pk)
    return message


@transaction.atomic
def note(*, by: Person, application: Application, kind: MessageKind, text: str) -> Message:
    """Keep a note for the team, or what was said in a call, a letter or on paper. Only the note stays hidden."""
    application = _held_by_team(by, application, text)
    message = _said(by, application, MessageSide.TEAM, kind, text)
    if kind != MessageKind.NOTE:
        _answered(application)
    record("applications.message.noted", by, application, said=message.pk, kind=str(kind))
    return message


@transaction.atomic
def write_to_team(*, by: Person | None, application: Application, text: str) -> Message:
    """The holder writes to the team from their page; the door has checked who they are."""
    application = held(application)
    refuse_if(
        application.state == ApplicationState.DRAFT,
        "message.draft",
        _("Déposez d’abord votre projet : l’équipe ne lit pas les brouillons."),
    ).enforce()
    rules.may_say(text, code="text").enforce()
    message = _said(by, application, MessageSide.HOLDER, MessageKind.MESSAGE, text)
    record("applications.message.received", by, application, said=message.pk)
    return message


@transaction.atomic
def mark_thread_read(*, by: Person, application: Application) -> int:
    """The team has read what the holder wrote. Said again, it changes nothing. Returns how many messages that was."""
    application = held(application)
    _right(by, application)
    count = _answered(application)
    if count:
        record("applications.thread.read", by, application, count=count)
    return count


@transaction.atomic
def file_letter(*, application_id: int, event: Event, subject: str, text: str) -> None:
    """A letter of the site joins the thread of its file, once. Its codes are hidden by whoever wrote it."""
    if Application.objects.filter(pk=application_id).exists():
        Message.objects.get_or_create(
            event=event,
            subject=subject[:200],
            defaults={
                "application_id": application_id,
                "side": MessageSide.SITE,
                "kind": MessageKind.EMAIL,
                "text": text,
                "at": queries.now(),
            },
        )


def _held_by_team(by: Person, application: Application, text: str) -> Application:
    application = held(application)
    _right(by, application)
    rules.may_say(text, code="text").enforce()
    return application


def _right(by: Person, application: Application) -> None:
    message = _("Votre rôle ne permet pas d’écrire dans ce dossier.")
    refuse_if(not may_screen_in(by, application), "thread.no_right", message).enforce()


def _said(by: Person | None, application: Application, side: MessageSide, kind: MessageKind, text: str) -> Message:
    return Message.objects.create(
        application=application, side=side, kind=kind, author=by, text=text.strip(), at=queries.now()
    )


def _answered(application: Application) -> int:
    """Answering is having read."""
    return application.messages.unread_by_team().update(seen_at=queries.now())
