"""Instants of a meeting: from a day and an hour said in Paris, in order, and never shifted by a clock.

When clocks move at night an hour may not exist, or exist twice: the first is refused with help, the second is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

PARIS = ZoneInfo("Europe/Paris")
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)
LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Times:
    """When the doors open, when it starts and ends: aware, or None when nobody knows.

    Without `has_hour`, `starts_at` is the midnight in Paris that begins the day, `ends_at` the one after the last day.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    welcome_at: datetime | None = None
    has_hour: bool = True


def instant(day: date, clock: time, *, is_second: bool | None = None) -> datetime:
    """The instant when a clock of Paris says this; `may_say` told first whether there is one. Stored in UTC.

    `is_second` chooses between the two hours that bear the same name, in October.
    """
    said = datetime.combine(day, clock.replace(tzinfo=None), PARIS).replace(fold=int(bool(is_second)))
    return said.astimezone(UTC)


def may_say(day: date, clock: time, *, is_second: bool | None = None) -> Verdict:
    """A clock in Paris shows this hour on that day, once, or one says which of the two is meant."""
    first, second = instant(day, clock), instant(day, clock, is_second=True)
    exists = first.astimezone(PARIS).time() == clock.replace(tzinfo=None)
    return refuse_if(
        not exists,
        "time.does_not_exist",
        _("Cette nuit-là, les horloges avancent : cette heure n’existe pas. Choisissez 3 h ou plus tard."),
    ) & refuse_if(
        exists and first != second and is_second is None,
        "time.exists_twice",
        _("Cette nuit-là, les horloges reculent : cette heure existe deux fois. Dites si c’est avant ou après."),
    )


def whole_days(first: date, last: date | None = None) -> Times:
    """Days whose hours nobody knows; they never become an hour on a page."""
    after = (last or first) + timedelta(days=1)
    return Times(instant(first, time(0)), instant(after, time(0)), has_hour=False)


def day_in_paris(at: datetime) -> date:
    """The day it is in Paris at this instant."""
    return at.astimezone(PARIS).date()


def last_day(times: Times) -> date:
    """The day it ends, or the one it starts when nobody knows the end."""
    if times.ends_at is None:
        return day_in_paris(times.starts_at)
    return day_in_paris(times.ends_at - timedelta(microseconds=1))


def may_take_place(times: Times) -> Verdict:
    """Doors open before or at the start, the end comes after, and the whole lies in one plausible season."""
    start, end, welcome = times.starts_at, times.ends_at, times.welcome_at
    if any(each is not None and each.tzinfo is None for each in (start, end, welcome)):
        raise ValueError("an instant without its time zone")
    return (
        refuse_if(
            welcome is not None and welcome > start,
            "meeting.welcome_after_start",
            _("L’accueil commence après le début : vérifiez les deux heures."),
        )
        & refuse_if(
            end is not None and end <= start,
            "meeting.ends_before_start",
            _("La fin est avant le début : vérifiez les deux heures."),
        )
        & refuse_if(
            welcome is not None and welcome <= start - timedelta(days=1),
            "meeting.welcome_too_early",
            _("L’accueil est plus d’un jour avant le début : vérifiez la date."),
        )
        & refuse_if(
            end is not None and end - start > LONGEST,
            "meeting.too_long",
            _("La rencontre durerait plus de deux mois : vérifiez les dates, ou créez une série."),
        )
        & _is_of_our_time(start)
        & _whole_days_are_whole(times)
    )


def _is_of_our_time(start: datetime) -> Verdict:
    return refuse_if(
        not EARLIEST <= day_in_paris(start) <= LATEST, "meeting.strange_year", _("Vérifiez l’année de la rencontre.")
    )


def _whole_days_are_whole(times: Times) -> Verdict:
    if times.has_hour:
        return ALLOWED
    midnights = [each.astimezone(PARIS).time() == time(0) for each in (times.starts_at, times.ends_at) if each]
    return refuse_if(
        times.welcome_at is not None or len(midnights) < 2 or not all(midnights),
        "meeting.hour_unknown",
        _("L’heure de début n’est pas connue : l’accueil et la fin ne peuvent pas en avoir une."),
    )


def programme_in_order(hours: list[datetime | None], *, opens_at: datetime) -> Verdict:
    """The hours of a programme follow one another, from the day the doors open."""
    known = [each for each in hours if each is not None]
    return refuse_if(
        any(later < sooner for sooner, later in pairwise(known)),
        "programme.out_of_order",
        _("Les heures du programme ne se suivent pas : remettez-les dans l’ordre."),
    ) & refuse_if(
        bool(known) and day_in_paris(known[0]) < day_in_paris(opens_at),
        "programme.before_the_doors",
        _("Le programme commence un jour avant la rencontre : vérifiez sa première heure."),
    )
