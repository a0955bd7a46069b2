"""A field drawn once is the same, to the letter, as a field drawn by its templates every time."""

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit import fields_once
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, RadioCards
from quartierlibre.pagekit.projects.lines import LinesInput

KINDS = [("a", "Groupe"), ("b", "L’association « du coin »")]
ODD = "\"><script>l'été & </textarea>"


class Everything(QLForm):
    title = forms.CharField(label="Nom", help_text="Court & simple")
    story = forms.CharField(label="Récit", widget=forms.Textarea({"rows": 4}), required=False)
    mail = forms.EmailField(label="Courriel", required=False)
    amount = MoneyField(label="Montant", required=False)
    day = DateField(label="Jour", required=False)
    kind = forms.ChoiceField(label="Genre", choices=KINDS, widget=RadioCards(helps={"b": "Son numéro"}))
    listed = forms.ChoiceField(label="Liste", choices=KINDS, required=False)
    several = forms.MultipleChoiceField(label="Plusieurs", choices=KINDS, widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="J’ai lu", help_text="Tout")
    lines = forms.Field(label="Achats", widget=LinesInput(rows=2))
    paper = forms.FileField(label="Photo", required=False)


ANSWERS = [
    {},
    {"title": ODD, "story": ODD, "mail": ODD, "amount": ODD, "day": ODD, "kind": ODD, "listed": ODD, "agreed": "on"},
    {"title": "Fête", "amount": "1 234,5", "day": "2026-12-01", "kind": "b", "listed": "a", "several": ["a", "b"]},
    {"several": ["b"], "lines": [{"label": ODD, "amount": "12"}], "story": "\nDeux\nlignes"},
]


@pytest.fixture(autouse=True)
def _nothing_drawn():
    fields_once.forget()
    yield
    fields_once.forget()


def unjudged(data):
    """A form that shows answers without judging them, as the form of a project does."""
    form = Everything(initial=data)
    form.full_clean()
    return form


@pytest.mark.parametrize("data", ANSWERS)
def test_every_kind_of_field_is_drawn_to_the_letter_first_and_again(data):
    for _time in range(2):
        for bound in unjudged(data):
            assert fields_once.draw(bound) == bound.as_field_group()


@pytest.mark.parametrize("data", ANSWERS)
def test_fields_in_error_too(data):
    for bound in Everything(data):
        assert fields_once.draw(bound) == bound.as_field_group()


@settings(deadline=None)  # the first drawing loads the templates
@given(st.text(max_size=60))
def test_whatever_is_typed(words):
    for name in ("title", "story", "mail", "amount"):
        bound = unjudged({name: words})[name]
        assert fields_once.draw(bound) == bound.as_field_group()


def test_cents_are_shown_as_euros():
    assert 'value="1\u202f234,50"' in fields_once.draw(Everything(initial={"amount": Cents(123_450)})["amount"])


def test_templates_are_asked_once(monkeypatch):
    asked = []
    drawn = forms.BoundField.as_field_group
    monkeypatch.setattr(forms.BoundField, "as_field_group", lambda self: asked.append(self.name) or drawn(self))
    for words in ("un", "deux", "trois"):
        assert words in fields_once.draw(unjudged({"title": words})["title"])
    assert asked == ["title"]


def test_other_words_or_another_box_are_another_drawing():
    form = unjudged({"title": "x"})
    before = fields_once.draw(form["title"])
    form = unjudged({"title": "x"})
    form.fields["title"].label = "Titre"
    form.fields["title"].widget.attrs["maxlength"] = "8"
    after = fields_once.draw(form["title"])
    assert ("Nom" in before, "Titre" in after, 'maxlength="8"' in after) == (True, True, True)


def test_choices_that_a_query_tells_are_drawn_afresh():
    form = unjudged({})
    form.fields["listed"].choices = lambda: KINDS[:1]
    assert fields_once.draw(form["listed"]) == form["listed"].as_field_group()


def test_only_so_many_drawings_are_kept(monkeypatch):
    monkeypatch.setattr(fields_once, "MOST", 3)
    for number in range(9):
        form = unjudged({})
        form.fields["title"].label = str(number)
        fields_once.draw(form["title"])
    assert len(fields_once._drawn) == 3
