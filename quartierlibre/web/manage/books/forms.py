"""What is typed about money: an agreement, a call, a receipt, an expense, the end of a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.states import ContributionPurpose, FunderKind, SettlementChoice
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, RadioCards

ONE = Cents(1)
YES, NO, NOT_READ = "yes", "no", "unread"
CLAUSES = (
    (YES, _("Oui, elle l’autorise")),
    (NO, _("Non, elle ne l’autorise pas")),
    (NOT_READ, _("Personne ne l’a encore lue")),
)
CLAUSE_OF = {YES: True, NO: False, NOT_READ: None}
SAID_OF = {True: YES, False: NO, None: NOT_READ}


class TermsForm(QLForm):
    """What an agreement says; everything may stay unknown."""

    amount = MoneyField(label=_("Somme promise"), help_text=_("Laissez vide si elle n’est pas fixée."), required=False)
    share = forms.DecimalField(
        label=_("Part des aides, en pour cent"),
        help_text=_("Par exemple 70. Laissez vide si la convention ne le dit pas."),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
    )
    clause = forms.ChoiceField(
        label=_("La convention autorise-t-elle à reverser l’argent à des associations ?"),
        help_text=_(
            "Sans un oui écrit, cet argent ne paie que des factures (art. L. 1611-4 du code des collectivités)."
        ),
        choices=CLAUSES,
        initial=NOT_READ,
        widget=RadioCards(),
    )
    clause_reference = forms.CharField(
        label=_("Où est-ce écrit ?"), help_text=_("Par exemple : article 6."), max_length=200, required=False
    )
    agreement_reference = forms.CharField(label=_("Numéro de la convention"), max_length=120, required=False)
    agreement_date = DateField(label=_("Date de la convention"), required=False)

    def terms(self) -> dict[str, Any]:
        """As the operation takes them."""
        given = self.cleaned_data
        return {
            "amount_cents": given["amount"] or None,
            "share_percent": given["share"] or None,
            "regrant_allowed": CLAUSE_OF[given["clause"]],
            "clause_reference": given["clause_reference"].strip(),
            "agreement_reference": given["agreement_reference"].strip(),
            "agreement_date": given["agreement_date"],
        }


class AgreementForm(TermsForm):
    """A funder that comes into the year."""

    field_order = ["name", "kind", "purpose", "sector"]
    name = forms.CharField(label=_("Nom du financeur"), max_length=160)
    kind = forms.ChoiceField(label=_("Qui est-ce ?"), choices=FunderKind.choices)
    purpose = forms.ChoiceField(
        label=_("Pour payer quoi ?"),
        choices=ContributionPurpose.choices,
        initial=ContributionPurpose.PROJECTS,
        help_text=_("L’animation et la gestion sont tenues à part : cet argent ne va jamais aux projets."),
    )

    def __init__(self, *args: Any, sectors: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"] = forms.ChoiceField(
            label=_("Réservé à un secteur ?"),
            choices=[("", _("Non, tout le fonds")), *sectors],
            required=False,
            widget=forms.HiddenInput if not sectors else None,
        )
        self.order_fields(self.field_order)


class CallForm(QLForm):
    amount = MoneyField(label=_("Somme demandée"), smallest=ONE)
    on = DateField(label=_("Date de la demande"))
    due_on = DateField(label=_("Attendue pour le"), required=False)
    reference = forms.CharField(label=_("Votre référence"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("due_on") and given.get("on") and given["due_on"] < given["on"]:
            self.add_error("due_on", _("Cette date vient avant la demande."))
        return given


class ReceiptForm(QLForm):
    """Money that came; the reference keeps it from being noted twice."""

    amount = MoneyField(label=_("Somme reçue"), smallest=ONE)
    reference = forms.CharField(
        label=_("Référence sur le relevé"),
        help_text=_("Par exemple : virement du 12 mars. La même référence n’est notée qu’une fois."),
        max_length=40,
    )

    def __init__(self, *args: Any, envelopes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(envelopes) > 1:
            self.fields["envelope"] = forms.ChoiceField(label=_("Pour quel secteur ?"), choices=envelopes)


class ExpectedForm(QLForm):
    label = forms.CharField(label=_("Quel versement ?"), help_text=_("Par exemple : acompte, solde."), max_length=120)
    due_on = DateField(label=_("Prévu le"), required=False)
    expected = MoneyField(label=_("Somme prévue"), required=False)


class CostForm(QLForm):
    """An expense of the manager's own work."""

    label = forms.CharField(label=_("Quelle dépense ?"), max_length=160)
    amount = MoneyField(label=_("Somme"), smallest=ONE)
    on = DateField(label=_("Date"))


class ContactForm(QLForm):
    autocomplete = {"email": "off", "name": "off"}
    email = forms.EmailField(label=_("Adresse de courriel"))
    name = forms.CharField(label=_("Nom ou service"), max_length=120, required=False)


class LogoForm(QLForm):
    image = forms.FileField(
        label=_("L’image du logo"),
        help_text=_(
            "PNG ou JPEG, sur fond blanc ou transparent. Large de 1 000 points au moins, il reste net sur une affiche."
        ),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )


class CloseForm(QLForm):
    note = forms.CharField(
        label=_("Un mot pour les comptes"), widget=forms.Textarea({"rows": 3}), max_length=2000, required=False
    )
    sure = forms.BooleanField(
        label=_("J’ai gardé les tableaux de l’année"),
        help_text=_("Téléchargez-les plus haut : ils disent les comptes avant la clôture."),
    )


class SettleForm(QLForm):
    """What becomes of what a funder has left: nothing is chosen in advance, its agreement says it."""

    choice = forms.ChoiceField(
        label=_("Que devient cet argent ?"), choices=SettlementChoice.choices, widget=RadioCards()
    )
    amount = MoneyField(label=_("Somme"), smallest=ONE)
    because = forms.CharField(
        label=_("Pourquoi ?"), help_text=_("Par exemple : article 8 de la convention."), max_length=300
    )


class GiveUpForm(QLForm):
    because = forms.CharField(label=_("Pourquoi ?"), max_length=300)
