"""A project as a committee reads it: what, with whom, for how much. Never how to reach anyone."""

from __future__ import annotations

from functools import cached_property

from quartierlibre.domain.applications.models import Application, BudgetLine
from quartierlibre.domain.applications.queries.drafts import form_of
from quartierlibre.domain.applications.queries.page import with_everything
from quartierlibre.domain.applications.reading import read
from quartierlibre.domain.applications.states import LineKind
from quartierlibre.domain.committees.models import Case
from quartierlibre.domain.committees.queries.agenda import Similar, similar_projects
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.projects.form import lists_of
from quartierlibre.pagekit.projects.place import place_words
from quartierlibre.pagekit.projects.summary import Answered, summary_of


class ProjectPage:
    """One file, its answers but the contact, its money in two columns. About ten queries."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def application(self) -> Application:
        files = Application.objects.filter(pk=self.case.application_id)
        return with_everything(files).get()

    @property
    def holder(self) -> str:
        return self.application.group_name or self.application.holder_name

    @property
    def place(self) -> str:
        return place_words(self.application)

    @cached_property
    def _lines(self) -> list[BudgetLine]:
        return list(self.application.budget_lines.all())

    @property
    def expenses(self) -> list[BudgetLine]:
        return [each for each in self._lines if each.kind == LineKind.EXPENSE]

    @property
    def resources(self) -> list[BudgetLine]:
        return [each for each in self._lines if each.kind == LineKind.RESOURCE]

    @property
    def cost(self) -> Cents:
        return Cents(sum(each.amount_cents or 0 for each in self.expenses))

    @cached_property
    def questions(self) -> list[Answered]:
        """The answers that say something, without money lines and without the contact."""
        form, answers = form_of(self.application), self.application.answers
        reading = read(form, answers)
        asked = summary_of(form, answers, reading, {}, lists_of(self.application.fund))
        told = [
            Answered(each.number, each.key, each.label, [answer for answer in each.answers if not answer.lines])
            for each in asked
            if each.key != form.contact.key
        ]
        return [each for each in told if each.answers]

    @cached_property
    def similar(self) -> list[Similar]:
        """Earlier projects that look alike: shown, never a refusal."""
        return similar_projects(self.application, most=4)
