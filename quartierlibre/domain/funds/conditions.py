"""When a clause applies: to which rank, holder, object or season. A fact not known leaves the answer open (None)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.kinds import is_whole, read_day, say_day
from quartierlibre.domain.funds.vocabulary import HOLDER_KINDS, OBJECTS, Words, either, is_word_of


@dataclass(frozen=True)
class Season:
    """Days of every year, both included; a season may straddle the new year."""

    first: str
    last: str
    label: str = ""

    def holds(self, day: date) -> bool:
        at = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last

    def say(self) -> str:
        days = _("du %(first)s au %(last)s") % {"first": say_day(self.first), "last": say_day(self.last)}
        return _("pour %(label)s (%(days)s)") % {"label": self.label, "days": days} if self.label else days


def every(answers: Iterable[bool | None]) -> bool | None:
    """« And » with doubt: one no is a no, else one doubt is a doubt."""
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def ordinal(rank: int) -> str:
    words = {1: _("premier"), 2: _("deuxième"), 3: _("troisième"), 4: _("quatrième")}
    return words.get(rank, _("%(rank)sᵉ") % {"rank": rank})


@dataclass(frozen=True)
class Condition:
    """All the parts that are set must hold. `objects` holds as soon as one of them is in the project."""

    rank: int | None = None
    rank_from: int | None = None
    holder_kinds: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    season: Season | None = None

    @property
    def is_set(self) -> bool:
        return self != Condition()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Condition:
        season = data.get("season")
        return cls(
            rank=data.get("rank"),
            rank_from=data.get("rank_from"),
            holder_kinds=frozenset(data.get("holder_kinds", ())),
            objects=frozenset(data.get("objects", ())),
            season=Season(season["first"], season["last"], season.get("label", "")) if season else None,
        )

    def holds(self, facts: ProjectFacts) -> bool | None:
        return every(
            (self._rank_holds(facts), self._holder_holds(facts), self._object_holds(facts), self._in_season(facts))
        )

    def _rank_holds(self, facts: ProjectFacts) -> bool | None:
        if self.rank is None and self.rank_from is None:
            return True
        if facts.rank_in_year is None:
            return None
        exact = self.rank is None or facts.rank_in_year == self.rank
        return exact and (self.rank_from is None or facts.rank_in_year >= self.rank_from)

    def _holder_holds(self, facts: ProjectFacts) -> bool | None:
        if not self.holder_kinds:
            return True
        return None if facts.holder_kind is None else facts.holder_kind in self.holder_kinds

    def _object_holds(self, facts: ProjectFacts) -> bool:
        return not self.objects or not self.objects.isdisjoint(facts.objects)

    def _in_season(self, facts: ProjectFacts) -> bool | None:
        if self.season is None:
            return True
        return None if facts.starts_on is None else self.season.holds(facts.starts_on)

    def without_rank(self) -> Condition:
        return replace(self, rank=None, rank_from=None)

    def say_objects(self) -> str:
        return either(_said(OBJECTS, self.objects))

    def say(self) -> str:
        """« pour le deuxième projet de l’année, pour un transport »; empty when nothing is set."""
        parts: list[str] = []
        if self.rank is not None:
            parts.append(_("pour le %(rank)s projet de l’année") % {"rank": ordinal(self.rank)})
        if self.rank_from is not None:
            parts.append(_("à partir du %(rank)s projet de l’année") % {"rank": ordinal(self.rank_from)})
        if self.objects:
            parts.append(_("pour %(objects)s") % {"objects": self.say_objects()})
        if self.holder_kinds:
            holders = either(_said(HOLDER_KINDS, self.holder_kinds))
            parts.append(_("si le projet est porté par %(holders)s") % {"holders": holders})
        if self.season:
            parts.append(self.season.say())
        return ", ".join(parts)


def _said(words: Words, codes: frozenset[str]) -> list[str]:
    return [str(word) for code, word in words.items() if code in codes]


CONDITION_KEYS = frozenset(field.name for field in fields(Condition))


def condition_problems(data: Any, allowed: frozenset[str]) -> list[tuple[str, str]]:
    """(key, French reason) for each part of a condition that cannot be read or is not for this rule."""
    if not isinstance(data, dict) or not data:
        return [("", _("une table de conditions, non vide, est attendue"))]
    problems: list[tuple[str, str]] = []
    for key, value in data.items():
        if key not in allowed:
            known = ", ".join(sorted(allowed)) or _("aucune")
            problems.append((key, _("condition inconnue ici (connues : %(known)s)") % {"known": known}))
        elif reason := _part_problem(key, value):
            problems.append((key, reason))
    return problems


def _part_problem(key: str, value: Any) -> str:
    if key in {"rank", "rank_from"}:
        return "" if is_whole(value, least=1) else _("un rang entier, au moins 1, est attendu")
    if key == "season":
        return _season_problem(value)
    words = HOLDER_KINDS if key == "holder_kinds" else OBJECTS
    fits = isinstance(value, list) and value and all(is_word_of(words, code) for code in value)
    return "" if fits else _("une liste de valeurs parmi %(known)s est attendue") % {"known": ", ".join(words)}


def _season_problem(value: Any) -> str:
    fits = isinstance(value, dict) and set(value) <= {"first", "last", "label"}
    if fits and read_day(value.get("first")) and read_day(value.get("last")):
        return ""
    return _("une saison « first » et « last » écrits « mois-jour » est attendue")
