"""Base of every form: fields tied to their help and errors, plain French messages, money and dates as people type.

class MyForm(QLFormMixin, forms.ModelForm): ...
class MyForm(QLForm): ...
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from quartierlibre.foundation.money import Cents, format_euros

NOTHING = Cents(0)
ONE_BILLION_EUROS = Cents(100_000_000_000)
SPACES_AND_UNIT = re.compile(r"[\s\u00a0\u202f']|€|euros?$", re.IGNORECASE)
PLAIN_AMOUNT = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")
DOTTED_THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d{1,2})")


class FormRenderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ form.field.as_field_group }}` with our markup, for forms of other packages too."""

    form_template_name = "pagekit/forms/form.html"
    field_template_name = "pagekit/forms/field.html"


class QLFormMixin:
    """Gives a Django form our labels, messages, and the `autocomplete` values named in `autocomplete`."""

    autocomplete: ClassVar[Mapping[str, str]] = {}
    summary_takes_focus: ClassVar[bool] = True
    asks_later: ClassVar[bool] = False  # some questions are only known once the form is made (`ask_first`)
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, purpose in self.autocomplete.items():
            if name in self.fields or not self.asks_later:
                self.fields[name].widget.attrs["autocomplete"] = purpose
        for field in self.fields.values():
            _made_ours(field)

    def ask_first(self, fields: Mapping[str, forms.Field]) -> None:
        """Questions only known now, before the others."""
        self.fields = {**fields, **self.fields}
        for name, field in fields.items():
            _made_ours(field)
            if name in self.autocomplete:
                field.widget.attrs["autocomplete"] = self.autocomplete[name]

    @property
    def has_optional_field(self) -> bool:
        return any(not field.required for field in self.fields.values())


class QLForm(QLFormMixin, forms.Form):
    """A form without a model behind it."""


def needed_then(field: forms.Field) -> forms.Field:
    """A field shown only after another answer, and needed then: it is not called optional."""
    field.needed_then = True  # type: ignore[attr-defined]
    return field


def _made_ours(field: forms.Field) -> None:
    _speak_plainly(field)
    if isinstance(field.widget, forms.Textarea):  # a text pasted too long is cut by hand, not by the browser
        field.widget.attrs.pop("maxlength", None)


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's own "required" sentence, unless the field has one of its own."""
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field, forms.ChoiceField):
        field.error_messages["required"] = _("Choisissez une réponse.")
    elif isinstance(field, forms.BooleanField):
        field.error_messages["required"] = _("Cochez cette case pour continuer.")
    elif isinstance(field, forms.FileField):
        field.error_messages["required"] = _("Choisissez un fichier.")
    else:
        field.error_messages["required"] = _("Répondez à cette question.")


def read_euros(text: str) -> Cents | None:
    """Cents from what people type: `1234`, `1 234,50 €`, `1.234,50`; None when it is unclear (`1.234`, `1,234`)."""
    bare = SPACES_AND_UNIT.sub("", text.strip())
    if dotted := DOTTED_THOUSANDS.fullmatch(bare):
        bare = dotted[1].replace(".", "") + "," + dotted[2]
    amount = PLAIN_AMOUNT.fullmatch(bare)
    if not amount:
        return None
    return Cents(int(amount[1]) * 100 + int((amount[2] or "0").ljust(2, "0")))


class MoneyInput(forms.TextInput):
    """A text box: number boxes refuse the comma and change under the wheel of a mouse."""

    template_name = "pagekit/forms/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class MoneyField(forms.Field):
    """Euros typed by a person, cents for the program; bounds are in cents and included."""

    widget = MoneyInput
    default_error_messages = {
        "required": _("Indiquez un montant, par exemple 250 ou 1 234,50."),
        "invalid": _("Écrivez le montant en chiffres, par exemple 250 ou 1 234,50."),
        "negative": _("Le montant ne peut pas être négatif."),
        "too_small": _("Le montant doit être d’au moins %(limit)s."),
        "too_big": _("Le montant ne peut pas dépasser %(limit)s."),
    }

    def __init__(self, *, smallest: Cents = NOTHING, biggest: Cents = ONE_BILLION_EUROS, **kwargs: Any) -> None:
        self.smallest, self.biggest = smallest, biggest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Cents | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return Cents(value)
        text = str(value).strip()
        if text.startswith(("-", "−")):
            raise forms.ValidationError(self.error_messages["negative"], code="negative")
        amount = read_euros(text)
        if amount is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return amount

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for wrong, code, limit in (
            (value < self.smallest, "too_small", self.smallest),
            (value > self.biggest, "too_big", self.biggest),
        ):
            if wrong:
                raise forms.ValidationError(self.error_messages[code], code=code, params={"limit": format_euros(limit)})

    def prepare_value(self, value: Any) -> Any:
        """Cents become `1 234,50`; what a person typed comes back untouched."""
        return format_euros(Cents(value)).removesuffix("\u00a0€") if isinstance(value, int) else value


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day: the phone's own calendar, or typed the French way where there is none."""

    widget = DateInput
    default_error_messages = {
        "required": _("Indiquez une date, par exemple 26/11/2026."),
        "invalid": _("Cette date n’existe pas ou n’est pas lisible. Écrivez-la comme 26/11/2026."),
        "too_early": _("Choisissez une date à partir du %(limit)s."),
        "too_late": _("Choisissez une date jusqu’au %(limit)s."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y"])
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        bounds = {"min": self.earliest, "max": self.latest}
        return super().widget_attrs(widget) | {name: day.isoformat() for name, day in bounds.items() if day}

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            self._refuse("too_early", self.earliest)
        if value and self.latest and value > self.latest:
            self._refuse("too_late", self.latest)

    def _refuse(self, code: str, limit: date) -> None:
        raise forms.ValidationError(self.error_messages[code], code=code, params={"limit": f"{limit:%d/%m/%Y}"})


class RadioCards(forms.RadioSelect):
    """Radio buttons with a line of help under some of them: `helps={"association": "Avec son numéro RNA"}`."""

    def __init__(self, *args: Any, helps: Mapping[str, StrOrPromise] | None = None, **kwargs: Any) -> None:
        self.helps = helps or {}
        super().__init__(*args, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(name, value, *args, **kwargs), "help": self.helps.get(str(value), "")}
