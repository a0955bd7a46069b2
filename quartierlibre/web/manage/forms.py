"""The small forms of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.pagekit.forms import DateField, QLForm


class SheetForm(QLForm):
    """What a sheet of paper says besides its answers: when it came, whether it is signed, its photo."""

    received_on = DateField(
        label=_("Fiche reçue le"), help_text=_("Le jour où elle vous a été remise : c’est lui qui compte.")
    )
    signed = forms.BooleanField(
        label=_("La fiche est signée"),
        help_text=_("Signer la fiche, c’est accepter le règlement du fonds."),
        required=False,
    )
    cer = forms.BooleanField(
        label=_("L’association a signé le contrat d’engagement républicain"),
        help_text=_("Seulement pour une association."),
        required=False,
    )
    scan = forms.FileField(
        label=_("Photo ou numérisation de la fiche"),
        help_text=_("Prise au téléphone, elle suffit. Image ou PDF."),
        required=False,
        widget=forms.FileInput({"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        received_on = self.fields["received_on"]
        received_on.initial = today
        if isinstance(received_on, DateField):
            received_on.latest = today


class CompletionForm(QLForm):
    """What the person signs when they come back; shown only for what is not signed yet."""

    signed = SheetForm.base_fields["signed"]
    cer = SheetForm.base_fields["cer"]

    def __init__(self, *args: Any, lacks_signature: bool, lacks_cer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacks_signature:
            del self.fields["signed"]
        if not lacks_cer:
            del self.fields["cer"]


class SessionForm(QLForm):
    """A date, an hour, a place: what the public reads."""

    day = DateField(label=_("Jour"))
    hour = forms.TimeField(
        label=_("Heure"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H h %M", "%H h"],
        error_messages={"invalid": _("Écrivez l’heure ainsi : 18:30.")},
    )
    place = forms.CharField(
        label=_("Lieu"), help_text=_("Par exemple : centre social, grande salle."), max_length=200, required=False
    )

    def __init__(self, *args: Any, committees: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = len(committees) == 1
        self.fields["committee"] = forms.ChoiceField(
            label=_("Quel comité ?"),
            choices=committees,
            initial=committees[0][0] if alone else None,
            widget=forms.HiddenInput if alone else None,
            error_messages={"required": _("Choisissez le comité qui se réunit.")},
        )
        self.order_fields(["committee", "day", "hour", "place"])

    def starts_at(self) -> datetime:
        """The moment in Paris, ready to be stored."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return timezone.make_aware(datetime.combine(day, time(hour.hour, hour.minute)))
