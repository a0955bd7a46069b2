"""When it happens: what the text says wins over what the field says, and every contradiction is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import dates
from quartierlibre.cms.old_pages.dates import WEEKDAYS, Written
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import PARIS, Step, When

YearOf = Callable[[Written], int | None]


@dataclass(frozen=True, slots=True)
class Dates:
    """What a page says of when: the dates of its text, those of its field, and its programme."""

    text: Sequence[Written]
    field: Sequence[Written]
    steps: Sequence[Step] = ()
    published: date | None = None


def refuse_impossible(found: Iterable[Written], notebook: Notebook, *, in_field: bool) -> list[Written]:
    """A day no calendar has is refused; figures which only look like a date stay figures in the text."""
    kept: list[Written] = []
    for written in found:
        if in_field and written.in_figures and written.day <= 12 < written.month:
            written = replace(written, day=written.month, month=written.day)
            notebook.guess("date.month_first", _("Date écrite avec le mois d’abord."), written.line)
        if written.is_possible and _in_its_year(written):
            kept.append(written)
        elif written.hours.impossible:
            message = _("« %(hour)s » n’est pas une heure : corrigez le fichier.") % {"hour": written.hours.impossible}
            notebook.refuse("date.impossible_hour", message, written.line)
        elif in_field or not written.in_figures:
            message = _("le %(day)d/%(month)d n’existe dans aucun calendrier : corrigez le fichier.")
            if written.is_possible:
                message = _("le %(day)d/%(month)d n’existe pas cette année-là : corrigez le fichier.")
            notebook.refuse("date.impossible", message % {"day": written.day, "month": written.month}, written.line)
    return kept


def _in_its_year(written: Written) -> bool:
    return written.year is None or (written.first() is not None and written.last() is not None)


def choose(found: Dates, notebook: Notebook) -> When | None:
    """The date of the text which the field means, else the field, else the date which stands alone in the text."""
    year_of = _years(found, notebook)
    field = next(iter(found.field), None)
    field_days = _days(field, year_of) if field else None
    text = _of_the_text(found, field_days, year_of, notebook)
    told = text or field
    if told is None:
        return None
    _tell_others(told, found, notebook)
    days = _days(told, year_of)
    if days is None:
        message = _("Aucune année pour cette date, ni date de publication pour la deviner.")
        notebook.leave_out("date.no_year", message, told.line)
        return None
    _check_weekday(told, days, notebook)
    start, end = _hours(text, field, days, field_days, notebook)
    return _with_programme(days, start, end, found.steps, told.line, notebook)


def _tell_others(told: Written, found: Dates, notebook: Notebook) -> None:
    """A meeting has one date: other dates of the field, or standing alone in the text, are said."""
    alone = [each for each in found.text if each.alone and not _is_publication(each, found.published)]
    for other in (*found.field[1:], *alone):
        if other is not told and (other.day, other.month) != (told.day, told.month):
            message = _("Autre date, non retenue : le %(day)d/%(month)d.") % {"day": other.day, "month": other.month}
            notebook.leave_out("date.other", message, other.line)


def _days(written: Written, year_of: YearOf) -> tuple[date, date] | None:
    year = written.year or year_of(written)
    first, last = written.first(year), written.last(year)
    if first is None or last is None:
        return None
    return (first, last) if first <= last else (last, last)


def _years(found: Dates, notebook: Notebook) -> YearOf:
    """Without a year: the one told elsewhere for that day, else the first after publication that fits its weekday."""
    told = {(each.day, each.month): each.year for each in (*found.text, *found.field) if each.year}
    said: set[int] = set()

    def year_of(written: Written) -> int | None:
        year = told.get((written.day, written.month)) or _year_after(found.published, written)
        if year and written.line not in said:
            said.add(written.line)
            message = _("Année devinée : %(year)d.") % {"year": year}
            notebook.guess("date.year", message, written.line)
        return year

    return year_of


def _year_after(published: date | None, written: Written) -> int | None:
    if published is None:
        return None
    possible = [day for year in range(published.year, published.year + 5) if (day := written.last(year))]
    coming = [day for day in possible if day >= published] or possible
    fitting = [day for day in coming if written.weekday_number in {None, day.weekday()}] or coming
    return fitting[0].year if fitting else None


def _of_the_text(
    found: Dates, field_days: tuple[date, date] | None, year_of: YearOf, notebook: Notebook
) -> Written | None:
    if field_days:
        same = [each for each in found.text if _is_day(each, field_days[0])]
        with_hour = [each for each in same if each.hours.start]
        if same:
            return (with_hour or same)[0]
    alone = [each for each in found.text if each.alone and not _is_publication(each, found.published)]
    if alone and field_days:
        _report_other_day(alone[0], field_days[0], year_of, notebook)
    if alone or field_days:
        return alone[0] if alone else None
    return _in_a_sentence(found, notebook)


def _is_day(written: Written, day: date) -> bool:
    return written.first(day.year) == day and (written.year in {None, day.year})


def _is_publication(written: Written, published: date | None) -> bool:
    return published is not None and written.hours.start is None and written.first() == published


def _report_other_day(written: Written, day: date, year_of: YearOf, notebook: Notebook) -> None:
    days = _days(written, year_of)
    if days and days[0] != day:
        details = {"text": days[0].strftime("%d/%m/%Y"), "field": day.strftime("%d/%m/%Y")}
        message = _("Le texte dit le %(text)s, le champ « Dates » dit le %(field)s : le texte est suivi.") % details
        notebook.report("date.day_disagrees", message, written.line)


def _in_a_sentence(found: Dates, notebook: Notebook) -> Written | None:
    """Without a field and without a date alone, a date with its hour is the likeliest."""
    told = next((each for each in found.text if each.hours.start), None)
    if told:
        notebook.guess("date.in_a_sentence", _("Date lue dans une phrase, avec son heure."), told.line)
    return told


def _check_weekday(written: Written, days: tuple[date, date], notebook: Notebook) -> None:
    expected = days[1].weekday() if written.first_day is None else None
    if expected is not None and written.weekday_number not in {None, expected}:
        details = {"said": written.weekday, "day": days[1].strftime("%d/%m/%Y"), "real": WEEKDAYS[expected]}
        message = _("Le texte dit « %(said)s », mais le %(day)s est un %(real)s : la date est suivie.") % details
        notebook.report("date.weekday", message, written.line)


def _hours(
    text: Written | None,
    field: Written | None,
    days: tuple[date, date],
    field_days: tuple[date, date] | None,
    notebook: Notebook,
) -> tuple[time | None, time | None]:
    """The hours of the text; those of the field when the text has none and they are no trace of midnight elsewhere."""
    of_text = text.hours if text else None
    of_field = field.hours if field and field_days and field_days[0] == days[0] else None
    start = of_field.start if of_field else None
    if of_text and of_text.start:
        if field and start and start != of_text.start:
            details = {"text": _hm(of_text.start), "field": _hm(start)}
            message = _("Le texte dit %(text)s, le champ « Dates » dit %(field)s : le texte est suivi.") % details
            notebook.report("date.hour_disagrees", message, field.line)
        return of_text.start, of_text.end
    if field and start and _is_midnight_elsewhere(days[0], start):
        message = _("« %(hour)s » est la trace d’une date sans heure : l’heure reste inconnue.") % {"hour": _hm(start)}
        notebook.guess("date.no_hour", message, field.line)
        return None, None
    return (start, of_field.end) if of_field else (None, None)


def _hm(hour: time) -> str:
    return hour.strftime("%H:%M")


def _is_midnight_elsewhere(day: date, hour: time) -> bool:
    """00:00, or the hour Paris shows when a day was kept as midnight at Greenwich: 01:00 in winter, 02:00 in summer."""
    shown = datetime.combine(day, time(0), UTC).astimezone(PARIS).time()
    return hour in {time(0), shown}


def _with_programme(
    days: tuple[date, date],
    start: time | None,
    end: time | None,
    steps: Sequence[Step],
    line: int,
    notebook: Notebook,
) -> When | None:
    """A start from the first item that is no welcome, an end from the closing, when nothing else says them."""
    working = [step for step in steps if step.kind != "welcome"]
    if start is None and working and days[0] == days[1]:
        start = working[0].start
        message = _("Heure de début lue dans le programme : %(hour)s.") % {"hour": _hm(start)}
        notebook.guess("date.start_from_programme", message, working[0].line)
    on_last_day = steps and steps[-1].kind == "closing" and steps[-1].day == (days[1] - days[0]).days
    closing = steps[-1] if on_last_day else None
    if end is None and start and closing:
        end = closing.end or closing.start
    if start and end and days[0] == days[1] and end <= start:
        message = _("Fin à %(end)s, avant le début : laissée de côté.") % {"end": _hm(end)}
        notebook.leave_out("date.end_before_start", message, line)
        end = None
    if start is None:
        end = None
    for day, hour in ((days[0], start), (days[1], end)):
        check_instant(day, hour, line, notebook)
    return When(days[0], days[1], start, end)


def check_instant(day: date, hour: time | None, line: int, notebook: Notebook) -> datetime | None:
    """The instant in Paris: refused when clocks jumped over it, said when they showed it twice."""
    if hour is None:
        return None
    instant, twice = dates.in_paris(day, hour)
    if instant is None:
        details = {"day": day.strftime("%d/%m/%Y"), "hour": _hm(hour)}
        message = _("le %(day)s, %(hour)s n’existe pas à Paris (passage à l’heure d’été) : corrigez le fichier.")
        notebook.refuse("date.hour_skipped", message % details, line)
    if twice:
        message = _("%(hour)s existe deux fois ce jour-là (passage à l’heure d’hiver) : la première est gardée.")
        notebook.guess("date.hour_twice", message % {"hour": _hm(hour)}, line)
    return instant
