"""The form of a project, drawn from the fund's questions, and the small forms of this journey."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.form import Field, FieldKind, Form
from quartierlibre.domain.applications.states import AgreementKind
from quartierlibre.pagekit.forms import MoneyInput, QLForm, RadioCards
from quartierlibre.web.apply.widgets import LinesInput

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

    def __init__(self, form: Form, answers: Mapping[str, Any], problems: Mapping[str, str], lists: Lists) -> None:
        self.problems = problems
        super().__init__(data=answers)
        for asked in form.fields():
            if asked.kind != FieldKind.THEMES or lists.themes:
                self.fields[asked.name] = _field_for(asked, answers, lists)

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        for name, message in self.problems.items():
            if name in self.fields:
                self._errors[name] = self.error_class([message], renderer=self.renderer)


def spaced(text: str) -> str:
    """The unbreakable spaces of French before « : ; ! ? » and inside quotes, whoever typed the form."""
    return re.sub("(?<=«) | (?=[:;!?»€])", "\u00a0", text)


def _field_for(asked: Field, answers: Mapping[str, Any], lists: Lists) -> forms.Field:
    widget = _widget_for(asked, answers, lists)
    if asked.autocomplete:
        widget.attrs["autocomplete"] = asked.autocomplete
    label, help_text = spaced(asked.label), spaced(asked.help)
    return forms.Field(label=label, help_text=help_text, required=asked.required, widget=widget)


def _widget_for(asked: Field, answers: Mapping[str, Any], lists: Lists) -> forms.Widget:
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


class StartForm(QLForm):
    """For whom one files: the only thing asked before the form itself."""

    WHO = [("me", _("Je dépose mon projet")), ("helper", _("J’aide quelqu’un à déposer son projet"))]
    who = forms.ChoiceField(
        label=_("Qui remplit le formulaire ?"),
        choices=WHO,
        initial="me",
        widget=RadioCards(
            helps={
                "me": _("Seul, en groupe ou pour une association."),
                "helper": _("Une voisine, un usager, un parent… avec son accord. La personne sera prévenue."),
            }
        ),
    )


class ResumeForm(QLForm):
    autocomplete = {"code": "off"}

    code = forms.CharField(
        label=_("Votre code"),
        help_text=_("12 lettres et chiffres, en majuscules ou en minuscules, avec ou sans tirets."),
        max_length=60,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}),
        error_messages={"required": _("Écrivez votre code. Il ressemble à ceci : 7KQM-2F9T-XW4B.")},
    )


class LostCodeForm(QLForm):
    autocomplete = {"contact": "email"}

    contact = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Celle que vous avez donnée dans votre dossier."),
        error_messages={
            "required": _("Écrivez votre adresse électronique."),
            "invalid": _("Cette adresse n’est pas complète. Elle s’écrit ainsi : prenom.nom@exemple.fr."),
        },
    )


class HelperForm(QLForm):
    """Who helps, and how the person said yes."""

    autocomplete = {"helper_name": "name", "helper_organisation": "organization"}

    helper_name = forms.CharField(
        label=_("Votre prénom et votre nom"),
        help_text=_("Vous, qui aidez. Le projet restera celui de la personne."),
        max_length=120,
    )
    helper_organisation = forms.CharField(
        label=_("Votre structure"),
        help_text=_("Par exemple : centre social, adulte-relais, bibliothèque. Laissez vide si vous êtes un voisin."),
        max_length=160,
        required=False,
    )
    helper_contact = forms.CharField(
        label=_("Votre téléphone ou votre adresse électronique"),
        help_text=_("Pour vous joindre si l’on n’arrive pas à joindre la personne."),
        max_length=254,
    )
    kind = forms.ChoiceField(
        label=_("Comment la personne vous a-t-elle donné son accord ?"),
        choices=[
            (AgreementKind.ORAL, _("Elle a dit oui, à côté de moi")),
            (AgreementKind.SIGNATURE, _("Elle a signé un papier")),
            (AgreementKind.CODE, _("Elle m’a donné le code de son dossier")),
        ],
        widget=RadioCards(
            helps={
                AgreementKind.SIGNATURE: _("Joignez une photo du papier signé."),
                AgreementKind.CODE: _("Recopiez ce code plus bas."),
            }
        ),
        error_messages={"required": _("Dites comment la personne vous a donné son accord.")},
    )
    code = forms.CharField(
        label=_("Le code de son dossier"),
        help_text=_("Seulement si elle vous l’a donné."),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    evidence = forms.FileField(
        label=_("La photo du papier signé"),
        help_text=_("Seulement si elle a signé un papier."),
        required=False,
        widget=forms.FileInput({"accept": "image/*,application/pdf"}),
    )


class CheckForm(QLForm):
    """What one accepts by filing. `accept_version` is the version that was on the page, not the one of the moment."""

    accept = forms.BooleanField(
        label=_("J’ai lu le règlement et je l’accepte"),
        error_messages={"required": _("Lisez le règlement, puis cochez cette case pour déposer votre projet.")},
    )
    cer = forms.BooleanField(
        label=_("Notre association souscrit le contrat d’engagement républicain"),
        help_text=_(
            "La loi le demande à toute association qui reçoit de l’argent public : respecter les libertés, l’égalité, "
            "la dignité de chacun. Vous le signez ici pour l’association."
        ),
        error_messages={"required": _("Une association coche aussi cette case : la loi le demande.")},
    )
    accept_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_association: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_association:
            del self.fields["cer"]
