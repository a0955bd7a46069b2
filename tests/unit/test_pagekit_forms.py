import re
from datetime import date

import pytest
from django import forms

from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, RadioCards


class Small(QLForm):
    autocomplete = {"name": "name"}
    name = forms.CharField(label="Nom", help_text="Comme sur la boîte aux lettres.")
    amount = MoneyField(label="Montant", required=False, smallest=Cents(100), biggest=Cents(150_000))
    day = DateField(label="Jour", required=False, earliest=date(2026, 11, 24), latest=date(2026, 12, 31))
    kind = forms.ChoiceField(
        label="Genre", choices=[("a", "Groupe"), ("b", "Association")], widget=RadioCards(helps={"b": "Son numéro"})
    )
    agreed = forms.BooleanField(label="J’ai lu")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def answer(field, text):
    form = Small({"name": "Amina", "kind": "a", "agreed": "on", field: text})
    return form.cleaned_data[field] if form.is_valid() else form.errors[field][0]


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("250", 25_000),
        ("1 234,50 €", 123_450),
        ("1\u202f234,5\u00a0€", 123_450),
        ("1234.50", 123_450),
        ("1.234,50", 123_450),
        (" 12,05 euros ", 1_205),
        ("٣٥٠", 35_000),
        ("", None),
    ],
)
def test_amounts_as_people_write_them(typed, cents):
    assert answer("amount", typed) == cents


@pytest.mark.parametrize("typed", ["mille", "1.234", "1,234", "1,234.50", "12,345", "1e3", "12 34 a", "€"])
def test_an_unclear_amount_is_asked_again(typed):
    assert answer("amount", typed) == "Écrivez le montant en chiffres, par exemple 250 ou 1 234,50."


def test_amounts_have_bounds_and_a_sign():
    assert answer("amount", "-5") == "Le montant ne peut pas être négatif."
    assert answer("amount", "0,50") == "Le montant doit être d’au moins 1\u00a0€."
    assert answer("amount", "1500,01") == "Le montant ne peut pas dépasser 1\u202f500\u00a0€."
    assert answer("amount", "1500") == 150_000


def test_an_amount_comes_back_as_it_was_typed():
    assert 'value="mille"' in str(Small({"amount": "mille"})["amount"])
    assert 'value="1\u202f234,50"' in str(Small(initial={"amount": Cents(123_450)})["amount"])


@pytest.mark.parametrize("typed", ["2026-11-26", "26/11/2026", "26.11.2026", "26-11-2026", "26 11 2026"])
def test_dates_as_people_write_them(typed):
    assert answer("day", typed) == date(2026, 11, 26)


def test_dates_that_cannot_be():
    unreadable = "Cette date n’existe pas ou n’est pas lisible. Écrivez-la comme 26/11/2026."
    assert answer("day", "31/02/2026") == unreadable
    assert answer("day", "bientôt") == unreadable
    assert answer("day", "23/11/2026") == "Choisissez une date à partir du 24/11/2026."
    assert answer("day", "01/01/2027") == "Choisissez une date jusqu’au 31/12/2026."


def test_every_message_is_plain_french():
    errors = Small({}).errors
    assert errors["name"] == ["Répondez à cette question."]
    assert errors["kind"] == ["Choisissez une réponse."]
    assert errors["agreed"] == ["Cochez cette case pour continuer."]


def test_a_message_of_the_field_itself_is_kept():
    class Own(QLForm):
        name = forms.CharField(error_messages={"required": "Dites-nous votre nom."})

    assert Own({}).errors["name"] == ["Dites-nous votre nom."]


def test_help_and_error_are_tied_to_the_field():
    page = str(Small({}))
    described = re.search(r'<input type="text" name="name"[^>]*aria-describedby="([^"]+)"', page)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert all(page.count(f'id="{name}"') == 1 for name in described)
    assert 'aria-invalid="true"' in page
    assert 'autocomplete="name"' in page


def test_the_summary_links_to_what_can_be_focused():
    page = str(Small({}))
    targets = re.findall(r'<a href="#([^"]+)"', page)
    assert targets == ["id_name", "id_kind_group", "id_agreed"]
    assert all(page.count(f'id="{target}"') == 1 for target in targets)
    assert "3 réponses sont à corriger" in page


def test_a_form_without_mistake_has_no_summary():
    assert "error-summary" not in str(Small())


def test_optional_questions_say_so_in_words():
    page = str(Small())
    assert page.count("(facultatif)") == 2


def test_a_long_text_is_not_cut_by_the_browser():
    class Long(QLForm):
        story = forms.CharField(max_length=10, widget=forms.Textarea)

    assert "maxlength" not in str(Long()["story"])
    assert Long({"story": "x" * 11}).errors["story"]


def test_choices_are_one_card_each_with_its_help():
    page = str(Small()["kind"])
    assert page.count('<label class="choice"') == 2
    assert '<span class="choice-help">Son numéro</span>' in page
    assert page.count("<label") == 2
