"""The form of a project, drawn from the fund's questions."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import F, Value
from django.forms.utils import ErrorDict

from quartierlibre.domain.applications.form import Field, FieldKind, Form
from quartierlibre.domain.funds.models import Fund, Theme
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.pagekit import kept
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.pagekit.fields_once import never_changing
from quartierlibre.pagekit.forms import MoneyInput, QLForm, RadioCards
from quartierlibre.pagekit.projects.lines import LinesInput
from quartierlibre.pagekit.words import spaced

Choices = Sequence[tuple[str, str]]
COUNTED_UP_TO = 2000  # beyond, nobody writes that much: a counter would only worry


@dataclass(frozen=True)
class Lists:
    """What a territory offers to choose from; `one_theme` when its rulebook wants exactly one.

    `asks_category` when a rule depends on what is bought: nobody else is asked to sort their purchases.
    """

    themes: Choices = ()
    neighbourhoods: Choices = ()
    one_theme: bool = False
    asks_category: bool = False


class AnswersForm(QLForm):
    """All the questions as one form. It judges nothing: answers are shown as typed, `problems` beside their fields."""

    use_required_attribute = False

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, Any],
        problems: Mapping[str, str],
        lists: Lists,
        fields: Mapping[str, forms.Field] | None = None,
    ) -> None:
        self.problems = problems
        super().__init__(data=answers)
        self.fields.update(fields_of(form, lists) if fields is None else fields)
        for asked in form.fields():
            if asked.kind == FieldKind.DATE and _date_box(answers.get(asked.name)) != "date":
                self.fields[asked.name] = _field_for(asked, lists, answers)

    def show_rows(self, name: str, rows: int) -> None:
        """Show at least so many rows in this list of money, if the form has it."""
        if name in self.fields:
            self.fields[name] = copy.deepcopy(self.fields[name])
            self.fields[name].widget.rows = rows

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        for name, message in self.problems.items():
            if name in self.fields:
                self._errors[name] = self.error_class([message], renderer=self.renderer)


def fields_of(form: Form, lists: Lists) -> dict[str, forms.Field]:
    """The fields of these questions, whatever the answers: they may be shared, so nothing in them may change."""
    return {
        asked.name: _field_for(asked, lists)
        for asked in form.fields()
        if asked.kind != FieldKind.THEMES or lists.themes
    }


def _field_for(asked: Field, lists: Lists, answers: Mapping[str, Any] = MappingProxyType({})) -> forms.Field:
    widget = _widget_for(asked, lists, answers)
    if asked.autocomplete:
        widget.attrs["autocomplete"] = asked.autocomplete
    label, help_text = spaced(asked.label), spaced(asked.help)
    field = forms.Field(label=label, help_text=help_text, required=asked.required, widget=widget)
    return never_changing(field)


def _widget_for(asked: Field, lists: Lists, answers: Mapping[str, Any]) -> forms.Widget:
    match asked.kind:
        case FieldKind.TEXT:
            count = {"data-ql-count": asked.max} if 0 < asked.max <= COUNTED_UP_TO else {}
            return forms.Textarea({"rows": asked.lines, **count})
        case FieldKind.CHOICE:
            return RadioCards(choices=[(option.value, option.label) for option in asked.options])
        case FieldKind.CHECK:
            return forms.CheckboxInput({"value": "yes"}, check_test=bool)
        case FieldKind.DATE:
            return forms.TextInput({"type": _date_box(answers.get(asked.name))})
        case FieldKind.LINES:
            return LinesInput(rows=min(asked.rows, 4), with_category=lists.asks_category and asked.required)
        case FieldKind.THEMES:
            many = forms.RadioSelect if lists.one_theme else forms.CheckboxSelectMultiple
            return many(choices=lists.themes)
        case FieldKind.NEIGHBOURHOODS:
            return forms.CheckboxSelectMultiple(choices=lists.neighbourhoods)
    return _box_for(asked.kind)


def _box_for(kind: FieldKind) -> forms.Widget:
    boxes: dict[FieldKind, dict[str, str]] = {
        FieldKind.NUMBER: {"inputmode": "numeric"},
        FieldKind.EMAIL: {"type": "email", "spellcheck": "false", "autocapitalize": "none"},
        FieldKind.PHONE: {"type": "tel"},
    }
    return MoneyInput() if kind == FieldKind.MONEY else forms.TextInput(boxes.get(kind, {}))


def _date_box(typed: object) -> str:
    """The phone's own calendar, except for words it could not show again: those stay as they were typed."""
    return "date" if not typed or re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(typed)) else "text"


def lists_of(fund: Fund) -> Lists:
    """The themes of the rulebook in force, and the fund's neighbourhoods. Read again when something happens there."""
    mark = kept.mark(("lists", fund.pk), territories=[fund.territory_id])
    return kept.part(mark, lambda: _lists_of(fund))


def _lists_of(fund: Fund) -> Lists:
    """Two queries: both lists come in one, each line saying which it belongs to."""
    regulation = current_regulation(fund)
    theme_set = regulation.theme_set if regulation else None
    columns = ("list", "rank", "code", "label")
    themes = Theme.objects.filter(theme_set=theme_set).annotate(list=Value("theme"), rank=F("position"))
    places = fund.neighbourhoods.annotate(list=Value("place"), rank=Value(0), label=F("name"))
    both = themes.order_by().values_list(*columns).union(places.order_by().values_list(*columns))
    found = list(both.order_by("list", "rank", "label", "code"))
    listed = ((code, label) for which, _rank, code, label in found if which == "place")
    return Lists(
        themes=tuple((code, label) for which, _rank, code, label in found if which == "theme"),
        neighbourhoods=tuple(sorted(listed, key=lambda place: alphabetical(place[1]))),
        one_theme=theme_set is not None and theme_set.max_themes == 1,
        asks_category=regulation is not None and looks_at_purchases(regulation.rulebook),
    )


def looks_at_purchases(rulebook: Rulebook) -> bool:
    """True when one of its rules depends on what is bought."""
    depends = any(clause.when.objects or clause.unless.objects for clause in rulebook)
    return depends or "project.objects_refused" in rulebook
