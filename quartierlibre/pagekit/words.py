"""How dates, hours and delays are said in French. Instants are shown at Paris time."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NBSP = "\u00a0"


def as_day(value: date | datetime) -> date:
    """The day in Paris of an instant; a day is itself. A naive instant is refused."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


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
    local = timezone.localtime(value)
    return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")


def moment(value: datetime) -> str:
    """`jeudi 26 novembre 2026 à 14 h`."""
    return _("%(day)s à %(hour)s") % {"day": long_date(value), "hour": hour(value)}


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
