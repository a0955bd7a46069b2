"""When and where a meeting is held, as people say it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.queries.agenda import Card
from quartierlibre.domain.meetings.states import Mode
from quartierlibre.pagekit.words import hour, period


def when_said(meeting: Meeting | Card) -> str:
    """`jeudi 28 septembre 2017, de 14 h à 17 h`; never an hour nobody gave."""
    return period(meeting.starts_at, meeting.ends_at, has_hour=meeting.has_hour)


def welcome_said(welcome_at: datetime | None) -> str:
    """`Accueil à partir de 13 h 30`, or nothing."""
    return "" if welcome_at is None else _("Accueil à partir de %(hour)s") % {"hour": hour(welcome_at)}


def where_said(meeting: Meeting | Card) -> str:
    """Town and venue in a few words; « à distance » when one may, or must, join from afar."""
    place = " · ".join(part for part in (meeting.town, meeting.venue_name) if part)
    if meeting.mode == Mode.REMOTE:
        return _("À distance")
    return _("%(place)s, et à distance") % {"place": place} if meeting.mode == Mode.BOTH and place else place
