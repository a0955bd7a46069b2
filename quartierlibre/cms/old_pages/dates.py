"""Dates as French pages write them: words, figures, ranges, with or without year, weekday and hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from quartierlibre.cms.old_pages import hours
from quartierlibre.cms.old_pages.hours import Hours
from quartierlibre.cms.old_pages.lines import fold
from quartierlibre.cms.old_pages.page import PARIS

_FRENCH = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT = {"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "sep": 9, "oct": 10, "nov": 11}
MONTHS = {name: 1 + i % 12 for i, name in enumerate(_FRENCH + _ENGLISH)} | _SHORT | {"dec": 12}
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_ENGLISH_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAY = rf"(?:(?P<{{0}}weekday>{'|'.join(WEEKDAYS + _ENGLISH_DAYS)}),?\s?(?:le\s)?)?"
_FULL_MONTH = "|".join(_FRENCH)
_SHORT_MONTH = "|".join(sorted([*_SHORT, "dec"], key=len, reverse=True))
_MONTH = rf"(?P<{{0}}month>{_FULL_MONTH}|(?:{_SHORT_MONTH})(?:\.|(?=\s[0-9]{{{{4}}}})))"
_WORDS = (
    _WEEKDAY
    + r"(?<![0-9/.:])(?P<{0}day>[0-9]{{1,2}})\s?(?:er\b|e\b)?\s?"
    + _MONTH
    + r"(?:,?\s(?P<{0}year>[0-9]{{4}})\b)?"
)
_FIGURES = (
    _WEEKDAY.format("f") + r"(?<![0-9/.-])(?P<fday>[0-9]{1,2})([/.-])(?P<fmonth>[0-9]{1,2})\5"
    r"(?P<fyear>[0-9]{4}|[0-9]{2})(?![0-9/.-]?[0-9])"
)
_ISO = (
    r"(?<![0-9/-])(?P<iyear>[0-9]{4})-(?P<imonth>[0-9]{2})-(?P<iday>[0-9]{2})"
    r"(?:[t ](?P<itime>[0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?)?(?![0-9])"
)
_AMERICAN = (
    _WEEKDAY.format("a")
    + rf"\b(?P<amonth>{'|'.join(_ENGLISH)})\s(?P<aday>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<ayear>[0-9]{{4}})\b"
)
_PATTERNS = (
    ("w", re.compile(_WORDS.format("w"))),
    ("f", re.compile(_FIGURES.replace(r"\5", r"\3"))),
    ("i", re.compile(_ISO)),
    ("a", re.compile(_AMERICAN)),
)
NO_HOUR = Hours()
# « du 3 », « les 3 et », « du 28 février au », just before a date.
_RANGE = re.compile(
    rf"(?:\b(?:du|les|des|le|de)\s)?{_WEEKDAY.format('r')}(?<![0-9/.:])(?P<rday>[0-9]{{1,2}})(?:er)?"
    r"(?P<rmore>(?:,\s[0-9]{1,2}){0,8})"
    rf"(?:\s(?P<rmonth>{_FULL_MONTH}))?(?:\s(?P<ryear>[0-9]{{4}}))?\s?(?:au|et|a|-|&)\s?(?:le\s)?$"
)
_JOINED = re.compile(r"\s?(?:,?\s?(?:[0-9]{1,2}(?:h|:)[0-9]{0,2}))?\s?(?:au|-|jusqu'au|to)\s?(?:le\s)?")
_FILLER = re.compile(
    r"\b(?:le|la|du|au|a|de|des|des|rendez-vous|date|dates|heures?|horaires?|partir|entre|et|jusqu'|jusqu'a|toute|journee|all|day)\b"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a line of text; `impossible` when no calendar has it; no year when none is told."""

    line: int
    day: int
    month: int
    year: int | None
    start: int
    end: int
    weekday: str = ""
    first_day: int | None = None
    first_month: int | None = None
    first_year: int | None = None
    hours: Hours = NO_HOUR
    zone: str = ""
    alone: bool = False
    in_figures: bool = False

    def last(self, year: int | None = None) -> date | None:
        return _real(self.year or year, self.month, self.day)

    def first(self, year: int | None = None) -> date | None:
        if self.first_day is None:
            return self.last(year)
        month, last_year = self.first_month or self.month, self.year or year
        told = self.first_year or (last_year - 1 if last_year and month > self.month else last_year)
        return _real(told, month, self.first_day)

    @property
    def weekday_number(self) -> int | None:
        if self.weekday in WEEKDAYS:
            return WEEKDAYS.index(self.weekday)
        return _ENGLISH_DAYS.index(self.weekday) if self.weekday else None

    @property
    def is_possible(self) -> bool:
        """Some year has such a day, the year told if one is (2024 had a 29 February)."""
        return self.first(2024) is not None and self.last(2024) is not None and not self.hours.impossible


def _real(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def find(text: str, line: int) -> list[Written]:
    """Every date of a text, in order, ranges and hours included."""
    folded = fold(text)
    found = sorted(
        (_written(match, prefix, line) for prefix, pattern in _PATTERNS for match in pattern.finditer(folded)),
        key=lambda written: (written.start, -written.end),
    )
    return list(_with_alone(_joined([_completed(each, folded) for each in _apart(found)], folded), folded))


def _written(match: re.Match[str], prefix: str, line: int) -> Written:
    year = match[f"{prefix}year"]
    written = Written(
        line=line,
        day=int(match[f"{prefix}day"]),
        month=MONTHS.get(match[f"{prefix}month"].rstrip("."), 0) or int(match[f"{prefix}month"]),
        year=(int(year) + 2000 if len(year) == 2 else int(year)) if year else None,
        start=match.start(),
        end=match.end(),
        weekday="" if prefix == "i" else match[f"{prefix}weekday"] or "",
        in_figures=prefix in {"f", "i"},
    )
    if prefix == "i" and match["itime"]:
        told = time.fromisoformat(match["itime"]) if match["itime"] < "24:00" and match["itime"][3] < "6" else None
        hours_told = Hours(told) if told else Hours(impossible=match["itime"])
        return replace(written, hours=hours_told, zone=match["zone"] or "")
    return written


def _apart(found: list[Written]) -> Iterator[Written]:
    end = -1
    for written in found:
        if written.start >= end:
            end = written.end
            yield written


def _completed(written: Written, folded: str) -> Written:
    """With the beginning of its range, and the hour written after or before it."""
    offset = max(0, written.start - 60)
    before = _RANGE.search(folded, offset, written.start)
    if before and _follow_one_another(before, written):
        written = replace(
            written,
            start=before.start(),
            first_day=int(before["rday"]),
            first_month=MONTHS.get(before["rmonth"] or ""),
            first_year=int(before["ryear"]) if before["ryear"] else None,
            weekday="",
        )
    if written.hours != NO_HOUR:
        return written
    if after := hours.AFTER.match(folded, written.end):
        return replace(written, hours=hours.of(after), end=after.end())
    offset = max(0, written.start - 40)
    if before := hours.BEFORE.search(folded, offset, written.start):
        return replace(written, hours=hours.of(before), start=before.start())
    return written


def _follow_one_another(before: re.Match[str], written: Written) -> bool:
    """« les 15, 16 et 17 » are days in a row; « les 3, 10 et 17 » are three dates, of which the last is read."""
    listed = [int(day) for day in re.findall("[0-9]+", before["rmore"])]
    days = [int(before["rday"]), *listed, written.day]
    return not listed or days == list(range(days[0], days[0] + len(days)))


def _joined(found: list[Written], folded: str) -> Iterator[Written]:
    """« du 28 février 2018 au 2 mars 2018 » is one range, not two dates."""
    previous: Written | None = None
    for written in found:
        if previous and written.start <= previous.start:  # « du 30 décembre au 2 janvier »: its beginning was one
            previous = written
            continue
        between = folded[previous.end : written.start] if previous else ""
        if (
            previous
            and previous.first_day is None
            and written.first_day is None
            and _JOINED.fullmatch(between[:40] or "x")
        ):
            previous = replace(
                written,
                start=previous.start,
                first_day=previous.day,
                first_month=previous.month,
                first_year=previous.year,
                hours=Hours(previous.hours.start, written.hours.end or written.hours.start, written.hours.impossible),
                weekday="",
            )
            continue
        if previous:
            yield previous
        previous = written
    if previous:
        yield previous


def _with_alone(found: Iterator[Written], folded: str) -> Iterator[Written]:
    """A date stands alone when its line says nothing else."""
    listed = list(found)
    for written in listed:
        around = folded[: written.start] + " " + folded[written.end :]
        others = re.sub(r"[^a-z0-9]", "", _FILLER.sub("", around[:400]))
        yield replace(written, alone=len(listed) == 1 and not others and len(folded) < 200)


def in_paris(day: date, hour: time) -> tuple[datetime | None, bool]:
    """That hour of that day in Paris: None when clocks jump over it; True when they show it twice."""
    told = datetime.combine(day, hour, PARIS)
    later = told.replace(fold=1)
    if told.utcoffset() == later.utcoffset():
        return told, False
    return (told, True) if told.utcoffset() > later.utcoffset() else (None, False)  # type: ignore[operator]


def with_zone(day: date, hour: time, zone: str) -> datetime:
    """An instant told with its distance to Greenwich, as Paris showed it."""
    zone = "+00:00" if zone == "z" else zone
    return datetime.fromisoformat(f"{day.isoformat()}T{hour.isoformat()}{zone}").astimezone(PARIS)
