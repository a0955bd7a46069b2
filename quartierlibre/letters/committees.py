"""What members of a committee are written to: convocations, a session that will not be held, answers asked in writing.

The public reads the dates of sessions on the fund's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import Attendance, Case, Consultation, Session
from quartierlibre.domain.committees.queries.consultations import asked, files_to_answer
from quartierlibre.domain.committees.queries.convocation import Convocation, attendances_called, convocation_of
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.letters.calendars import Moment, attached
from quartierlibre.letters.writing import Letter, Writer, link
from quartierlibre.pagekit.words import hour, long_date, moment


def on_called(event: Event) -> Iterator[Letter]:
    """A convocation each, with its order of the day and the date for a calendar; those without e-mail get a letter."""
    for attendance in attendances_called(event.data["attendances"]):
        told = convocation_of(attendance)
        if not told.is_printed and attendance.seat.person.is_active:
            yield Letter(
                attendance.seat.person.email or "",
                "committees/convocation",
                _said(told.session, **_called(told)),
                attachments=[attached(_in_a_calendar(told.session, event))],
            )


def on_cancelled(event: Event) -> Iterator[Letter]:
    """Only those who had been called are told, and their calendar with them."""
    for attendance in attendances_called(event.data.get("attendances", [])):
        if attendance.seat.person.email and attendance.seat.person.is_active:
            session = attendance.session
            yield Letter(
                attendance.seat.person.email,
                "committees/cancelled",
                _said(session, name=attendance.seat.person.name),
                attachments=[attached(_in_a_calendar(session, event, is_cancelled=True))],
            )


def on_hearings_set(event: Event) -> Iterator[Letter]:
    """Holders whose hour is new learn when and where the committee hears them."""
    told = Case.objects.filter(pk__in=event.data["changed"], hearing_at__isnull=False).order_by("position")
    for case in told.select_related("application", "session__committee__fund"):
        if case.application.contact_email and case.hearing_at:
            said = _said(case.session, application=case.application, when=moment(case.hearing_at))
            yield Letter(case.application.contact_email, "committees/hearing", said, thread=case.application_id)


def on_consulted(event: Event) -> Iterator[Letter]:
    """Everyone asked in writing: which files, until when, and the way to answer."""
    yield from _to_answer(event, asked(_consultation(event)), is_reminder=False)


def on_reminded(event: Event) -> Iterator[Letter]:
    """Once more, to those some of whose answers were still to come."""
    yield from _to_answer(event, attendances_called(event.data["attendances"]), is_reminder=True)


def _to_answer(event: Event, members: Iterable[Attendance], *, is_reminder: bool) -> Iterator[Letter]:
    held = _consultation(event)
    for attendance in members:
        person = attendance.seat.person
        files = [_file(case) for case in files_to_answer(held, attendance)]
        if person.email and person.is_active and files:
            session = attendance.session
            said = {
                "name": person.name,
                "files": files,
                "last_day": long_date(held.last_day),
                "answer_url": link("deliberate:phone", session.public_id),
                "is_reminder": is_reminder,
            }
            yield Letter(person.email, "committees/consulted", _said(session, **said))


def on_consultation_closed(event: Event) -> Iterator[Letter]:
    """Closed at the end of its last day, by itself: chair and secretary learn that they have decisions to write."""
    if not event.data.get("by_itself"):
        return
    session = _consultation(event).session
    for person in {seat.person for seat in (session.chair, session.secretary) if seat is not None}:
        if person.email and person.is_active:
            go = link("deliberate:evening", session.public_id)
            yield Letter(person.email, "committees/counted", _said(session, name=person.name, decide_url=go))


def _consultation(event: Event) -> Consultation:
    known = Consultation.objects.select_related(
        "session__committee__fund", "session__chair__person", "session__secretary__person"
    )
    return known.get(pk=event.subject_id)


def _file(case: Case) -> dict[str, str]:
    asked_cents = case.application.asked_cents
    return {
        "number": case.application.number,
        "title": case.application.title,
        "asked": format_euros(Cents(asked_cents)) if asked_cents is not None else "",
    }


def _said(session: Session, **more: Any) -> dict[str, Any]:
    return {
        "session": session,
        "committee": session.committee,
        "fund": session.committee.fund,
        "when": moment(session.starts_at),
        "sign_in_url": link("deliberate:home"),
        **more,
    }


def _called(told: Convocation) -> dict[str, Any]:
    files = [
        {
            "number": each.number,
            "title": each.title,
            "asked": format_euros(Cents(each.asked_cents)) if each.asked_cents is not None else "",
            "hour": hour(each.hearing_at) if each.hearing_at else "",
            "steps_aside": each.steps_aside,
        }
        for each in told.files
    ]
    return {
        "name": told.name,
        "votes": told.votes,
        "files": files,
        "quorum": told.quorum_said,
        "proxies": told.proxies,
        "remote": told.remote,
        "word": told.session.word_of_convocation,
        "is_second_call": told.session.second_call_of_id is not None,
    }


def _in_a_calendar(session: Session, event: Event, *, is_cancelled: bool = False) -> Moment:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return Moment(
        uid=f"{session.public_id}@{host}",
        starts_at=session.starts_at,
        written_at=event.at,
        title=_("%(committee)s, %(fund)s") % {"committee": session.committee.name, "fund": session.committee.fund.name},
        place=session.place,
        words=session.word_of_convocation,
        url=settings.SITE_URL,
        revision=int(is_cancelled),
        is_cancelled=is_cancelled,
    )


LETTERS: dict[str, Writer] = {
    "committees.session.called": on_called,
    "committees.session.cancelled": on_cancelled,
    "committees.session.hearings_set": on_hearings_set,
    "committees.consultation.opened": on_consulted,
    "committees.consultation.reminded": on_reminded,
    "committees.consultation.closed": on_consultation_closed,
}
SILENT: dict[str, str] = {
    "committees.committee.formed": "La page du fonds l’annonce.",
    "committees.seat.given": "La première convocation le dit, avec la date et le lieu.",
    "committees.seat.ended": "La personne le sait : un mandat a une date de fin.",
    "committees.link.declared": "La personne vient de le dire elle-même, ou on l’a noté avec elle.",
    "committees.link.ended": "La personne vient de le dire elle-même, ou on l’a noté avec elle.",
    "committees.session.planned": "La page du fonds donne la date et le dernier jour pour déposer.",
    "committees.session.called_again": "La convocation de la seconde réunion le dira aux membres.",
    "committees.session.opened": "Les membres sont dans la salle.",
    "committees.session.closed": "Le procès-verbal suit.",
    "committees.attendance.noted": "La personne est là, ou vient de le dire.",
    "committees.attendance.left": "La personne vient de sortir.",
    "committees.card.made": "La carte est remise en main propre.",
    "committees.case.scheduled": "La page du dossier donne la date du comité.",
    "committees.case.moved": "L’ordre du jour se lit sur la page de la séance.",
    "committees.case.taken_off": "La page du dossier le dit.",
    "committees.case.heard": "Les porteurs étaient dans la salle, ou sauront la décision.",
    "committees.case.alone": "Les porteurs viennent de sortir.",
    "committees.case.adjourned": "La page du dossier le dit.",
    "committees.interest.proposed": "La page de la séance le demande au membre.",
    "committees.interest.declared": "La personne vient de le dire elle-même, ou on l’a noté avec elle.",
    "committees.interest.confirmed": "La personne vient de le dire elle-même, ou on l’a noté avec elle.",
    "committees.interest.dismissed": "La page de la séance le dit au membre.",
    "committees.interest.moved": "La personne vient de sortir, ou de revenir.",
    "committees.round.opened": "Les membres votent dans la salle ; consultés par écrit, un courriel le leur dit.",
    "committees.round.noted": "Les membres sont dans la salle.",
    "committees.round.closed": "Le procès-verbal donne le résultat.",
    "committees.round.annulled": "Les membres sont dans la salle ; le procès-verbal le dit.",
    "committees.round.recounted": "Les membres sont dans la salle ; le procès-verbal le dit.",
    "committees.decision.taken": "Les réponses partent ensemble, une fois le procès-verbal signé.",
    "committees.decision.taken_back": "La réponse n’est pas encore partie ; le procès-verbal le dit.",
    "committees.case.waits_for_money": "La réponse le dit, avec le procès-verbal.",
    "committees.case.waits_no_more": "La décision qui suit s’annonce elle-même.",
}
