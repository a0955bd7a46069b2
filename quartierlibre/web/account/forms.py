"""allauth's forms in our words: a label that asks, help before the error, and errors that say what to do."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.pagekit.forms import QLFormMixin

LONGEST_KEY_NAME = 60


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
        help_text=_("Par exemple : prenom.nom@exemple.fr"),
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


class _SixFigures(OurFormMixin):
    """A code from an application: the phone shows its figures, and offers the code when it can."""

    autocomplete = {"code": "one-time-code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Le code à six chiffres")
        code.help_text = _("Il change toutes les trente secondes dans votre application.")
        code.error_messages["required"] = _("Recopiez le code affiché par votre application.")
        code.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self) -> str:
        """Applications show « 123 456 »: the space is not part of the code."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())  # type: ignore[attr-defined]
        return str(super().clean_code())  # type: ignore[misc]


class SecondFactorForm(_SixFigures, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class ProveForm(_SixFigures, ReauthenticateForm):  # type: ignore[misc]
    """Again, before a sensitive act."""


class PlugApplicationForm(_SixFigures, ActivateTOTPForm):  # type: ignore[misc]
    """The first code proves that the application holds the key."""


class _NamedKey(OurFormMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Le nom de la clé")
        name.help_text = _("Pour la reconnaître : « mon téléphone », « l’ordinateur du bureau »…")
        name.error_messages["required"] = _("Donnez un nom à cette clé.")
        name.widget.attrs |= {"maxlength": LONGEST_KEY_NAME, "autocomplete": "off"}


class AddKeyForm(_NamedKey, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey: the device makes it, the person names it."""


class RenameKeyForm(_NamedKey, EditWebAuthnForm):  # type: ignore[misc]
    """The same key under another name."""
