"""The forms of the desk about grants: short, each for one act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import CheckVerdict
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, RadioCards, needed_then

NOTHING = Cents(0)


def _reason(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    box = forms.Textarea({"rows": 2})
    return forms.CharField(label=label, required=required, widget=box, max_length=300, help_text=help_text)


class PaperForm(QLForm):
    """A signed sheet came back."""

    said_by = forms.CharField(label=_("Qui a signé ?"), max_length=120)
    paper = forms.FileField(
        label=_("La photo de la feuille signée"), widget=forms.FileInput({"accept": "image/*,application/pdf"})
    )


class ConditionForm(QLForm):
    note = forms.CharField(label=_("Comment le savez-vous ?"), required=False, max_length=300)


class WayForm(QLForm):
    """Where the money goes, said for the holder."""

    way = forms.ChoiceField(label=_("Où va l’argent ?"), widget=RadioCards)
    name = needed_then(forms.CharField(label=_("Le nom de qui reçoit l’argent"), max_length=160, required=False))
    siret = forms.CharField(label=_("Son numéro SIRET"), max_length=20, required=False)
    email = forms.EmailField(label=_("Son adresse électronique"), required=False)

    def __init__(self, *args: Any, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(way.value, way.label) for way in ways]


class AnswerForm(QLForm):
    """Yes or no to a change, with its reason."""

    accept = forms.ChoiceField(
        label=_("Votre réponse"), choices=[("yes", _("D’accord")), ("no", _("Non"))], widget=RadioCards
    )
    answer = _reason(_("Pourquoi ? Le porteur le lira."))
    keep = needed_then(
        MoneyField(
            label=_("Déjà dépensé, et qu’il garde"),
            help_text=_("Seulement pour un projet annulé : le reste de ce qui a été versé est réclamé."),
            required=False,
        )
    )


class CloseForm(QLForm):
    because = _reason(_("Pourquoi fermer sans bilan ?"))


class ClaimForm(QLForm):
    amount = MoneyField(label=_("Somme à rendre"))
    reason = _reason(_("Pourquoi ? Le porteur le lira."))
    due_on = DateField(label=_("Avant le"), required=False)


class RepaidForm(QLForm):
    amount = MoneyField(label=_("Somme rendue"))


class WriteOffForm(QLForm):
    because = _reason(_("Pourquoi y renoncer ?"))


class PapersForm(QLForm):
    """What the manager found in the papers of a report."""

    verdict = forms.ChoiceField(
        label=_("Les papiers sont-ils en ordre ?"),
        choices=[(CheckVerdict.CONFORM, _("Oui, conforme")), (CheckVerdict.NOT_CONFORM, _("Non"))],
        widget=RadioCards,
    )
    reason = needed_then(_reason(_("Pourquoi ?"), required=False, help_text=_("Nécessaire si vous répondez non.")))


class ExpenseForm(QLForm):
    because = _reason(_("Pourquoi cette dépense n’est pas acceptée ?"))


class CompleteForm(QLForm):
    what = forms.CharField(label=_("Que faut-il compléter ?"), widget=forms.Textarea({"rows": 3}))


class SettleForm(QLForm):
    """The final amount, when the rule does not say it or when the two bodies disagree."""

    amount = MoneyField(
        label=_("Montant définitif de l’aide"), required=False, help_text=_("Vide : celui que donne la règle.")
    )
    because = _reason(_("La raison de votre décision. Le porteur la lira."))
