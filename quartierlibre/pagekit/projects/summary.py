"""The answers read back to the person: as we understood them, or as typed when we could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.form import Field, FieldKind, Form
from quartierlibre.domain.applications.reading import Line, Reading, is_blank
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.projects.form import Lists
from quartierlibre.pagekit.words import long_date, spaced


@dataclass(frozen=True)
class Answer:
    """One answer read back: `lines` for money, `text` otherwise; `problem` says what to correct."""

    field: str
    label: str
    text: str
    lines: Sequence[Line] = ()
    problem: str = ""

    @property
    def total(self) -> Cents:
        return Cents(sum(line.amount_cents or 0 for line in self.lines))


@dataclass(frozen=True)
class Answered:
    number: int
    key: str
    label: str
    answers: Sequence[Answer]


def summary_of(
    form: Form, answers: Mapping[str, Any], reading: Reading, problems: Mapping[str, str], lists: Lists
) -> list[Answered]:
    """Every question with the answers that are asked for; an answer left blank is there only when it is missed."""
    found = []
    for number, question in enumerate(form.all_questions(), start=1):
        shown = [each for each in question.fields if each.asked(answers)]
        read_back = [_answer(each, answers, reading, problems, lists) for each in shown]
        kept = [each for each in read_back if each.text or each.lines or each.problem]
        found.append(Answered(number, question.key, spaced(question.label), kept))
    return found


def _answer(
    asked: Field, answers: Mapping[str, Any], reading: Reading, problems: Mapping[str, str], lists: Lists
) -> Answer:
    problem = problems.get(asked.name, "")
    if asked.kind == FieldKind.LINES:
        return Answer(asked.name, spaced(asked.label), "", reading.lines(asked.name), problem)
    value = reading.get(asked.name)
    text = _spoken(asked, value, lists) if value is not None else _as_typed(answers.get(asked.name))
    return Answer(asked.name, spaced(asked.label), text, (), problem)


def _as_typed(value: Any) -> str:
    return "" if is_blank(value) or isinstance(value, list) else str(value)


def _spoken(asked: Field, value: Any, lists: Lists) -> str:
    match asked.kind:
        case FieldKind.DATE:
            return long_date(value)
        case FieldKind.MONEY:
            return format_euros(value)
        case FieldKind.PHONE:
            return readable_phone(value)
        case FieldKind.CHECK:
            return _("Oui") if value else ""
        case FieldKind.CHOICE:
            return next((option.label for option in asked.options if option.value == value), str(value))
        case FieldKind.THEMES:
            return _named(value, lists.themes)
        case FieldKind.NEIGHBOURHOODS:
            return _named(value, lists.neighbourhoods)
    return str(value)


def _named(codes: Sequence[str], choices: Sequence[tuple[str, str]]) -> str:
    names = dict(choices)
    return ", ".join(str(names.get(code, code)) for code in codes)
