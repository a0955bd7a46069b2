"""The small forms of payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.models import Payee
from quartierlibre.domain.grants.states import InstalmentKind, Means, PayeeKind
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.account_form import AccountForm
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, RadioCards, needed_then

NEW = "new"
FILES = "image/*,application/pdf"


class ReasonForm(QLForm):
    because = forms.CharField(
        label=_("Pourquoi ?"), max_length=300, error_messages={"required": _("Écrivez pourquoi : cela reste écrit.")}
    )


class GivenAccountForm(AccountForm):
    """What a RIB says, and for whom when nobody was named yet."""

    def __init__(self, *args: Any, whom: str, asks_who: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder_name"].initial = whom
        if asks_who:
            self.ask_first({"name": _name(), "contact_email": _email()})


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Quelle structure reçoit l’argent ?"),
        help_text=_("Celle qui porte l’argent du groupe : une association, une maison de quartier."),
        max_length=160,
        error_messages={"required": _("Écrivez le nom de la structure.")},
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=_("Son adresse électronique"),
        required=False,
        help_text=_("Pour la prévenir de chaque paiement, et si son RIB change un jour."),
    )


class CallBackForm(QLForm):
    """How somebody made sure of an account."""

    note = forms.CharField(
        label=_("Comment avez-vous vérifié ?"),
        help_text=_(
            "Rappelez à un numéro que vous connaissiez déjà, jamais à celui du courriel. Écrivez qui, et quand."
        ),
        max_length=300,
        error_messages={"required": _("Écrivez qui vous avez rappelé, et quand.")},
    )


class OrderForm(QLForm):
    """One payment: to whom, how, how much, with which paper."""

    means = forms.ChoiceField(label=_("Comment ?"), choices=Means.choices, initial=Means.TRANSFER, widget=RadioCards())

    def __init__(
        self,
        *args: Any,
        kind: str,
        left: Cents,
        payees: Iterable[Payee],
        kept: StoredFile | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if kind == InstalmentKind.INVOICES:
            self.ask_first(_invoice_fields(left, [(str(each.pk), each.name) for each in payees]))
        if kept is not None and "invoice" in self.fields:
            invoice = self.fields["invoice"]
            invoice.required = False
            said = _("« %(name)s » est gardée\u00a0; un autre fichier la remplacerait.")
            invoice.help_text = said % {"name": kept.original_name or _("La facture")}
        self.fields["receipt_number"] = forms.CharField(
            label=_("Numéro du reçu, pour des espèces"),
            help_text=_("Vide : la référence de l’ordre sert de numéro."),
            max_length=40,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("payee") == NEW and not given.get("payee_name", "").strip():
            self.add_error("payee_name", _("Écrivez le nom de qui reçoit l’argent."))
        return given


def _invoice_fields(left: Cents, payees: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    return {
        "payee": forms.ChoiceField(
            label=_("Qui est payé ?"), choices=[*payees, (NEW, _("Quelqu’un d’autre"))], initial=NEW
        ),
        "payee_name": needed_then(
            forms.CharField(label=_("Son nom, si c’est quelqu’un d’autre"), max_length=160, required=False)
        ),
        "payee_kind": forms.ChoiceField(
            label=_("C’est"),
            choices=[(each.value, each.label) for each in (PayeeKind.SUPPLIER, PayeeKind.RESIDENT)],
            initial=PayeeKind.SUPPLIER,
            widget=RadioCards(),
        ),
        "amount": MoneyField(label=_("Montant de la facture"), smallest=Cents(1), biggest=left),
        "invoice": forms.FileField(
            label=_("La facture, ou les tickets"),
            help_text=_("Une photo au téléphone suffit. Image ou PDF."),
            widget=forms.FileInput({"accept": FILES}),
            error_messages={"required": _("Joignez la facture : c’est ce qui prouve la dépense.")},
        ),
    }


class BatchForm(QLForm):
    """When the bank should pay."""

    means = forms.ChoiceField(choices=Means.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["execute_on"] = DateField(label=_("Payer le"), earliest=today, initial=today)


class StatementForm(QLForm):
    statement = forms.FileField(
        label=_("Le relevé de la banque"),
        help_text=_("Un fichier CAMT.053 (XML) ou un CSV, téléchargé sur le site de la banque."),
        widget=forms.FileInput({"accept": ".xml,.csv,.txt"}),
        error_messages={"required": _("Choisissez le fichier du relevé.")},
    )
