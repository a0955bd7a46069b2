"""A rulebook in clear French: short sentences under the questions a resident asks, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierlibre.domain.funds.catalogue import Section
from quartierlibre.domain.funds.rulebook import PER_YEAR, Clause, Rulebook, Source


@dataclass(frozen=True)
class Sentence:
    key: str
    text: str
    source: Source
    article: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """One question: what the rulebook answers, and the points it leaves unsaid (labels, for people)."""

    section: Section
    sentences: tuple[Sentence, ...]
    unsaid: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(self.section.label)


def chapters(rulebook: Rulebook) -> tuple[Chapter, ...]:
    """One chapter per question, in order, even when nothing answers it: silence is shown too."""
    said = [(clause.rule.section, sentence(clause)) for clause in rulebook]
    unsaid = [(rule.section, str(rule.label)) for rule in rulebook.unsaid()]
    return tuple(
        Chapter(
            section=section,
            sentences=tuple(text for where, text in said if where == section),
            unsaid=tuple(label for where, label in unsaid if where == section),
        )
        for section in Section
    )


def sentence(clause: Clause) -> Sentence:
    return Sentence(clause.key, say(clause), clause.source, clause.article, clause.note)


def say(clause: Clause) -> str:
    """« L’aide va jusqu’à 400 € pour le deuxième projet de l’année. »"""
    template = str(clause.rule.sentence)
    text = template % {"value": clause.said(), "objects": clause.when.say_objects()}
    if "%(objects)s" not in template:
        text += _conditions(clause)
    return f"{text[0].upper()}{text[1:]}."


def _conditions(clause: Clause) -> str:
    text = _(" par an et par porteur") if clause.per == PER_YEAR else ""
    if clause.when.is_set:
        text += f" {clause.when.say()}"
    if clause.unless.is_set:
        text += _(", sauf %(exception)s") % {"exception": clause.unless.say()}
    return text
