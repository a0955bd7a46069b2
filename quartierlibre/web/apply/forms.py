"""The small forms of this journey."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.states import AgreementKind
from quartierlibre.pagekit.forms import QLForm, RadioCards, needed_then


class StartForm(QLForm):
    """For whom one files: the only thing asked before the form itself."""

    WHO = [("me", _("Je dépose mon projet")), ("helper", _("J’aide quelqu’un à déposer son projet"))]
    who = forms.ChoiceField(
        label=_("Qui remplit le formulaire ?"),
        choices=WHO,
        initial="me",
        widget=RadioCards(
            helps={
                "me": _("Seul, en groupe ou pour une association."),
                "helper": _("Une voisine, un usager, un parent… avec son accord. La personne sera prévenue."),
            }
        ),
    )


class WriteForm(QLForm):
    """A message to the team of the fund."""

    text = forms.CharField(
        label=_("Votre message à l’équipe du fonds"),
        help_text=_("Une question, un changement, une date qui ne va plus… Elle vous répond ici."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Écrivez votre message avant de l’envoyer.")},
    )


class ResumeForm(QLForm):
    autocomplete = {"code": "off"}

    code = forms.CharField(
        label=_("Votre code"),
        help_text=_("12 lettres et chiffres, en majuscules ou en minuscules, avec ou sans tirets."),
        max_length=60,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}),
        error_messages={"required": _("Écrivez votre code. Il ressemble à ceci : 7KQM-2F9T-XW4B.")},
    )


class LostCodeForm(QLForm):
    autocomplete = {"contact": "email"}

    contact = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Celle que vous avez donnée dans votre dossier."),
        error_messages={
            "required": _("Écrivez votre adresse électronique."),
            "invalid": _("Cette adresse n’est pas complète. Elle s’écrit ainsi : prenom.nom@exemple.fr."),
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
        help_text=_("Par exemple : centre social, adulte-relais, bibliothèque. Laissez vide si vous êtes un voisin."),
        max_length=160,
        required=False,
    )
    helper_contact = forms.CharField(
        label=_("Votre téléphone ou votre adresse électronique"),
        help_text=_("Pour vous joindre si l’on n’arrive pas à joindre la personne."),
        max_length=254,
    )
    kind = forms.ChoiceField(
        label=_("Comment la personne vous a-t-elle donné son accord ?"),
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
    code = needed_then(
        forms.CharField(
            label=_("Le code de son dossier"),
            help_text=_("Seulement si elle vous l’a donné."),
            max_length=60,
            required=False,
            widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        )
    )
    evidence = needed_then(
        forms.FileField(
            label=_("La photo du papier signé"),
            help_text=_("Seulement si elle a signé un papier."),
            required=False,
            widget=forms.FileInput({"accept": "image/*,application/pdf"}),
        )
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
            "La loi le demande à toute association qui reçoit de l’argent public : respecter les libertés, l’égalité, "
            "la dignité de chacun. Vous le signez ici pour l’association."
        ),
        error_messages={"required": _("Une association coche aussi cette case : la loi le demande.")},
    )
    accept_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_association: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_association:
            del self.fields["cer"]
