"""Meetings as calendars read them (iCalendar, RFC 5545): in the time of Paris, with its rules, so that 14 h stays 14 h.

A meeting keeps its UID for life, and its SEQUENCE grows with each change: a calendar moves the event, never doubles it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.states import MeetingState, Mode
from quartierlibre.pagekit.words import PARIS

if TYPE_CHECKING:
    from icalendar import Event, Timezone

CONTENT_TYPE = "text/calendar; charset=utf-8"
SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)
NOT_HELD = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def calendar(meetings: Iterable[Meeting], *, site: str, path: str, name: str = "", method: str = "PUBLISH") -> bytes:
    """One calendar of these meetings. `site` begins every address, `path` is where pages are: `/agenda/`.

    `method` is CANCEL in an e-mail that takes a meeting out of a calendar; a feed and a download say PUBLISH.
    """
    from icalendar import Calendar  # 5 MB, for who asks for a calendar only

    made = Calendar()
    for label, value in (("prodid", "-//Quartier Libre//Agenda//FR"), ("version", "2.0"), ("method", method)):
        made.add(label, value)
    if name:
        made.add("x-wr-calname", name)
        made.add("x-wr-timezone", "Europe/Paris")
    made.add_component(_paris())
    for meeting in meetings:
        made.add_component(_event(meeting, f"{site}{path}{meeting.slug}/"))
    written: bytes = made.to_ical()
    return written


def _event(meeting: Meeting, address: str) -> Event:
    from icalendar import Event

    event = Event()
    said = {
        "uid": f"rencontre-{meeting.public_id}@quartierlibre",
        "sequence": meeting.sequence,
        "dtstamp": _changed_at(meeting),
        "summary": _title(meeting),
        "status": "CANCELLED" if meeting.state in NOT_HELD else "CONFIRMED",
        "location": place_in_full(meeting),
        "description": "\n\n".join(filter(None, (meeting.state_note, meeting.summary, meeting.access_notes, address))),
        "url": address,
    }
    for name, value in said.items():
        if value != "":
            event.add(name, value)
    _add_times(event, meeting)
    if meeting.latitude is not None and meeting.longitude is not None:
        event.add("geo", (meeting.latitude, meeting.longitude))
    topics = [topic.name for topic in meeting.topics.all()]
    if topics:
        event.add("categories", topics)
    return event


def _add_times(event: Event, meeting: Meeting) -> None:
    """A day without hour is a day; an end nobody knows is not written."""
    for name, at in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        if at is not None:
            local = at.astimezone(PARIS)
            event.add(name, local if meeting.has_hour else local.date())


def _title(meeting: Meeting) -> str:
    before = {MeetingState.CANCELLED: _("Annulée"), MeetingState.POSTPONED: _("Reportée")}
    word = before.get(MeetingState(meeting.state), "")
    return f"{word} : {meeting.title}" if word else meeting.title


def _changed_at(meeting: Meeting) -> datetime:
    changed = meeting.modified_at or meeting.first_published_at or meeting.starts_at
    return changed.astimezone(UTC).replace(microsecond=0)


def place_in_full(meeting: Meeting) -> str:
    """Where to go, on one line; the address to join from afar when that is the only way."""
    place = ", ".join(filter(None, (meeting.venue_name, meeting.venue_address, meeting.town)))
    if meeting.mode == Mode.REMOTE:
        return meeting.remote_url or _("À distance")
    return place


def _paris() -> Timezone:
    """The rules of Paris since 1996, the same ever since: written rather than computed, for every year to come."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", "Europe/Paris")
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for part, name, start, month in (
        (summer, "CEST", datetime.fromisoformat("1981-03-29T02:00:00"), 3),
        (winter, "CET", datetime.fromisoformat("1996-10-27T03:00:00"), 10),
    ):
        part.add("tzname", name)
        part.add("dtstart", start)
        part.add("tzoffsetfrom", WINTER if part is summer else SUMMER)
        part.add("tzoffsetto", SUMMER if part is summer else WINTER)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
