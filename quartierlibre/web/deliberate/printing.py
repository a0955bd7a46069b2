"""The printed documents of a session: what Typst receives, all of it words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import Attendance, Case, Consultation, Decision, Session
from quartierlibre.domain.committees.queries.answers import Answer, answer_to, contact_of
from quartierlibre.domain.committees.queries.consultations import files_to_answer
from quartierlibre.domain.committees.queries.minutes import college_said
from quartierlibre.domain.committees.states import BallotMode, Choice
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.committees.minutes_sheet import euros
from quartierlibre.pagekit.qr import square
from quartierlibre.pagekit.words import hour, long_date, moment
from quartierlibre.web.deliberate.preparing import Line, PreparePage

SHEETS = Path(__file__).parent / "typst"


def printed(sheet: str, data: dict[str, Any], *, at: datetime | None = None) -> bytes:
    return pdf.typeset(SHEETS / f"{sheet}.typ", data, at=at or timezone.now())


def _head(session: Session, title: str, description: str) -> dict[str, Any]:
    fund = session.committee.fund
    return {
        "title": title,
        "author": fund.name,
        "description": description,
        "scheme": fund.scheme.name,
        "footer": f"{fund.name} · {session.committee.name} · {long_date(session.starts_at)}",
        "page_word": _("Page"),
    }


def agenda(session: Session) -> bytes:
    """The order of the day, with hearing times and what each project is about."""
    page = PreparePage(session)
    title = _("Ordre du jour")
    where = f", {session.place}" if session.place else ""
    data = {
        **_head(session, title, _("Ordre du jour d’une séance du comité")),
        "subtitle": f"{session.committee.name} · {moment(session.starts_at)}{where}",
        "intro": [line for line in session.word_of_convocation.split("\n") if line.strip()],
        "header": [_("Heure"), _("Projet"), _("Demandé")],
        "rows": [_agenda_row(line) for line in page.lines],
        "note": _(
            "Vous connaissez bien un porteur de projet ? Dites-le au secrétariat : vous sortirez pendant ce dossier."
        ),
    }
    return printed("agenda", data)


def _agenda_row(line: Line) -> dict[str, str]:
    application = line.case.application
    return {
        "at": hour(line.case.hearing_at) if line.case.hearing_at else f"{line.place}.",
        "title": application.title,
        "about": " · ".join(filter(None, (application.number, line.holder, application.place_text))),
        "pitch": application.pitch,
        "asked": euros(application.asked_cents),
    }


def cards(session: Session, tokens: Sequence[tuple[str, str, str]], *, site: str) -> bytes:
    """One card per member: `tokens` are their name, their college and the secret of their card."""
    title = _("Cartes d’accès du %(day)s") % {"day": long_date(session.starts_at)}
    data = {
        **_head(session, title, _("Une carte par membre, à découper et à remettre en main propre")),
        "help": _("Découpez et remettez chaque carte en main propre. Elle ne vaut plus rien une fois la séance close."),
        "committee": session.committee.name,
        "when": moment(session.starts_at),
        "how": _("Visez le carré avec l’appareil photo de votre téléphone : le dossier et le vote s’ouvrent."),
        "cards": [
            {
                "name": name,
                "role": college_said(college),
                "qr": square(site.rstrip("/") + reverse("deliberate:card", args=[token])),
                "alt": _("Carré à viser avec le téléphone de %(name)s") % {"name": name},
            }
            for name, college, token in tokens
        ],
    }
    return printed("cards", data)


def convocations(session: Session) -> bytes:
    """One letter for each member without e-mail."""
    page = PreparePage(session)
    title = _("Convocations à imprimer")
    letters = [_convocation(page, each.person.name) for each in page.by_letter]
    return _letters(session, title, letters)


def _convocation(page: PreparePage, name: str) -> dict[str, Any]:
    session = page.session
    files = [
        " · ".join(
            filter(None, (hour(line.case.hearing_at) if line.case.hearing_at else "", line.case.application.title))
        )
        for line in page.lines
    ]
    words = [line for line in session.word_of_convocation.split("\n") if line.strip()]
    place = _("Le lieu : %(place)s.") % {"place": session.place} if session.place else ""
    sentence = _("Le comité « %(committee)s » se réunit %(when)s.") % {
        "committee": session.committee.name,
        "when": moment(session.starts_at),
    }
    help_words = _(
        "Vous ne pouvez pas venir ? Prévenez l’équipe. Une carte vous attend à l’entrée : elle suffit pour voter."
    )
    texts = [_("Bonjour,"), sentence, place, *words]
    parts: list[dict[str, Any]] = [{"kind": "p", "text": text} for text in texts if text]
    if files:
        parts += [{"kind": "title", "text": _("À l’ordre du jour")}, {"kind": "list", "items": files}]
    return _letter(
        session,
        recipient=name,
        subject=_("Convocation à la séance du %(day)s") % {"day": long_date(session.starts_at)},
        parts=[*parts, {"kind": "p", "text": help_words}],
    )


def consultation_letters(held: Consultation, cards: Sequence[tuple[Attendance, str]], *, site: str) -> bytes:
    """One letter for each member without e-mail: `cards` are their line on the roll and the secret of their card."""
    letters = [_consultation_letter(held, member, token, site) for member, token in cards]
    return _letters(held.session, _("Consultation par écrit, lettres à imprimer"), letters)


def _consultation_letter(held: Consultation, member: Attendance, token: str, site: str) -> dict[str, Any]:
    session, person = held.session, member.seat.person
    why = _(
        "Le comité « %(committee)s » n’avait pas assez de membres présents pour décider, %(when)s. Le règlement "
        "prévoit alors de consulter tous les membres par écrit, venus ou non. Vous avez jusqu’au %(last)s, ce jour "
        "compris."
    ) % {"committee": session.committee.name, "when": moment(session.starts_at), "last": long_date(held.last_day)}
    how = _("Visez ce carré avec l’appareil photo d’un téléphone : vos dossiers s’ouvrent, et vous répondez à chacun.")
    square_alt = _("Carré à viser avec le téléphone de %(name)s") % {"name": person.name}
    qr = square(site.rstrip("/") + reverse("deliberate:card", args=[token]))
    parts: list[dict[str, Any]] = [
        {"kind": "p", "text": _("Bonjour,")},
        {"kind": "p", "text": why},
        {"kind": "title", "text": _("Répondre avec un téléphone")},
        {"kind": "qr", "text": how, "qr": qr, "alt": square_alt},
        *_on_paper(held, member),
    ]
    return _letter(session, recipient=person.name, subject=_("Le comité vous consulte par écrit"), parts=parts)


def _on_paper(held: Consultation, member: Attendance) -> list[dict[str, Any]]:
    """A sheet to give back would tell a secret vote: then there is none."""
    files = [_file_asked(each) for each in files_to_answer(held, member)]
    if held.rounds.filter(mode=BallotMode.SECRET).exists():
        secret = _(
            "Le vote est secret : il se fait avec un téléphone, le vôtre ou celui qu’on vous prête au secrétariat."
        )
        return [
            {"kind": "title", "text": _("Les dossiers")},
            {"kind": "list", "items": [each["title"] for each in files]},
            {"kind": "p", "text": secret},
        ]
    how = _("Cochez une case par dossier, signez, et rendez la feuille au secrétariat, ce jour-là au plus tard.")
    choices = [str(each.label) for each in Choice]
    return [
        {"kind": "title", "text": _("Ou répondre sur cette feuille")},
        {"kind": "p", "text": how},
        {"kind": "ballot", "files": files, "choices": choices, "sign": _("Signature :")},
        {"kind": "p", "text": _("Tout le dossier se lit sur place : demandez-le à l’équipe.")},
    ]


def _file_asked(case: Case) -> dict[str, str]:
    file = case.application
    title = " · ".join(filter(None, (file.number, file.title, file.group_name or file.holder_name)))
    return {"title": title, "pitch": file.pitch, "asked": _("Demande %(sum)s") % {"sum": euros(file.asked_cents)}}


def answers(session: Session, decisions: Iterable[Decision], *, at: datetime | None = None) -> bytes:
    """One letter for each holder without e-mail, in the words of the e-mail."""
    letters = [_answer_letter(session, answer_to(each)) for each in decisions]
    return _letters(session, _("Réponses à imprimer"), letters, at=at)


def _answer_letter(session: Session, answer: Answer) -> dict[str, Any]:
    about = _("Le comité « %(committee)s » a examiné votre projet « %(title)s » (dossier %(number)s) le %(day)s.") % {
        "committee": answer.committee,
        "title": answer.title,
        "number": answer.number,
        "day": long_date(answer.decided_at),
    }
    parts: list[dict[str, Any]] = [
        {"kind": "p", "text": _("Bonjour,")},
        {"kind": "p", "text": about},
        {"kind": "strong", "text": answer.verdict},
        {"kind": "title", "text": _("La raison donnée par le comité")},
        {"kind": "p", "text": answer.reason},
    ]
    for title, items in (
        (_("Pourquoi cette somme"), answer.amount),
        (_("Les conditions"), (answer.conditions,) if answer.conditions else ()),
        (_("Et maintenant ?"), answer.next_steps),
        (_("Comprendre ou contester"), answer.appeal),
    ):
        if items:
            parts += [{"kind": "title", "text": title}, *({"kind": "p", "text": each} for each in items)]
    return _letter(session, recipient=answer.holder, subject=answer.subject, parts=parts)


def _letter(session: Session, *, recipient: str, subject: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    fund = session.committee.fund
    return {
        "sender": [fund.name, *contact_of(fund)],
        "recipient": [recipient],
        "place_and_day": _("Le %(day)s") % {"day": long_date(timezone.localdate())},
        "subject": subject,
        "parts": parts,
        "signed": [_("L’équipe du fonds « %(name)s »") % {"name": fund.name}],
    }


def _letters(session: Session, title: str, letters: list[dict[str, Any]], *, at: datetime | None = None) -> bytes:
    return printed("letters", {**_head(session, title, title), "letters": letters}, at=at)
