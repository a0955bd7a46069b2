"""How dates, hours and delays are said in French. Instants are shown at Paris time, wherever the server is."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NBSP = "\u00a0"
PARIS = ZoneInfo("Europe/Paris")


BEFORE, AFTER = re.compile(r"(?<=\S)[ \u202f](?=[:;!?»%€])"), re.compile(r"(?<=«)[ \u202f](?=\S)")


def spaced(text: str) -> str:
    """Signs that French sets apart stay with their word at the end of a line."""
    return AFTER.sub(NBSP, BEFORE.sub(NBSP, text))


def in_paris(value: datetime) -> datetime:
    """The same instant as clocks of Paris say it. A naive instant is refused."""
    return timezone.localtime(value, PARIS)


def as_day(value: date | datetime) -> date:
    """The day in Paris of an instant; a day is itself. A naive instant is refused."""
    return in_paris(value).date() if isinstance(value, datetime) else value


def long_date(value: date | datetime) -> str:
    """`jeudi 26 novembre 2026`."""
    day = as_day(value)
    number = _("1er") if day.day == 1 else str(day.day)
    return f"{format_date(day, 'l')} {number}{NBSP}{format_date(day, 'F Y')}"


def short_date(value: date | datetime) -> str:
    """`26 nov. 2026`."""
    day = as_day(value)
    number = _("1er") if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{format_date(day, 'N Y')}"


def hour(value: datetime) -> str:
    """`14 h` or `14 h 30`."""
    local = in_paris(value)
    return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")


def moment(value: datetime) -> str:
    """`jeudi 26 novembre 2026 à 14 h`."""
    return _("%(day)s à %(hour)s") % {"day": long_date(value), "hour": hour(value)}


def stamp(value: datetime) -> str:
    """`27/09/2017 à 17 h 05`; the day alone at the first instant of a day, which stands for an hour nobody wrote."""
    local = in_paris(value)
    day = f"{local:%d/%m/%Y}"
    return _("%(day)s à %(hour)s") % {"day": day, "hour": hour(value)} if local.time() != time(0) else day


def period(start: datetime, end: datetime | None = None, *, has_hour: bool = True) -> str:
    """`jeudi 28 septembre 2017, de 14 h à 17 h`; without `has_hour`, days alone (`end` is the midnight after)."""
    if not has_hour:
        last = end - timedelta(microseconds=1) if end else start
        return long_date(start) if as_day(last) == as_day(start) else _days(start, last)
    if end is None:
        return moment(start)
    if as_day(end) == as_day(start):
        said = {"day": long_date(start), "start": hour(start), "end": hour(end)}
        return _("%(day)s, de %(start)s à %(end)s") % said
    return _("du %(start)s au %(end)s") % {"start": moment(start), "end": moment(end)}


def _days(first: datetime, last: datetime) -> str:
    return _("du %(first)s au %(last)s") % {"first": long_date(first), "last": long_date(last)}


def month_name(day: date) -> str:
    """`septembre 2017`."""
    return format_date(day, "F Y")


def days_from(value: date | datetime, today: date) -> str:
    """`aujourd’hui`, `demain`, `dans 3 jours`, `hier`, `il y a 3 jours`; today is given, never guessed."""
    days = (as_day(value) - today).days
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("dans %(days)s jour", "dans %(days)s jours", days) % {"days": days}
    return ngettext("il y a %(days)s jour", "il y a %(days)s jours", -days) % {"days": -days}


def file_size(size: int) -> str:
    """`840 ko`, `1,4 Mo`: decimal units, as phones show them."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}" + _("ko")
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + NBSP + _("Mo")
