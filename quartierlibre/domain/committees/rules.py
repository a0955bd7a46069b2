"""When a file must arrive to be heard. Pure: dates in, dates out."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.foundation.verdicts import Verdict, refuse_if

SATURDAY = 5


def _working_days_before(day: date, count: int) -> date:
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def _months_before(day: date, count: int) -> date:
    """Same day of the month, or its last day: one month before 31 March is 28 or 29 February."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


BEFORE: Mapping[str, Callable[[date, int], date]] = {
    "calendar_days": lambda day, count: day - timedelta(days=count),
    "working_days": _working_days_before,
    "weeks": lambda day, count: day - timedelta(weeks=count),
    "months": _months_before,
    "years": lambda day, count: _months_before(day, 12 * count),
}


def last_day_to_file(*, session_day: date, rulebook: Rulebook | None) -> date | None:
    """The last day, included, on which a file may arrive for this session; None where the regulation sets no delay.

    Working days are Monday to Friday: a public holiday is not counted off, so the day told is never too late.
    """
    clause = rulebook.one("filing.lead_time") if rulebook else None
    return BEFORE[clause.unit](session_day, clause.value) if clause else None


def may_plan(*, day: date, today: date) -> Verdict:
    """A session is planned for a day to come."""
    return refuse_if(day < today, "session.in_the_past", _("Cette date est passée : choisissez un jour à venir."))
