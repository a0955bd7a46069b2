"""Load rulebooks and theme sets kept as files. Loading twice changes nothing; nothing frozen is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from quartierlibre.domain.funds.files import BadFile, RulebookFile, ThemeFile
from quartierlibre.domain.funds.models import Fund, Regulation, Scheme, Theme, ThemeMapping, ThemeSet
from quartierlibre.domain.funds.operations.actors import Actor
from quartierlibre.domain.funds.operations.regulations import draft_regulation, publish_regulation, revise_regulation
from quartierlibre.domain.funds.operations.setup import add_sector, create_fund
from quartierlibre.domain.funds.rulebook import Problem
from quartierlibre.domain.places.models import Commune, Territory
from quartierlibre.foundation.journal import operations as journal


@dataclass(frozen=True)
class Loaded:
    """What loading one version did: « created », « revised », « unchanged », and whether it is published now."""

    regulation: Regulation
    outcome: str
    newly_published: bool = False


@transaction.atomic
def load_rulebooks(files: Iterable[RulebookFile], *, by: Actor, publish: bool = False) -> list[Loaded]:
    """All the files or none. Raises `BadFile` naming each difference with what is already there and frozen."""
    return [_load_rulebook(file, by=by, publish=publish) for file in files]


def _load_rulebook(file: RulebookFile, *, by: Actor, publish: bool) -> Loaded:
    fund = _fund(file, by=by)
    content = _content(file)
    version = content.pop("version")
    regulation = Regulation.objects.filter(fund=fund, version=version).first()
    if regulation is None:
        regulation, outcome = draft_regulation(by=by, fund=fund, version=version, **content), "created"
    else:
        regulation, outcome = _compare(file, regulation, content, by=by)
    if publish and not regulation.is_published:
        return Loaded(publish_regulation(by=by, regulation=regulation), outcome, newly_published=True)
    return Loaded(regulation, outcome)


def _content(file: RulebookFile) -> dict[str, Any]:
    """Columns of the version, with what the file leaves out said as empty, so that a removed line is a change."""
    columns: dict[str, Any] = {
        "adopted_on": None,
        "adopted_by": "",
        "effective_from": None,
        "effective_to": None,
        "dates_note": "",
        "unknown": [],
    }
    columns.update(file.regulation, rules=dict(file.rules), sources=dict(file.sources))
    columns["theme_set"] = _theme_set(file, columns.get("theme_set"))
    return columns


def _theme_set(file: RulebookFile, slug: str | None) -> ThemeSet | None:
    found = ThemeSet.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        message = _("liste de thèmes inconnue (%(slug)s)\u00a0: chargez-la d’abord avec load_theme_sets")
        raise BadFile(file.name, [Problem("regulation.theme_set", message % {"slug": slug})])
    return found


def _compare(
    file: RulebookFile, regulation: Regulation, content: Mapping[str, Any], *, by: Actor
) -> tuple[Regulation, str]:
    changed = [name for name, value in content.items() if getattr(regulation, name) != value]
    if not changed:
        return regulation, "unchanged"
    if regulation.is_published:
        raise BadFile(file.name, list(_differences(regulation, content, changed)))
    return revise_regulation(by=by, regulation=regulation, **{name: content[name] for name in changed}), "revised"


def _differences(regulation: Regulation, content: Mapping[str, Any], changed: list[str]) -> Iterable[Problem]:
    """One line for each difference, down to the rule; the version is named."""
    frozen = _("la version %(version)s est publiée et ne change plus (publié\u00a0: %(old)s, fichier\u00a0: %(new)s)")
    for name in changed:
        old, new = getattr(regulation, name), content[name]
        for path, before, after in _leaves(name, old, new):
            said = {"version": regulation.version, "old": _shown(before), "new": _shown(after)}
            yield Problem(path if name in {"rules", "sources"} else f"regulation.{path}", frozen % said)


def _leaves(path: str, old: Any, new: Any) -> Iterable[tuple[str, Any, Any]]:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield path, old, new
        return
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield from _leaves(f"{path}.{key}", old.get(key), new.get(key))


def _shown(value: Any) -> str:
    return _("absent") if value in (None, "") else str(value)


def _fund(file: RulebookFile, *, by: Actor) -> Fund:
    territory = _same_or_new(file, "territory", Territory, file.territory)
    scheme = _same_or_new(file, "scheme", Scheme, file.scheme)
    fund = Fund.objects.filter(slug=file.fund["slug"]).select_related("territory").first()
    if fund is None:
        details = {"is_reference": True, "name": territory.name, **file.fund}
        communes = Commune.objects.filter(pk__in=details.pop("communes", ()))
        fund = create_fund(by=by, scheme=scheme, territory=territory, communes=communes, **details)
    elif fund.territory_id != territory.pk or fund.scheme_id != scheme.pk:
        raise BadFile(
            file.name, [Problem("fund.slug", _("ce fonds existe déjà, sur un autre territoire ou dispositif"))]
        )
    else:
        said = {name: value for name, value in file.fund.items() if name != "communes"}
        _refuse_differences(file, "fund", fund, said)
    known = set(fund.sectors.values_list("slug", flat=True))
    for sector in file.sectors:
        if sector["slug"] not in known:
            add_sector(by=by, fund=fund, **sector)
    return fund


def _same_or_new(file: RulebookFile, section: str, model: type[models.Model], said: Mapping[str, Any]) -> Any:
    row, is_new = model._default_manager.get_or_create(
        slug=said["slug"], defaults={name: value for name, value in said.items() if name != "slug"}
    )
    if not is_new:
        _refuse_differences(file, section, row, said)
    return row


def _refuse_differences(
    file: RulebookFile | ThemeFile, section: str, row: models.Model, said: Mapping[str, Any]
) -> None:
    message = _("déjà enregistré avec une autre valeur (enregistré\u00a0: %(old)s, fichier\u00a0: %(new)s)")
    problems = [
        Problem(f"{section}.{name}", message % {"old": _shown(getattr(row, name)), "new": _shown(value)})
        for name, value in said.items()
        if getattr(row, name) != value
    ]
    if problems:
        raise BadFile(file.name, problems)


@transaction.atomic
def load_theme_sets(file: ThemeFile, *, by: Actor) -> list[ThemeSet]:
    """The sets that are new. Sets already there must be the same: a list that changes is another list."""
    sets = {said["slug"]: _theme_set_of(file, at, said, by=by) for at, said in enumerate(file.sets, start=1)}
    themes = {(said["set"], said["code"]): _theme_of(file, at, said) for at, said in enumerate(file.themes, start=1)}
    for at, said in enumerate(file.mappings, start=1):
        _bridge(file, at, said, themes)
    return [theme_set for theme_set, is_new in sets.values() if is_new]


def _theme_set_of(file: ThemeFile, at: int, said: Mapping[str, Any], *, by: Actor) -> tuple[ThemeSet, bool]:
    columns = {name: value for name, value in said.items() if name != "slug"}
    theme_set, is_new = ThemeSet.objects.get_or_create(slug=said["slug"], defaults=columns)
    if is_new:
        journal.record("funds.themes.loaded", by=by, about=theme_set)
    else:
        _refuse_differences(file, f"sets[{at}]", theme_set, said)
    return theme_set, is_new


def _theme_of(file: ThemeFile, at: int, said: Mapping[str, Any]) -> Theme:
    theme_set = ThemeSet.objects.filter(slug=said["set"]).first()
    if theme_set is None:
        raise BadFile(file.name, [Problem(f"themes[{at}].set", _("liste de thèmes inconnue"))])
    theme, is_new = Theme.objects.get_or_create(
        theme_set=theme_set, code=said["code"], defaults={"label": said["label"], "position": at}
    )
    if not is_new:
        _refuse_differences(file, f"themes[{at}]", theme, {"label": said["label"]})
    return theme


def _bridge(file: ThemeFile, at: int, said: Mapping[str, Any], themes: Mapping[tuple[str, str], Theme]) -> ThemeMapping:
    ends = {end: themes.get((said[f"{end}_set"], said[end])) for end in ("from", "to")}
    missing = [Problem(f"mappings[{at}].{end}", _("thème inconnu")) for end, theme in ends.items() if theme is None]
    if missing:
        raise BadFile(file.name, missing)
    mapping, is_new = ThemeMapping.objects.get_or_create(
        origin=ends["from"], target=ends["to"], defaults={"note": said["note"]}
    )
    if not is_new:
        _refuse_differences(file, f"mappings[{at}]", mapping, {"note": said["note"]})
    return mapping
