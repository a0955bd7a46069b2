"""Rulebooks and theme sets written as TOML files: read whole, every mistake named with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.funds.rulebook import Problem, rulebook_problems

TEXT, NUMBER, DAY, FLAG, TEXTS = "texte", "nombre entier", "date", "true ou false", "liste de textes"
Fields = Mapping[str, str]

SHAPES: Mapping[str, Fields] = {
    "territory": {"slug": TEXT, "name": TEXT},
    "scheme": {"slug": TEXT, "name": TEXT, "short_name": TEXT},
    "fund": {
        "slug": TEXT,
        "name": TEXT,
        "manager_name": TEXT,
        "contact_name": TEXT,
        "contact_email": TEXT,
        "contact_phone": TEXT,
        "contact_place": TEXT,
        "presentation": TEXT,
        "communes": TEXTS,
        "is_reference": FLAG,
    },
    "regulation": {
        "version": NUMBER,
        "title": TEXT,
        "adopted_on": DAY,
        "adopted_by": TEXT,
        "effective_from": DAY,
        "effective_to": DAY,
        "dates_note": TEXT,
        "theme_set": TEXT,
        "unknown": TEXTS,
    },
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "territory": ("slug", "name"),
    "scheme": ("slug", "name"),
    "fund": ("slug",),
    "regulation": ("version", "title"),
}
SECTOR: Fields = {"slug": TEXT, "name": TEXT}
THEME_SET: Fields = {
    "slug": TEXT,
    "name": TEXT,
    "owner": TEXT,
    "valid_from": DAY,
    "valid_to": DAY,
    "min_themes": NUMBER,
    "max_themes": NUMBER,
    "announced_count": NUMBER,
    "source": TEXT,
    "unknown": TEXTS,
}
THEME: Fields = {"set": TEXT, "code": TEXT, "label": TEXT}
MAPPING: Fields = {"from_set": TEXT, "from": TEXT, "to_set": TEXT, "to": TEXT, "note": TEXT}


class BadFile(Exception):
    """A file that was refused whole; `problems` say where, with the line."""

    def __init__(self, name: str, problems: list[Problem], text: str = "") -> None:
        self.name, self.problems = name, problems
        lines = key_lines(text)
        said = [f"  {_place(problem.path, lines)}{problem.message}" for problem in problems]
        super().__init__("\n".join([_("Fichier refusé\u00a0: %(name)s") % {"name": name}, *said]))


@dataclass(frozen=True)
class RulebookFile:
    """One version of a regulation, with the fund it belongs to, as written."""

    name: str
    territory: Mapping[str, Any]
    scheme: Mapping[str, Any]
    fund: Mapping[str, Any]
    sectors: tuple[Mapping[str, Any], ...]
    regulation: Mapping[str, Any]
    sources: Mapping[str, Any]
    rules: Mapping[str, Any]


@dataclass(frozen=True)
class ThemeFile:
    """Theme sets, their themes and the bridges between them, as written."""

    name: str
    sets: tuple[Mapping[str, Any], ...]
    themes: tuple[Mapping[str, Any], ...]
    mappings: tuple[Mapping[str, Any], ...] = field(default=())


def read_rulebook(text: str, name: str) -> RulebookFile:
    """Raises `BadFile` with every mistake found."""
    data = _toml(text, name)
    problems = [
        Problem(key, _("section inconnue")) for key in data if key not in {*SHAPES, "sectors", "sources", "rules"}
    ]
    for section, shape in SHAPES.items():
        problems += _table_problems(section, data.get(section, {}), shape, REQUIRED[section])
    problems += _list_problems("sectors", data.get("sectors", []), SECTOR, ("slug", "name"))
    problems += rulebook_problems(data.get("rules", {}), data.get("sources", {}))
    if problems:
        raise BadFile(name, problems, text)
    return RulebookFile(
        name=name,
        territory=data["territory"],
        scheme=data["scheme"],
        fund=data["fund"],
        sectors=tuple(data.get("sectors", ())),
        regulation=data["regulation"],
        sources=data.get("sources", {}),
        rules=data.get("rules", {}),
    )


def read_themes(text: str, name: str) -> ThemeFile:
    """Raises `BadFile` with every mistake found."""
    data = _toml(text, name)
    problems = [Problem(key, _("section inconnue")) for key in data if key not in {"sets", "themes", "mappings"}]
    problems += _list_problems("sets", data.get("sets", []), THEME_SET, ("slug", "name", "owner"))
    problems += _list_problems("themes", data.get("themes", []), THEME, tuple(THEME))
    problems += _list_problems("mappings", data.get("mappings", []), MAPPING, tuple(MAPPING))
    if problems:
        raise BadFile(name, problems, text)
    return ThemeFile(name, tuple(data.get("sets", ())), tuple(data.get("themes", ())), tuple(data.get("mappings", ())))


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = _("ligne %(line)s") % {"line": found[1]} if found else _("fin du fichier")
        raise BadFile(name, [Problem("", _("TOML illisible, %(where)s") % {"where": where})]) from error


def _list_problems(path: str, tables: Any, shape: Fields, required: tuple[str, ...]) -> list[Problem]:
    if not isinstance(tables, list):
        return [Problem(path, _("une liste de tables est attendue"))]
    found = [_table_problems(f"{path}[{at}]", table, shape, required) for at, table in enumerate(tables, start=1)]
    return [problem for problems in found for problem in problems]


def _table_problems(path: str, table: Any, shape: Fields, required: tuple[str, ...]) -> list[Problem]:
    if not isinstance(table, dict):
        return [Problem(path, _("une table est attendue"))]
    problems = [Problem(f"{path}.{key}", _("clé inconnue")) for key in table if key not in shape]
    problems += [Problem(f"{path}.{key}", _("clé manquante")) for key in required if table.get(key) in (None, "")]
    problems += [
        Problem(f"{path}.{key}", _("%(kind)s attendu") % {"kind": shape[key]})
        for key, value in table.items()
        if key in shape and not _is_a(shape[key], value)
    ]
    return problems


def _is_a(kind: str, value: Any) -> bool:
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    types: Mapping[str, type] = {TEXT: str, NUMBER: int, DAY: date, FLAG: bool}
    return isinstance(value, types[kind]) and (kind == FLAG or not isinstance(value, bool))


def key_lines(text: str) -> dict[str, int]:
    """Line of each key and table of a TOML text, by path; enough to point at a mistake."""
    return dict(_each_key(text))


def _each_key(text: str) -> Iterator[tuple[str, int]]:
    table, counts = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\[\[?([^\[\]]+)\]", line):
            table = header[1].replace('"', "").strip()
            if line.startswith("[["):
                counts[table] = counts.get(table, 0) + 1
                table = f"{table}[{counts[table]}]"
            yield table, number
        elif key := re.match(r'\s*("?)([\w.-]+)\1\s*=', line):
            yield (f"{table}.{key[2]}" if table else key[2]), number


def _place(path: str, lines: Mapping[str, int]) -> str:
    """« ligne 12, rules.amount.ceilings[1].unit : » — of the closest table when the key itself is missing."""
    if not path:
        return ""
    closest = path
    while closest and closest not in lines:
        closest = closest.rpartition(".")[0]
    said = _("ligne %(line)s, ") % {"line": lines[closest]} if closest else ""
    return f"{said}{path}\u00a0: "
