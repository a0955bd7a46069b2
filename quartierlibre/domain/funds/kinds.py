"""Kinds of value a rule may take: how each is checked before publication, and how it is said in French."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.funds.vocabulary import Words, both, either, is_word_of
from quartierlibre.foundation.money import Cents, format_euros

LEAP_YEAR = 2024  # so that 29 February is a day like the others


class Kind(Protocol):
    @property
    def units(self) -> Sequence[str]:
        """Units a value of this kind may be written in."""

    def problem(self, value: Any) -> str:
        """What is wrong with this value, in French; empty when nothing is."""

    def say(self, value: Any, unit: str) -> str:
        """The value as a reader sees it."""


def is_whole(value: Any, *, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


@dataclass(frozen=True)
class Money:
    units: Sequence[str] = ("cents",)

    def problem(self, value: Any) -> str:
        return "" if is_whole(value, least=1) else _("un nombre entier de centimes, au moins 1, est attendu")

    def say(self, value: Any, unit: str) -> str:
        return format_euros(Cents(value))


@dataclass(frozen=True)
class Percent:
    units: Sequence[str] = ("percent",)

    def problem(self, value: Any) -> str:
        fits = is_whole(value, least=1) and value <= 100
        return "" if fits else _("un pourcentage entier de 1 à 100 est attendu")

    def say(self, value: Any, unit: str) -> str:
        return f"{value}\u00a0%"


@dataclass(frozen=True)
class MoneyOrPercent:
    units: Sequence[str] = ("cents", "percent")

    def problem(self, value: Any) -> str:
        return "" if is_whole(value, least=1) else _("un nombre entier, au moins 1, est attendu")

    def say(self, value: Any, unit: str) -> str:
        return (Money() if unit == "cents" else Percent()).say(value, unit)


@dataclass(frozen=True)
class Count:
    """A number of things; `one` and `several` are their names."""

    unit: str
    one: StrOrPromise
    several: StrOrPromise
    least: int = 1

    @property
    def units(self) -> Sequence[str]:
        return (self.unit,)

    def problem(self, value: Any) -> str:
        fits = is_whole(value, least=self.least)
        return "" if fits else _("un nombre entier, au moins %(least)s, est attendu") % {"least": self.least}

    def say(self, value: Any, unit: str) -> str:
        return f"{value}\u00a0{self.one if value < 2 else self.several}"


DURATIONS: Mapping[str, Callable[[int], str]] = {
    "calendar_days": lambda n: ngettext("%(n)s jour", "%(n)s jours", n),
    "working_days": lambda n: ngettext("%(n)s jour ouvré", "%(n)s jours ouvrés", n),
    "weeks": lambda n: ngettext("%(n)s semaine", "%(n)s semaines", n),
    "months": lambda n: ngettext("%(n)s mois", "%(n)s mois", n),
    "years": lambda n: ngettext("%(n)s an", "%(n)s ans", n),
}


@dataclass(frozen=True)
class Duration:
    units: Sequence[str] = tuple(DURATIONS)

    def problem(self, value: Any) -> str:
        return "" if is_whole(value, least=1) else _("une durée entière, au moins 1, est attendue")

    def say(self, value: Any, unit: str) -> str:
        return DURATIONS[unit](value).replace(" ", "\u00a0") % {"n": value}


FREQUENCIES: Mapping[str, StrOrPromise] = {
    "per_month": gettext_lazy("%(n)s fois par mois"),
    "per_quarter": gettext_lazy("%(n)s fois par trimestre"),
    "per_year": gettext_lazy("%(n)s fois par an"),
}


@dataclass(frozen=True)
class Frequency:
    units: Sequence[str] = tuple(FREQUENCIES)

    def problem(self, value: Any) -> str:
        return "" if is_whole(value, least=1) else _("un nombre entier de fois, au moins 1, est attendu")

    def say(self, value: Any, unit: str) -> str:
        return str(FREQUENCIES[unit]) % {"n": _("une") if value == 1 else value}


@dataclass(frozen=True)
class YesNo:
    """True or false, each a whole sentence: « no » is something the text says, never its silence."""

    yes: StrOrPromise
    no: StrOrPromise
    units: Sequence[str] = ("yes_no",)

    def problem(self, value: Any) -> str:
        return "" if isinstance(value, bool) else _("true ou false est attendu")

    def say(self, value: Any, unit: str) -> str:
        return str(self.yes if value else self.no)


@dataclass(frozen=True)
class OneOf:
    """One code among several, each a whole sentence."""

    words: Words
    units: Sequence[str] = ("choice",)

    def problem(self, value: Any) -> str:
        return (
            ""
            if is_word_of(self.words, value)
            else _("une valeur parmi %(known)s est attendue") % {"known": ", ".join(self.words)}
        )

    def say(self, value: Any, unit: str) -> str:
        return str(self.words[value])


@dataclass(frozen=True)
class SomeOf:
    """Several codes of one vocabulary, said in the order of the vocabulary."""

    words: Words
    all_together: bool = True
    units: Sequence[str] = ("choices",)

    def problem(self, value: Any) -> str:
        if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
            return _("une liste d’au moins une valeur, sans doublon, est attendue")
        unknown = [str(code) for code in value if not is_word_of(self.words, code)]
        return _("valeur inconnue : %(unknown)s") % {"unknown": ", ".join(unknown)} if unknown else ""

    def say(self, value: Any, unit: str) -> str:
        said = [word for code, word in self.words.items() if code in value]
        return both(said) if self.all_together else either(said)


@dataclass(frozen=True)
class Instalments:
    """Parts of a grant, in the order they are paid, adding up to 100."""

    units: Sequence[str] = ("percent",)

    def problem(self, value: Any) -> str:
        fits = isinstance(value, list) and value and all(is_whole(part, least=1) for part in value)
        return "" if fits and sum(value) == 100 else _("une liste de pourcentages dont la somme est 100 est attendue")

    def say(self, value: Any, unit: str) -> str:
        return _(" puis ").join(f"{part}\u00a0%" for part in value)


@dataclass(frozen=True)
class SharesByFunder:
    """Which part each kind of funder brings; the parts known may leave a rest unknown."""

    words: Words
    units: Sequence[str] = ("percent",)

    def problem(self, value: Any) -> str:
        if not isinstance(value, dict) or not value or not all(is_whole(part, least=1) for part in value.values()):
            return _("un tableau financeur = pourcentage entier est attendu")
        unknown = [str(code) for code in value if not is_word_of(self.words, code)]
        if unknown:
            return _("financeur inconnu : %(unknown)s") % {"unknown": ", ".join(unknown)}
        return "" if sum(value.values()) <= 100 else _("la somme des parts dépasse 100")

    def say(self, value: Any, unit: str) -> str:
        parts = [
            _("%(funder)s (%(percent)s\u00a0%%)") % {"funder": word, "percent": value[code]}
            for code, word in self.words.items()
            if code in value
        ]
        return both(parts)


def read_day(text: Any) -> date | None:
    """A day of any year, written « 12-31 »."""
    if not isinstance(text, str) or not re.fullmatch(r"\d\d-\d\d", text):
        return None
    try:
        return date(LEAP_YEAR, int(text[:2]), int(text[3:]))
    except ValueError:
        return None


def day_of(text: str, year: int) -> date:
    """That day in a given year; 29 February gives way to the 28th."""
    day = read_day(text)
    if day is None:
        raise ValueError(f"{text!r} is no day of the year")
    return clipped(year, day.month, day.day)


def clipped(year: int, month: int, day: int) -> date:
    """A date, its day brought back to the end of a shorter month."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def say_date(day: date, *, weekday: bool = False) -> str:
    """« 1er décembre », « mardi 1er décembre »."""
    number = _("1er") if day.day == 1 else str(day.day)
    said = f"{number}\u00a0{date_format(day, 'F')}"
    return f"{date_format(day, 'l')} {said}" if weekday else said


def say_day(text: str) -> str:
    day = read_day(text)
    return say_date(day) if day else text


@dataclass(frozen=True)
class DayOfYear:
    units: Sequence[str] = ("day",)

    def problem(self, value: Any) -> str:
        return "" if read_day(value) else _("un jour écrit « mois-jour » (par exemple « 12-31 ») est attendu")

    def say(self, value: Any, unit: str) -> str:
        return say_day(value)


QUORUMS: Mapping[str, StrOrPromise] = {
    "members": gettext_lazy("Le comité ne décide que si au moins %(n)s membres sont présents"),
    "percent_of_enrolled": gettext_lazy("Le comité ne décide que si %(n)s\u00a0%% des membres inscrits sont présents"),
    "percent_of_active": gettext_lazy(
        "Le comité ne décide que si %(n)s\u00a0%% des membres venus aux dernières séances sont présents"
    ),
    "none": gettext_lazy("Le comité décide quel que soit le nombre de membres présents"),
}


ANSWERS: Mapping[str, StrOrPromise] = {
    "members": gettext_lazy("Consultés par écrit, les membres ne décident que si au moins %(n)s répondent"),
    "percent_of_enrolled": gettext_lazy(
        "Consultés par écrit, les membres ne décident que si %(n)s\u00a0%% des membres inscrits répondent"
    ),
    "none": gettext_lazy("Consultés par écrit, les membres décident quel que soit le nombre de réponses"),
}


@dataclass(frozen=True)
class Quorum:
    """A number, a part of the enrolled or of the recently active members, or (unit « none », value 0) none at all.

    `said` is the sentence of each unit a rule allows.
    """

    said: Mapping[str, StrOrPromise] = field(default_factory=lambda: QUORUMS)

    @property
    def units(self) -> Sequence[str]:
        return tuple(self.said)

    def problem(self, value: Any) -> str:
        return "" if is_whole(value) else _("un nombre entier est attendu (0 avec l’unité « none »)")

    def say(self, value: Any, unit: str) -> str:
        return str(self.said[unit]) % {"n": value}
