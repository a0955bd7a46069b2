"""allauth's forms in our words: a label that asks, help before the error, and errors that say what to do."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.pagekit.forms import QLFormMixin


class OurFormMixin(QLFormMixin):
    """Placeholders go: they vanish when one types, and pass for an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class EmailForm(OurFormMixin, RequestLoginCodeForm):  # type: ignore[misc]  # allauth is not typed
    """Where to send the code."""

    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Par exemple : prenom.nom@exemple.fr"),
        error_messages={
            "required": _("Écrivez votre adresse électronique."),
            "invalid": _("Cette adresse n’est pas complète. Elle ressemble à prenom.nom@exemple.fr."),
        },
    )
    autocomplete = {"email": "email"}

    def clean_email(self) -> str:
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        return str(super().clean_email())


class CodeForm(OurFormMixin, ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code received by e-mail: letters and figures, with or without its dash."""

    autocomplete = {"code": "one-time-code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Le code reçu")
        code.help_text = _("Majuscules ou minuscules, avec ou sans tiret.")
        code.error_messages["required"] = _("Recopiez le code reçu par courriel.")
        code.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}
