"""allauth's forms of the second factor in our words; apart from those of sign-in, which do not need cryptography."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from quartierlibre.web.account.forms import OurFormMixin

LONGEST_KEY_NAME = 60


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
        name.help_text = _("Pour la reconnaître : « mon téléphone », « l’ordinateur du bureau »…")
        name.error_messages["required"] = _("Donnez un nom à cette clé.")
        name.widget.attrs |= {"maxlength": LONGEST_KEY_NAME, "autocomplete": "off"}


class AddKeyForm(_NamedKey, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey: the device makes it, the person names it."""


class RenameKeyForm(_NamedKey, EditWebAuthnForm):  # type: ignore[misc]
    """The same key under another name."""
