"""The small forms of screening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.states import (
    CheckAnswerKind,
    CorrectionReason,
    MessageKind,
    OpinionAnswer,
    OverrulingVerdict,
)
from quartierlibre.pagekit.forms import DateField, QLForm, RadioCards

USUAL_DELAY, OPINION_DELAY = timedelta(days=10), timedelta(days=15)


def words(label: Any, *, rows: int = 4, required: bool = True, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), required=required, **kwargs)


class OverruleForm(QLForm):
    """A person's word on what the machine found."""

    verdict = forms.ChoiceField(
        label=_("Votre avis"),
        choices=[(OverrulingVerdict.OK, _("Cela convient")), (OverrulingVerdict.NOT_OK, _("Cela ne convient pas"))],
        widget=RadioCards(
            helps={
                OverrulingVerdict.OK: _("Ce point n’arrêtera pas le dossier."),
                OverrulingVerdict.NOT_OK: _("Ce point arrêtera le dossier."),
            }
        ),
    )
    reason = words(
        _("Pourquoi ?"),
        help_text=_("Votre nom et cette raison restent au dossier. Le comité les lira."),
        error_messages={"required": _("Écrivez pourquoi : le comité le lira.")},
    )


class CheckForm(QLForm):
    """The answer to a question no machine can answer."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"), choices=[(each.value, each.label) for each in CheckAnswerKind], widget=RadioCards()
    )
    note = words(
        _("Comment le savez-vous ?"),
        rows=3,
        required=False,
        help_text=_("Par exemple : « vu son justificatif », « appelée le 3 mai ». Un « non » dit pourquoi."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == CheckAnswerKind.NO and not given.get("note", "").strip():
            self.add_error("note", _("Écrivez pourquoi c’est non."))
        return given


class CorrectionForm(QLForm):
    """One thing asked of the holder."""

    reason = forms.ChoiceField(
        label=_("Que se passe-t-il ?"),
        choices=[(each.value, each.label) for each in CorrectionReason],
        widget=RadioCards(),
        initial=CorrectionReason.INCOMPLETE,
    )
    question = forms.ChoiceField(
        label=_("Quelle question du formulaire ?"),
        help_text=_("Elle s’ouvrira pour la personne, et seulement celle-là."),
        required=False,
    )
    text = words(
        _("Ce que vous demandez, avec des mots simples"),
        help_text=_("La personne lit exactement cela. Une seule chose à la fois."),
        error_messages={"required": _("Écrivez ce que la personne doit faire.")},
    )

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["question"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [("", _("Aucune : une pièce à joindre, ou autre chose")), *questions]
        self.fields["deadline"] = DateField(
            label=_("Avant le"),
            earliest=today + timedelta(days=1),
            latest=today + timedelta(days=366),
            initial=today + USUAL_DELAY,
            help_text=_("Un rappel part tout seul, une fois, si la date passe."),
        )


class OpinionForm(QLForm):
    """A question to somebody outside."""

    who = forms.CharField(
        label=_("Prénom et nom"),
        max_length=120,
        error_messages={"required": _("Écrivez le nom de la personne à qui vous demandez.")},
    )
    organisation = forms.CharField(
        label=_("Structure"),
        help_text=_("Par exemple : le bailleur, un service de la ville."),
        max_length=160,
        error_messages={"required": _("Écrivez pour qui elle répond : sa structure ou son service.")},
    )
    email = forms.EmailField(
        label=_("Son adresse électronique"),
        help_text=_("Le lien personnel y est envoyé. Il s’ouvre sans compte."),
        error_messages={
            "required": _("Écrivez l’adresse où envoyer le lien."),
            "invalid": _("Cette adresse n’est pas complète. Elle s’écrit ainsi : prenom.nom@exemple.fr."),
        },
    )
    question = words(
        _("Votre question"),
        help_text=_("Précise, pour une réponse courte. Le téléphone et l’adresse du porteur ne sont pas montrés."),
        error_messages={"required": _("Écrivez votre question.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"] = DateField(
            label=_("Réponse attendue avant le"),
            earliest=today + timedelta(days=1),
            latest=today + timedelta(days=184),
            initial=today + OPINION_DELAY,
            help_text=_("Après cette date, le lien ne prend plus de réponse."),
        )


class MessageForm(QLForm):
    """What is written in the exchanges, by the team."""

    kind = forms.ChoiceField(
        label=_("C’est"),
        choices=[
            (MessageKind.MESSAGE, _("Un message au porteur")),
            (MessageKind.NOTE, _("Une note pour l’équipe")),
            (MessageKind.PHONE, _("Le compte rendu d’un appel")),
            (MessageKind.LETTER, _("Une lettre envoyée ou reçue")),
            (MessageKind.PAPER, _("Un papier remis")),
        ],
        initial=MessageKind.MESSAGE,
        widget=RadioCards(
            helps={
                MessageKind.MESSAGE: _("Montré sur sa page, et envoyé par courriel si possible."),
                MessageKind.NOTE: _("Jamais montrée au porteur."),
            }
        ),
    )
    text = words(_("Votre texte"), error_messages={"required": _("Écrivez votre texte.")})


class ReasonForm(QLForm):
    """Why a file does not go to a committee, or why it is looked at again."""

    reason = words(
        _("Pourquoi, avec des mots simples"),
        help_text=_("La personne lit exactement cela."),
        error_messages={"required": _("Écrivez pourquoi : la personne a le droit de comprendre.")},
    )


class AnswerForm(QLForm):
    """The opinion of somebody outside."""

    answer = forms.ChoiceField(
        label=_("Votre avis"),
        choices=[
            (OpinionAnswer.YES, _("Oui")),
            (OpinionAnswer.RESERVE, _("Oui, avec une réserve")),
            (OpinionAnswer.NO, _("Non")),
        ],
        widget=RadioCards(),
        error_messages={"required": _("Choisissez une réponse : oui, oui avec une réserve, ou non.")},
    )
    text = words(
        _("Un mot d’explication"),
        required=False,
        help_text=_("Facultatif pour un oui. Dites votre réserve, ou pourquoi c’est non."),
    )
    file = forms.FileField(
        label=_("Une pièce à joindre"),
        required=False,
        help_text=_("Une photo ou un PDF."),
        widget=forms.FileInput({"accept": "image/*,application/pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") in {OpinionAnswer.RESERVE, OpinionAnswer.NO} and not given.get("text", "").strip():
            self.add_error("text", _("Écrivez votre réserve, ou pourquoi c’est non."))
        return given


class AgainForm(QLForm):
    """Why a file that was turned down is looked at again: a note the team keeps."""

    reason = words(
        _("Pourquoi ?"), help_text=_("Une note pour l’équipe. La personne saura seulement que vous regardez.")
    )
