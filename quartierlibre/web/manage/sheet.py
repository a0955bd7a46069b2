"""A sheet being typed: the same questions as online, from the same form, with room for every line of the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.forms import Form as PageForm

from quartierlibre.domain.applications.form import FieldKind, Form
from quartierlibre.domain.applications.reading import read
from quartierlibre.domain.funds.models import Fund
from quartierlibre.foundation.verdicts import Refusal
from quartierlibre.pagekit.projects.form import AnswersForm, lists_of
from quartierlibre.pagekit.projects.questions import AskedQuestion, asked_questions
from quartierlibre.pagekit.projects.typed import spelled

ROOM = {True: 8, False: 3}  # rows for the main list of money lines, and for the spare one


class TypingPage:
    """Every question with what was typed so far; what cannot be read is told beside it, and never stops a save."""

    def __init__(
        self,
        fund: Fund,
        asked: Form,
        answers: Mapping[str, Any],
        more: PageForm,
        *,
        refusals: Sequence[Refusal] = (),
    ) -> None:
        self.fund, self.asked, self.answers = fund, asked, answers
        self.more, self.refusals = more, refusals

    @cached_property
    def form(self) -> AnswersForm:
        problems = read(self.asked, self.answers).problems
        form = AnswersForm(self.asked, spelled(self.answers, self.asked), problems, lists_of(self.fund))
        for each in self.asked.fields():
            if each.kind == FieldKind.LINES and each.name in form.fields:
                form.fields[each.name].widget.rows = ROOM[each.required]
        return form

    @cached_property
    def questions(self) -> list[AskedQuestion]:
        return asked_questions(self.asked, self.form)

    @property
    def has_trouble(self) -> bool:
        return bool(self.refusals or self.more.errors)
