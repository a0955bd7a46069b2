"""The page « Le règlement en clair », ready to print: chapters, numbered sources, versions, silences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.funds.catalogue import Section
from quartierlibre.domain.funds.models import Fund, Regulation, ThemeSet
from quartierlibre.domain.funds.rulebook import Rulebook, Source
from quartierlibre.domain.funds.sentences import Chapter, Sentence, chapters

ICONS: Mapping[Section, str] = {
    Section.WHO: "people",
    Section.PROJECT: "brick",
    Section.AMOUNT: "euro",
    Section.FILING: "calendar",
    Section.DECIDING: "vote",
    Section.PAYMENT: "hand",
    Section.AFTERWARDS: "paper",
    Section.FUNDING: "home",
}


@dataclass(frozen=True)
class NumberedSource:
    number: int
    source: Source


@dataclass(frozen=True)
class Line:
    """A sentence and the number of the source it comes from."""

    text: str
    note: str
    article: str
    source: NumberedSource


@dataclass(frozen=True)
class Part:
    """One question of the page."""

    anchor: str
    title: str
    icon: str
    lines: tuple[Line, ...]
    unsaid: tuple[str, ...]
    is_about_projects: bool


@dataclass(frozen=True)
class KeyFigure:
    icon: str
    value: str
    label: str


@dataclass(frozen=True)
class Version:
    number: int
    title: str
    dates: str
    is_shown: bool
    is_current: bool
    is_draft: bool


@dataclass(frozen=True)
class Themes:
    name: str
    labels: tuple[str, ...]
    known: str


@dataclass(frozen=True)
class RegulationPage:
    fund: Fund
    regulation: Regulation
    dates: str
    figures: tuple[KeyFigure, ...]
    parts: tuple[Part, ...]
    themes: Themes | None
    unknown: tuple[str, ...]
    sources: tuple[NumberedSource, ...]
    versions: tuple[Version, ...]
    is_current: bool
    current_label: str
    unsaid_count: int
    unsaid_label: str


def regulation_page(
    fund: Fund, versions: Sequence[Regulation], *, wanted: int | None, today: date
) -> RegulationPage | None:
    """The version asked for, else the one in force, else the newest; None when there is nothing to show."""
    current = next((version for version in versions if version.is_in_force(today)), None)
    shown = _shown(versions, wanted, current)
    if shown is None:
        return None
    told = chapters(shown.rulebook)
    numbers = _numbers(told)
    unsaid = sum(len(chapter.unsaid) for chapter in told)
    return RegulationPage(
        fund=fund,
        regulation=shown,
        dates=dates_of(shown),
        figures=tuple(key_figures(shown.rulebook)),
        parts=tuple(_part(chapter, numbers) for chapter in told),
        themes=_themes(shown.theme_set),
        unknown=(*shown.unknown, *(shown.theme_set.unknown if shown.theme_set else ())),
        sources=tuple(numbers.values()),
        versions=tuple(_version(version, shown, current) for version in versions),
        is_current=shown == current,
        current_label=_("Dernière version connue") if fund.is_reference else _("En vigueur"),
        unsaid_count=unsaid,
        unsaid_label=_unsaid_label(unsaid, fund.is_reference),
    )


def _shown(versions: Sequence[Regulation], wanted: int | None, current: Regulation | None) -> Regulation | None:
    if wanted is not None:
        return next((version for version in versions if version.version == wanted), None)
    return current or next((version for version in versions if version.is_published), None)


def _unsaid_label(count: int, is_reference: bool) -> str:
    """Of a text we only read in part, we cannot say that it is silent."""
    if is_reference:
        said = ngettext(
            "%(count)s point que nous n’avons pas trouvé", "%(count)s points que nous n’avons pas trouvés", count
        )
    else:
        said = ngettext("%(count)s point laissé ouvert", "%(count)s points laissés ouverts", count)
    return said % {"count": count}


def _numbers(told: Sequence[Chapter]) -> dict[str, NumberedSource]:
    """Sources in the order a reader meets them."""
    numbers: dict[str, NumberedSource] = {}
    for chapter in told:
        for sentence in chapter.sentences:
            key = sentence.source.key
            numbers.setdefault(key, NumberedSource(len(numbers) + 1, sentence.source))
    return numbers


def _part(chapter: Chapter, numbers: Mapping[str, NumberedSource]) -> Part:
    return Part(
        anchor=str(chapter.section.value),
        title=chapter.title,
        icon=ICONS[chapter.section],
        lines=tuple(_line(sentence, numbers) for sentence in chapter.sentences),
        unsaid=chapter.unsaid,
        is_about_projects=chapter.section == Section.PROJECT,
    )


def _line(sentence: Sentence, numbers: Mapping[str, NumberedSource]) -> Line:
    return Line(sentence.text, sentence.note, sentence.article, numbers[sentence.source.key])


def key_figures(rulebook: Rulebook) -> list[KeyFigure]:
    """At most four figures, those that decide whether and when one asks; nothing in place of what is not set."""
    figures: list[KeyFigure] = []
    if ceilings := rulebook.all("amount.ceilings"):
        highest = max(ceilings, key=lambda clause: clause.value)
        figures.append(KeyFigure("euro", highest.said(), _("au plus pour un projet")))
    for key, icon, label in (
        ("filing.lead_time", "calendar", _("pour déposer avant la réunion")),
        ("session.decide_within", "clock", _("au plus entre le dépôt et la réunion")),
        ("committee.minimum_meetings", "people", _("au moins, le comité se réunit")),
        ("payment.instalments", "hand", _("l’aide versée en plusieurs fois")),
    ):
        if clause := rulebook.one(key):
            said = clause.said()
            figures.append(KeyFigure(icon, f"{said[0].upper()}{said[1:]}", label))
    return figures[:4]


def _themes(theme_set: ThemeSet | None) -> Themes | None:
    if theme_set is None:
        return None
    labels = tuple(theme.label for theme in theme_set.themes.all())
    announced = theme_set.announced_count or len(labels)
    known = ""
    if len(labels) < announced:
        template = ngettext(
            "Nous connaissons %(known)s thème sur %(announced)s.",
            "Nous connaissons %(known)s thèmes sur %(announced)s.",
            len(labels),
        )
        known = template % {"known": len(labels), "announced": announced}
    return Themes(theme_set.name, labels, known)


def _said(day: date) -> str:
    return f"{_('1er') if day.day == 1 else day.day}\u00a0{date_format(day, 'F Y')}"


def dates_of(regulation: Regulation) -> str:
    """« Adopté le 10 octobre 2024 (conseil municipal). En vigueur depuis le… »; empty when no date is known."""
    said = []
    if regulation.adopted_on:
        by = f" ({regulation.adopted_by})" if regulation.adopted_by else ""
        said.append(_("Adopté le %(day)s%(by)s.") % {"day": _said(regulation.adopted_on), "by": by})
    if regulation.effective_from:
        said.append(_("En vigueur depuis le %(day)s.") % {"day": _said(regulation.effective_from)})
    if regulation.effective_to:
        said.append(_("Jusqu’au %(day)s.") % {"day": _said(regulation.effective_to)})
    return " ".join(said)


def _version(version: Regulation, shown: Regulation, current: Regulation | None) -> Version:
    return Version(
        number=version.version,
        title=version.title,
        dates=dates_of(version) or version.dates_note,
        is_shown=version == shown,
        is_current=version == current,
        is_draft=not version.is_published,
    )
