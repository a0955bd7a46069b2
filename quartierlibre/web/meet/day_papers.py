"""What is printed for the day: attendance sheet, badges, certificates, poster, table cards; accessible PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.meetings.models import Certificate, Desk, Meeting, Participant
from quartierlibre.domain.meetings.queries.after import days_of
from quartierlibre.domain.meetings.queries.coming import people_of
from quartierlibre.domain.meetings.states import ItemKind
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.meetings.saying import welcome_said, when_said, where_said
from quartierlibre.pagekit.qr import square
from quartierlibre.pagekit.words import long_date
from quartierlibre.web.meet.addresses import site, whole

SHEETS = Path(__file__).parent / "typst"
LEFT_FOR_WALK_INS = 8
GROUP = 4


def _printed(name: str, data: dict[str, Any], *, at: datetime | None = None) -> bytes:
    return pdf.typeset(SHEETS / f"{name}.typ", data, at=at or timezone.now())


def _head(meeting: Meeting, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "author": meeting.organiser or "Quartier Libre",
        "description": f"{title} · {meeting.title}",
        "footer": f"{meeting.title} · {when_said(meeting)}",
        "page_word": _("Page"),
    }


def holding(desk: Desk) -> list[Participant]:
    """Those who have a place, as one looks for a name."""
    return sorted(people_of(desk).filter(holds_place=True), key=lambda each: each.name.casefold())


def sheet(desk: Desk, meeting: Meeting | None = None) -> bytes:
    """The attendance sheet to sign; for one day of a cycle when `meeting` is given."""
    meeting = meeting or desk.meeting
    rows = [
        [str(at), each.name, _about(each), str(each.category or "")] for at, each in enumerate(holding(desk), start=1)
    ]
    data = {
        **_head(meeting, _("Feuille d’émargement")),
        "subtitle": " · ".join(filter(None, (meeting.title, when_said(meeting), where_said(meeting)))),
        "note": _("Cette feuille nomme des personnes : ne la laissez pas sur une table, remettez-la à qui organise."),
        "header": ["", _("Nom"), _("Fonction, organisme"), _("Catégorie"), _("Signature")],
        "rows": [*rows, *([["", "", "", ""]] * LEFT_FOR_WALK_INS)],
    }
    return _printed("sheet", data)


def _about(person: Participant) -> str:
    return ", ".join(filter(None, (person.function, person.organisation)))


def badges(desk: Desk) -> bytes:
    """One badge a person, with the square the door reads."""
    data = {
        **_head(desk.meeting, _("Badges")),
        "help": _("Imprimez, découpez le long des pointillés."),
        "meeting": desk.meeting.title,
        "badges": [
            {
                "name": each.name,
                "about": _about(each),
                "category": str(each.category or ""),
                "qr": square(whole("meet:ticket", each.public_id)),
                "alt": _("Carré de %(name)s, lu à l’accueil") % {"name": each.name},
            }
            for each in holding(desk)
        ],
    }
    return _printed("badges", data)


def certificates(meeting: Meeting, given: Sequence[Certificate]) -> bytes:
    """The certificates already made, one a page."""
    data = {
        **_head(meeting, _("Attestation de présence")),
        "signature": _("Signature et cachet"),
        "check": _("Vérifiez cette attestation à l’adresse du carré, avec son code."),
        "certificates": [_certificate(meeting, each) for each in given if each.participant],
    }
    return _printed("certificates", data, at=max((each.issued_at for each in given), default=None))


def _certificate(meeting: Meeting, given: Certificate) -> dict[str, Any]:
    days, person = days_of(given), given.participant
    code = "-".join(given.code[at : at + GROUP] for at in range(0, len(given.code), GROUP))
    return {
        "name": person.name if person else "",
        "organisation": person.organisation if person else "",
        "certifies": _("Il est attesté que"),
        "attended": _("a participé à"),
        "what": given.cycle.training.title if given.cycle else meeting.title,
        "lines": [*_days_said(given, days), *filter(None, [duration(given)])],
        "given": _("Fait le %(day)s") % {"day": long_date(given.issued_at)},
        "organiser": meeting.organiser,
        "code": code,
        "qr": square(f"{site()}{reverse('meet:check_certificate')}?code={given.code}"),
        "alt": _("Carré qui mène à la vérification du code %(code)s") % {"code": code},
    }


def _days_said(given: Certificate, days: Sequence[Meeting]) -> list[str]:
    if given.cycle is None:
        return [" · ".join(filter(None, (when_said(each), where_said(each)))) for each in days]
    attended = ngettext("%(n)d jour sur %(total)d", "%(n)d jours sur %(total)d", given.days)
    return [attended % {"n": given.days, "total": len(days)}, *(when_said(each) for each in days)]


def duration(given: Certificate) -> str:
    """`Durée : 3 h 30`; nothing when hours are not known."""
    if not given.minutes:
        return ""
    hours, minutes = divmod(given.minutes, 60)
    return _("Durée : %(time)s") % {"time": f"{hours} h {minutes:02d}" if minutes else f"{hours} h"}


def poster(meeting: Meeting) -> bytes:
    """One page for walls and shop windows."""
    desk: Desk | None = getattr(meeting, "desk", None)
    address = whole("meet:register", meeting.slug) if desk else whole("meet:meeting", meeting.slug)
    place = [part for part in (meeting.venue_name, meeting.venue_address, meeting.town) if part]
    easy = _("Sans compte à créer.") if desk else ""
    data = {
        **_head(meeting, meeting.title),
        "kicker": meeting.get_kind_display(),
        "when": when_said(meeting).split(", ", 1),  # the day, then the hours: never cut in the middle
        "welcome": welcome_said(meeting.welcome_at),
        "place": place or [where_said(meeting)],
        "summary": meeting.summary,
        "call": _("Inscrivez-vous") if desk else _("Venez"),
        "lines": [line for line in (easy, desk.contact if desk else "") if line],
        "address": whole("meet:meeting", meeting.slug),
        "organiser": meeting.organiser,
        "qr": square(address),
        "alt": _("Carré à viser avec le téléphone pour ouvrir la page de la rencontre"),
    }
    return _printed("poster", data)


def table_cards(meeting: Meeting) -> bytes:
    """A card for each table of the carrefours, or one for the meeting when it has none."""
    names = [each.title for each in meeting.programme.filter(kind=ItemKind.CARREFOUR)] or [meeting.title]
    data = {
        **_head(meeting, _("Cartes de table")),
        "meeting": f"{meeting.title} · {when_said(meeting)}",
        "cards": [{"number": _("Table %(n)d") % {"n": at}, "name": name} for at, name in enumerate(names, start=1)],
        "qr": square(whole("meet:meeting", meeting.slug)),
        "alt": _("Carré à viser avec le téléphone pour ouvrir la page de la rencontre"),
        "how": _("Le programme et les documents"),
    }
    return _printed("tables", data)
