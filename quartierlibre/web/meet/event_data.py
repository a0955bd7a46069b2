"""A meeting as schema.org knows an Event: hours with the offset of Paris, whether it is held, and how one comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.states import MeetingState, Mode
from quartierlibre.pagekit.words import as_day, in_paris

PREFIX = "https://schema.org/"
ALMOST_NOTHING = timedelta(microseconds=1)
MODES = {Mode.ON_SITE: "Offline", Mode.REMOTE: "Online", Mode.BOTH: "Mixed"}


def instant(at: datetime | None, *, has_hour: bool = True) -> str | None:
    """ISO 8601 with the offset of Paris that day; the day alone when the hour is not known."""
    if at is None:
        return None
    return in_paris(at).isoformat(timespec="seconds") if has_hour else as_day(at).isoformat()


def event_data(meeting: Meeting, *, url: str, description: str, picture: str) -> dict[str, Any]:
    """The data of the page."""
    return {
        "@type": "Event",
        "@id": f"{url}#rencontre",
        "name": meeting.title,
        "url": url,
        "description": description,
        "startDate": instant(meeting.starts_at, has_hour=meeting.has_hour),
        "endDate": _end(meeting),
        "doorTime": instant(meeting.welcome_at),
        "previousStartDate": instant(meeting.previous_starts_at),
        "eventStatus": PREFIX + _status(meeting),
        "eventAttendanceMode": f"{PREFIX}{MODES[Mode(meeting.mode)]}EventAttendanceMode",
        "location": _location(meeting),
        "organizer": {"@type": "Organization", "name": meeting.organiser} if meeting.organiser else None,
        "contributor": [{"@type": "Organization", "name": name} for name in meeting.partners],
        "superEvent": {"@type": "EventSeries", "name": meeting.series.title} if meeting.series else None,
        "image": picture,
        "inLanguage": "fr",
    }


def _end(meeting: Meeting) -> str | None:
    """The last day, not the midnight after, when no hour is known."""
    if meeting.ends_at is None or meeting.has_hour:
        return instant(meeting.ends_at)
    return instant(meeting.ends_at - ALMOST_NOTHING, has_hour=False)


def _status(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return "EventCancelled"
    if meeting.state == MeetingState.POSTPONED:
        return "EventPostponed"
    return "EventRescheduled" if meeting.previous_starts_at else "EventScheduled"


def _location(meeting: Meeting) -> list[dict[str, Any]] | dict[str, Any] | None:
    afar = {"@type": "VirtualLocation", "url": meeting.remote_url} if meeting.remote_url else None
    here = None if meeting.mode == Mode.REMOTE else _place(meeting)
    both = [each for each in (here, afar) if each]
    return both if len(both) > 1 else (both[0] if both else None)


def _place(meeting: Meeting) -> dict[str, Any]:
    has_point = meeting.latitude is not None
    return {
        "@type": "Place",
        "name": meeting.venue_name or meeting.town,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": meeting.venue_address,
            "addressLocality": meeting.town,
            "addressCountry": "FR",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": meeting.latitude, "longitude": meeting.longitude}
        if has_point
        else None,
    }
