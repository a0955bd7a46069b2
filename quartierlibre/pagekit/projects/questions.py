"""The questions as a page shows them: number, help, fields, and when each field is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField

from quartierlibre.domain.applications.form import Condition, FieldKind, Form, Question
from quartierlibre.pagekit.projects.form import AnswersForm
from quartierlibre.pagekit.words import spaced


@dataclass(frozen=True)
class AskedField:
    """One field on the page, and when it is asked."""

    bound: BoundField
    kind: FieldKind
    when: Condition | None

    is_main_list: bool = False

    @property
    def is_spare(self) -> bool:
        """A second list of money lines, folded away: most people have nothing to write there."""
        return self.kind == FieldKind.LINES and not self.is_main_list

    @property
    def when_values(self) -> str:
        return " ".join(self.when.values) if self.when else ""


@dataclass(frozen=True)
class AskedQuestion:
    number: int
    question: Question
    fields: Sequence[AskedField]

    @property
    def label(self) -> str:
        return spaced(self.question.label)

    @property
    def help(self) -> str:
        return spaced(self.question.help)

    @property
    def example(self) -> str:
        return spaced(self.question.example)

    @property
    def why(self) -> str:
        return spaced(self.question.why)

    @property
    def has_place(self) -> bool:
        return any(each.kind == FieldKind.NEIGHBOURHOODS for each in self.fields)

    @property
    def has_money(self) -> bool:
        return any(each.kind == FieldKind.MONEY for each in self.fields)


def asked_questions(questions: Form, form: AnswersForm) -> list[AskedQuestion]:
    """Every question in order, the contact last; a field that this fund does not ask is left out."""
    return [_asked(number, each, form) for number, each in enumerate(questions.all_questions(), start=1)]


def _asked(number: int, question: Question, form: AnswersForm) -> AskedQuestion:
    shown = [each for each in question.fields if each.name in form.fields]
    lists = [each.name for each in question.fields if each.kind == FieldKind.LINES]
    fields = [AskedField(form[each.name], each.kind, each.when, [each.name] == lists[:1]) for each in shown]
    return AskedQuestion(number, question, fields)
