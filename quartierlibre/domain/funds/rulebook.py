"""A rulebook read from data: every value with its unit and its source, nothing that the text does not say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.funds.catalogue import ALL_RULES, CATALOGUE, Rule
from quartierlibre.domain.funds.conditions import Condition, condition_problems
from quartierlibre.domain.funds.facts import ProjectFacts

CLAUSE_KEYS = frozenset({"value", "unit", "source", "article", "note", "when", "unless", "per"})
PER_PROJECT, PER_YEAR = "project", "holder_year"
SOURCE_KEYS = frozenset({"title", "site", "read", "date"})


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a path such as `rules.amount.ceilings[1].unit`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}\u00a0: {self.message}"


class InvalidRulebook(Exception):
    """Rules that the catalogue cannot read; `problems` lists them all."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Source:
    """A text or page a value comes from; `read` says how much of it could be read."""

    key: str
    title: str
    site: str = ""
    read: str = ""
    date: str = ""


@dataclass(frozen=True)
class Clause:
    """One value of one rule, with what it depends on. `unless` makes an exception: the clause then does not apply."""

    rule: Rule
    value: Any
    unit: str
    source: Source
    article: str = ""
    note: str = ""
    when: Condition = field(default_factory=Condition)
    unless: Condition = field(default_factory=Condition)
    per: str = PER_PROJECT

    @property
    def key(self) -> str:
        return self.rule.key

    def applies(self, facts: ProjectFacts) -> bool | None:
        """None when a fact it depends on is not known yet."""
        wanted = self.when.holds(facts)
        excepted = self.unless.holds(facts) if self.unless.is_set else False
        if wanted is False or excepted is True:
            return False
        return None if wanted is None or excepted is None else True

    @property
    def origin(self) -> str:
        """Where the value is written: the title of the text, and its article when known."""
        return ", ".join(filter(None, (self.source.title, self.article)))

    def said(self) -> str:
        """The value alone, in French."""
        return self.rule.kind.say(self.value, self.unit)


@dataclass(frozen=True)
class Rulebook:
    """Clauses by rule. Asking for a rule that is not set gives None or nothing, never a default."""

    clauses: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, rules: Mapping[str, Any], sources: Mapping[str, Any]) -> Rulebook:
        """Raises `InvalidRulebook` with every problem found."""
        problems = rulebook_problems(rules, sources)
        if problems:
            raise InvalidRulebook(problems)
        known = {key: Source(key=key, **said) for key, said in sources.items()}
        return cls({key: tuple(_clause(CATALOGUE[key], raw, known) for raw in _as_list(rules[key])) for key in rules})

    def __contains__(self, key: str) -> bool:
        return key in self.clauses

    def all(self, key: str) -> tuple[Clause, ...]:
        """Every clause of a rule of the catalogue, in the order of the text."""
        CATALOGUE[key]  # an unknown key is a mistake in our code, not a rule left unset
        return self.clauses.get(key, ())

    def one(self, key: str) -> Clause | None:
        """The clause of a rule that is said once."""
        found = self.all(key)
        return found[0] if found else None

    def value(self, key: str) -> Any:
        """The value of a rule that is said once; None when it is not set."""
        clause = self.one(key)
        return clause.value if clause else None

    def __iter__(self) -> Iterator[Clause]:
        for rule in ALL_RULES:
            yield from self.clauses.get(rule.key, ())

    def unsaid(self) -> list[Rule]:
        """Rules that people expect to find and that this rulebook leaves unset."""
        return [rule for rule in ALL_RULES if rule.expected and rule.key not in self.clauses]


def rulebook_of(rules: Mapping[str, Any], sources: Mapping[str, Any]) -> Rulebook:
    """The same text is read once per process: nearly every page asks for a rulebook, and a published one never changes.

    Raises `InvalidRulebook` like `Rulebook.read`.
    """
    return _read_once(json.dumps([rules, sources]))


@lru_cache(maxsize=256)
def _read_once(text: str) -> Rulebook:
    return Rulebook.read(*json.loads(text))


def _as_list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _clause(rule: Rule, raw: Mapping[str, Any], sources: Mapping[str, Source]) -> Clause:
    return Clause(
        rule=rule,
        value=raw["value"],
        unit=raw["unit"],
        source=sources[raw["source"]],
        article=raw.get("article", ""),
        note=raw.get("note", ""),
        when=Condition.read(raw.get("when", {})),
        unless=Condition.read(raw.get("unless", {})),
        per=raw.get("per", PER_PROJECT),
    )


def rulebook_problems(rules: Any, sources: Any) -> list[Problem]:
    """Everything that keeps these rules from being published, in the order they are written."""
    if not isinstance(rules, dict) or not isinstance(sources, dict):
        return [Problem("rules", _("une table de règles et une table de sources sont attendues"))]
    problems = [problem for key, source in sources.items() for problem in _source_problems(key, source)]
    for key, raw in rules.items():
        problems += _rule_problems(key, raw, frozenset(sources))
    return problems or _contradictions(rules)


def _source_problems(key: str, source: Any) -> list[Problem]:
    path = f"sources.{key}"
    if not isinstance(source, dict) or not all(isinstance(part, str) for part in source.values()):
        return [Problem(path, _("une table de textes est attendue"))]
    strange = [Problem(f"{path}.{name}", _("clé inconnue")) for name in source if name not in SOURCE_KEYS]
    return strange if source.get("title") else [*strange, Problem(f"{path}.title", _("le titre manque"))]


def _rule_problems(key: str, raw: Any, source_keys: frozenset[str]) -> list[Problem]:
    path = f"rules.{key}"
    rule = CATALOGUE.get(key)
    if rule is None:
        return [Problem(path, _("règle inconnue du catalogue"))]
    if not isinstance(raw, list):
        return _clause_problems(path, rule, raw, source_keys)
    if not rule.repeatable or not raw:
        return [Problem(path, _("cette règle se dit une seule fois, dans une table"))]
    found = [_clause_problems(f"{path}[{at}]", rule, item, source_keys) for at, item in enumerate(raw, start=1)]
    return [problem for problems in found for problem in problems]


def _clause_problems(path: str, rule: Rule, raw: Any, source_keys: frozenset[str]) -> list[Problem]:
    if not isinstance(raw, dict):
        return [Problem(path, _("une table avec value, unit et source est attendue"))]
    problems = [Problem(f"{path}.{key}", _("clé inconnue")) for key in raw if key not in CLAUSE_KEYS]
    problems += [Problem(f"{path}.{key}", _("clé manquante")) for key in ("value", "unit", "source") if key not in raw]
    if problems:
        return problems
    if raw["unit"] not in rule.kind.units:
        units = ", ".join(rule.kind.units)
        problems.append(Problem(f"{path}.unit", _("unité attendue : %(units)s") % {"units": units}))
    if reason := rule.kind.problem(raw["value"]):
        problems.append(Problem(f"{path}.value", reason))
    return problems + _context_problems(path, rule, raw, source_keys)


def _context_problems(path: str, rule: Rule, raw: Mapping[str, Any], source_keys: frozenset[str]) -> list[Problem]:
    problems: list[Problem] = []
    if not isinstance(raw["source"], str) or raw["source"] not in source_keys:
        problems.append(Problem(f"{path}.source", _("source absente de la table des sources")))
    problems += [
        Problem(f"{path}.{key}", _("un texte est attendu"))
        for key in ("article", "note")
        if not isinstance(raw.get(key, ""), str)
    ]
    for key in ("when", "unless"):
        if key in raw:
            found = condition_problems(raw[key], rule.conditions)
            problems += [Problem(".".join(filter(None, (path, key, part))), reason) for part, reason in found]
    allowed = [PER_PROJECT, PER_YEAR] if rule.per_year_possible else [PER_PROJECT]
    if raw.get("per", PER_PROJECT) not in allowed:
        problems.append(Problem(f"{path}.per", _("valeurs possibles : %(known)s") % {"known": ", ".join(allowed)}))
    return problems


def _contradictions(rules: Mapping[str, Any]) -> list[Problem]:
    """Pairs of values that each read well and cannot both be true."""
    least, most = (rules.get(f"project.themes_{end}", {}).get("value") for end in ("minimum", "maximum"))
    problems: list[Problem] = []
    if least and most and least > most:
        problems.append(Problem("rules.project.themes_maximum.value", _("le maximum est inférieur au minimum")))
    allowed, refused = (set(rules.get(f"project.objects_{end}", {}).get("value", ())) for end in ("allowed", "refused"))
    if both := allowed & refused:
        message = _("à la fois accepté et refusé : %(objects)s") % {"objects": ", ".join(sorted(both))}
        problems.append(Problem("rules.project.objects_refused.value", message))
    return problems
