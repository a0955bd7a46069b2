"""The questions of a form, read from data: the web form, the paper sheet and paper entry are drawn from these."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "forms"
COMMON_VERSION = 1
MOST_QUESTIONS = 7


class FieldKind(StrEnum):
    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHECK = "check"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    EMAIL = "email"
    PHONE = "phone"
    LINES = "lines"
    THEMES = "themes"
    NEIGHBOURHOODS = "neighbourhoods"


class BadForm(ValueError):
    """The data of a form cannot be read; the message says where."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Condition:
    """A field is asked only when another one holds one of these values."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.field)
        return ("yes" if given is True else given) in self.values


@dataclass(frozen=True)
class Field:
    name: str
    kind: FieldKind
    label: str
    help: str = ""
    required: bool = False
    max: int = 0
    lines: int = 1
    rows: int = 0
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    when: Condition | None = None

    def asked(self, answers: Mapping[str, Any]) -> bool:
        return self.when is None or self.when.holds(answers)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Field:
        given = dict(data)
        when = given.pop("when", None)
        given["kind"] = FieldKind(given["kind"])
        given["options"] = tuple(Option(**option) for option in given.pop("options", ()))
        given["when"] = Condition(when["field"], tuple(when["is"])) if when else None
        return cls(**given)


@dataclass(frozen=True)
class Question:
    """One thing we ask: in plain words, with help, an example, and the reason for asking."""

    key: str
    label: str
    help: str = ""
    example: str = ""
    why: str = ""
    fields: tuple[Field, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Question:
        given = dict(data)
        fields = tuple(Field.from_data(field) for field in given.pop("field", ()))
        return cls(fields=fields, **given)


@dataclass(frozen=True)
class Form:
    """At most seven questions, and one contact answer."""

    name: str
    questions: tuple[Question, ...]
    contact: Question

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Form:
        """Read stored or shipped questions. Raises BadForm on a misspelt key, a double name or an eighth question."""
        try:
            questions = tuple(Question.from_data(question) for question in data["question"])
            form = cls(name=data["name"], questions=questions, contact=Question.from_data(data["contact"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadForm(f"Formulaire illisible : {error}") from error
        form._check()
        return form

    def _check(self) -> None:
        names = [field.name for field in self.fields()]
        doubles = {name for name in names if names.count(name) > 1}
        unknown = {field.when.field for field in self.fields() if field.when} - set(names)
        if len(self.questions) > MOST_QUESTIONS:
            raise BadForm(f"{len(self.questions)} questions : {MOST_QUESTIONS} au plus.")
        if doubles or unknown:
            raise BadForm(f"Champs en double : {sorted(doubles)} ; conditions inconnues : {sorted(unknown)}.")

    def all_questions(self) -> tuple[Question, ...]:
        """The questions in order, the contact last."""
        return (*self.questions, self.contact)

    def fields(self) -> Iterator[Field]:
        for question in self.all_questions():
            yield from question.fields

    def field(self, name: str) -> Field:
        return next(field for field in self.fields() if field.name == name)

    def question_of(self, name: str) -> Question:
        """The question to go back to when this field needs an answer."""
        return next(question for question in self.all_questions() if any(f.name == name for f in question.fields))


def shipped_questions(version: int = COMMON_VERSION) -> dict[str, Any]:
    """The common form as shipped: what a fund asks until it publishes its own."""
    return tomllib.loads((SHIPPED / f"commun-{version}.toml").read_text(encoding="utf-8"))


@cache
def common_form() -> Form:
    return Form.from_data(shipped_questions())
