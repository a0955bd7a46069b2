"""Whoever comes to a meeting is written to, once each time: their place, their turn, what changes.

The date is joined for their calendar. Nobody else is named in a letter, and its subject names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from quartierlibre.domain.meetings.coming import link_of
from quartierlibre.domain.meetings.models import Meeting, Registration
from quartierlibre.domain.meetings.queries.coming import place_in_line
from quartierlibre.domain.meetings.states import ACTIVE, RegistrationState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.outbox.envelope import Attachment
from quartierlibre.letters.writing import Letter, Writer, link
from quartierlibre.pagekit.meetings import calendars
from quartierlibre.pagekit.meetings.saying import welcome_said, when_said
from quartierlibre.pagekit.words import moment

HELD = RegistrationState.CONFIRMED


def on_made(event: Event) -> Iterator[Letter]:
    """Their place, or their rank in the line."""
    for each in _of(event):
        if event.data["state"] == HELD:
            yield _letter(each, "meetings/confirmed", attachments=[_calendar(each.desk.meeting)])
        else:
            yield _letter(each, "meetings/waiting", rank=place_in_line(each))


def on_offered(event: Event) -> Iterator[Letter]:
    """A place is held for them until a moment; nothing once it is too late to answer."""
    for each in _of(event):
        if each.state == RegistrationState.OFFERED and each.answer_by:
            yield _letter(each, "meetings/offered", until=moment(each.answer_by))


def on_seated(event: Event) -> Iterator[Letter]:
    """They have their place, asked for or given."""
    for each in _of(event):
        if each.state == HELD:
            yield _letter(each, "meetings/confirmed", attachments=[_calendar(each.desk.meeting)])


def on_changed(event: Event) -> Iterator[Letter]:
    for each in _of(event):
        if each.state in ACTIVE:
            yield _letter(each, "meetings/changed")


def on_cancelled(event: Event) -> Iterator[Letter]:
    for each in _of(event):
        yield _letter(each, "meetings/stepped_back")


def on_lapsed(event: Event) -> Iterator[Letter]:
    for each in _of(event):
        yield _letter(each, "meetings/lapsed")


def on_reminded(event: Event) -> Iterator[Letter]:
    """Nothing for a meeting that moved since, or for somebody who stepped back."""
    for each in _of(event):
        if each.state == HELD and each.reminded_for == each.desk.meeting.starts_at:
            yield _letter(each, "meetings/reminder", attachments=[_calendar(each.desk.meeting)])


def on_thanked(event: Event) -> Iterator[Letter]:
    """Thanks, and four questions without a name."""
    for each in _of(event):
        if token := link_of(each):
            yield _letter(each, "meetings/thanks", opinion_url=link("meet:opinion", token))


def on_not_held(event: Event) -> Iterator[Letter]:
    """Everyone who planned to come, and their calendar with them."""
    yield from _to_all(event, "meetings/not_held", method="CANCEL")


def on_moved(event: Event) -> Iterator[Letter]:
    yield from _to_all(event, "meetings/moved", method="PUBLISH")


def on_corrected(event: Event) -> Iterator[Letter]:
    """Another place, or a word to those who come."""
    yield from _to_all(event, "meetings/corrected", method="PUBLISH")


def _to_all(event: Event, name: str, *, method: str) -> Iterator[Letter]:
    """One letter to an address, whatever the number of its registrations."""
    live = Registration.objects.filter(desk__meeting=int(event.subject_id), state__in=ACTIVE).exclude(email="")
    told: set[str] = set()
    for each in live.select_related("desk__meeting").order_by("number"):
        if each.email not in told:
            told.add(each.email)
            yield _letter(each, name, attachments=[_calendar(each.desk.meeting, method)])


def _of(event: Event) -> Sequence[Registration]:
    """The registration of an event, when it can be written to."""
    found = Registration.objects.filter(pk=int(event.subject_id)).exclude(email="")
    return list(found.select_related("desk__meeting"))


def _letter(registration: Registration, name: str, *, attachments: Sequence[Attachment] = (), **more: Any) -> Letter:
    meeting, token = registration.desk.meeting, link_of(registration)
    people = list(registration.people.all())
    context = {
        "meeting": meeting,
        "when": when_said(meeting),
        "welcome": welcome_said(meeting.welcome_at),
        "where": calendars.place_in_full(meeting),
        "name": people[0].name if people else "",
        "people": [each.name for each in people],
        "contact": registration.desk.contact,
        "own_url": link("meet:registration", token) if token else link("meet:meeting", meeting.slug),
        "page_url": link("meet:meeting", meeting.slug),
        **more,
    }
    return Letter(registration.email, name, context, attachments=attachments)


def _calendar(meeting: Meeting, method: str = "PUBLISH") -> Attachment:
    root = urlsplit(settings.SITE_URL)
    site = f"{root.scheme}://{root.netloc}"
    path = link("meet:agenda").removeprefix(site)
    text = calendars.calendar([meeting], site=site, path=path, method=method).decode()
    return Attachment(name="rencontre.ics", type="text/calendar", text=text)


LETTERS: dict[str, Writer] = {
    "meetings.registration.made": on_made,
    "meetings.registration.offered": on_offered,
    "meetings.registration.seated": on_seated,
    "meetings.registration.accepted": on_seated,
    "meetings.registration.changed": on_changed,
    "meetings.registration.cancelled": on_cancelled,
    "meetings.registration.lapsed": on_lapsed,
    "meetings.registration.reminded": on_reminded,
    "meetings.registration.thanked": on_thanked,
    "meetings.meeting.cancelled": on_not_held,
    "meetings.meeting.postponed": on_not_held,
    "meetings.meeting.moved": on_moved,
    "meetings.meeting.corrected": on_corrected,
}
SILENT: dict[str, str] = {
    "meetings.desk.opened": "La page de la rencontre le dit.",
    "meetings.desk.changed": "Qui reçoit une place de plus l’apprend par la proposition qui lui est faite.",
    "meetings.registration.called": "La personne vient d’être appelée.",
    "meetings.participant.arrived": "La personne est là.",
    "meetings.participant.not_there": "Une erreur de l’accueil, corrigée sur place.",
    "meetings.certificate.issued": "L’attestation est remise sur papier, ou se prend sur la page de l’inscription.",
    "meetings.registration.erased": "L’effacement était annoncé dès l’inscription ; il n’y a plus d’adresse.",
    "meetings.training.created": "Travail de l’équipe.",
    "meetings.cycle.opened": "L’agenda annonce chacun de ses jours.",
}
