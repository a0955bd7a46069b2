"""What a RIB says: one form for who gives it and for who writes it down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.pagekit.forms import QLForm


class AccountForm(QLForm):
    """The IBAN is read by the domain, which says what to check; nothing here is kept by the browser."""

    iban = forms.CharField(
        label=_("IBAN"),
        max_length=60,
        help_text=_("27 signes en France, qui commencent par FR. Les espaces ne gênent pas."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Recopiez l’IBAN du RIB.")},
    )
    holder_name = forms.CharField(
        label=_("Titulaire du compte"),
        max_length=140,
        error_messages={"required": _("Écrivez le nom du titulaire, comme sur le RIB.")},
    )
    bic = forms.CharField(
        label=_("BIC"), max_length=15, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )


def field_of(code: str) -> str | None:
    """Which field a refusal is about, by its code; None for the whole form."""
    kind, _dot, reason = code.partition(".")
    return kind if kind in {"iban", "bic"} else "iban" if (kind, reason) == ("account", "same") else None
