"""What is typed on the pages of a committee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.contacts import normal_phone
from quartierlibre.domain.committees.states import (
    Choice,
    InterestNature,
    Outcome,
    SeatBasis,
    SeatTitle,
)
from quartierlibre.domain.funds.models import Funder
from quartierlibre.domain.funds.vocabulary import COLLEGES
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, read_euros

NOBODY = ("", _("Personne"))


class SeatForm(QLForm):
    """Who comes to sit, in what name, with or without a vote."""

    autocomplete = {"name": "off", "email": "off", "phone": "off"}

    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(
        label=_("Courriel"),
        required=False,
        help_text=_("Sans courriel, la convocation s’imprime et la carte du soir suffit pour voter."),
    )
    phone = forms.CharField(label=_("Téléphone"), required=False, max_length=20)
    college = forms.ChoiceField(label=_("Siège avec"), choices=[(code, label) for code, label in COLLEGES.items()])
    basis = forms.ChoiceField(label=_("Comment est venue cette personne ?"), choices=SeatBasis.choices)
    title = forms.ChoiceField(label=_("Fonction"), choices=SeatTitle.choices, initial=SeatTitle.MEMBER)
    votes = forms.BooleanField(label=_("Vote"), required=False, initial=True)
    funder = forms.ModelChoiceField(
        label=_("Représente un financeur"), queryset=Funder.objects.none(), required=False, empty_label=_("Non")
    )
    group_name = forms.CharField(
        label=_("Association ou structure"),
        required=False,
        max_length=160,
        help_text=_("Si la personne siège en son nom : les déports se proposent tout seuls."),
    )
    starts_on = DateField(label=_("Début du mandat"))
    ends_on = DateField(label=_("Fin du mandat"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today
        funder = self.fields["funder"]
        if isinstance(funder, forms.ModelChoiceField):
            funder.queryset = Funder.objects.order_by("name")

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        phone = normal_phone(typed) if typed else ""
        if typed and not phone:
            raise forms.ValidationError(_("Ce numéro n’est pas complet : écrivez-le comme 06 12 34 56 78."))
        return phone

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("email") and not given.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("phone", _("Donnez un courriel ou un téléphone, pour prévenir cette personne."))
        return given


class EndSeatForm(QLForm):
    on = DateField(label=_("Dernier jour du mandat"))


class LinkForm(QLForm):
    """A tie: what it is, with whom."""

    nature = forms.ChoiceField(
        label=_("Quel lien ?"), choices=[each for each in InterestNature.choices if each[0] != InterestNature.OWN]
    )
    name = forms.CharField(
        label=_("Avec qui, ou quelle structure ?"),
        max_length=160,
        help_text=_("Le nom d’une association, d’un employeur, d’un proche."),
    )


class HearingsForm(QLForm):
    first_at = forms.TimeField(
        label=_("Premier passage à"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%Hh%M", "%Hh"],
        error_messages={"invalid": _("Écrivez l’heure ainsi : 18:30.")},
    )
    minutes = forms.IntegerField(label=_("Minutes par projet"), min_value=1, max_value=240, initial=10)

    def moment(self, day: date) -> datetime:
        """The first hearing, in Paris."""
        at: time = self.cleaned_data["first_at"]
        return timezone.make_aware(datetime.combine(day, time(at.hour, at.minute)))


class CallForm(QLForm):
    word = forms.CharField(
        label=_("Un mot pour les membres"),
        required=False,
        max_length=1500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Il s’ajoute à la convocation : ce qu’il faut savoir, apporter, lire avant."),
    )


class OfficersForm(QLForm):
    """Who chairs and who keeps the minutes this evening."""

    def __init__(self, *args: Any, seats: Sequence[tuple[str, str]], chair: str, secretary: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, initial in (
            ("chair", _("Qui préside ?"), chair),
            ("secretary", _("Qui tient le procès-verbal ?"), secretary),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("Choisissez")), *seats], initial=initial, required=True
            )


class SecondCallForm(QLForm):
    """When the sitting that decides whoever comes will be held."""

    day = DateField(label=_("Jour"))
    hour = forms.TimeField(
        label=_("Heure"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%Hh%M", "%Hh"],
        error_messages={"invalid": _("Écrivez l’heure ainsi : 18:30.")},
    )
    place = forms.CharField(label=_("Lieu"), max_length=200, required=False)

    def starts_at(self) -> datetime:
        """The day and the hour, in Paris."""
        at: time = self.cleaned_data["hour"]
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], at))


class ConsultingForm(QLForm):
    """Until when members answer in writing, and how, where the regulation leaves it to say."""

    last_day = DateField(label=_("Dernier jour pour répondre"), help_text=_("Jusqu’à minuit, ce jour compris."))
    mode = forms.ChoiceField(
        label=_("Comment répond-on ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la façon de voter.")},
    )

    def __init__(self, *args: Any, modes: Sequence[tuple[str, str]], asks_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if modes:
            self.fields["mode"].choices = modes  # type: ignore[attr-defined]
        else:
            del self.fields["mode"]
        if not asks_day:
            del self.fields["last_day"]


class GiveUpForm(QLForm):
    """Why a file waits no more."""

    because = forms.CharField(
        label=_("Pourquoi ce dossier n’attend plus"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Écrivez pourquoi : la raison reste au journal du fonds.")},
    )


class TotalsForm(QLForm):
    """A show of hands, counted."""

    votes_for = forms.IntegerField(label=_("Pour"), min_value=0, max_value=999)
    votes_against = forms.IntegerField(label=_("Contre"), min_value=0, max_value=999)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=999)
    proposals = forms.CharField(
        label=_("Sommes proposées"),
        required=False,
        help_text=_("Si plusieurs sommes ont été dites : 200, 250, 300. La médiane se calcule seule."),
    )

    def clean_proposals(self) -> list[Cents]:
        typed = [each for each in self.cleaned_data["proposals"].replace(";", ",").split(",") if each.strip()]
        read = [read_euros(each) for each in typed]
        if None in read:
            raise forms.ValidationError(_("Écrivez les sommes en euros, séparées par des virgules : 200, 250, 300."))
        return [each for each in read if each is not None]


class NamedForm(QLForm):
    """Each voice in turn, as it is said aloud."""

    def __init__(self, *args: Any, voices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = []
        for key, name in voices:
            self.keys.append(key)
            self.fields[f"voice-{key}"] = forms.ChoiceField(
                label=name, choices=Choice.choices, widget=forms.RadioSelect, required=False
            )

    def said(self) -> dict[int, tuple[str, Cents | None]]:
        """The voices that were given."""
        given = {key: self.cleaned_data.get(f"voice-{key}", "") for key in self.keys}
        return {key: (choice, None) for key, choice in given.items() if choice}


class DecisionForm(QLForm):
    """The outcome, the sum, the reason in plain words: written, or started from a sentence somebody chose."""

    summary_takes_focus = False

    outcome = forms.ChoiceField(label=_("La décision"), choices=Outcome.choices, widget=forms.RadioSelect)
    amount = MoneyField(label=_("Somme accordée"), required=False, help_text=_("Pour une aide accordée."))
    sentence = forms.ChoiceField(label=_("Partir d’une phrase"), required=False)
    reason = forms.CharField(
        label=_("La raison, en mots simples"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1500,
        help_text=_("Le porteur la lira dans sa réponse."),
        error_messages={"required": _("Écrivez la raison : le porteur la lira.")},
    )
    conditions = forms.CharField(
        label=_("Les conditions, s’il y en a"), required=False, widget=forms.Textarea({"rows": 2}), max_length=1500
    )
    override = forms.CharField(
        label=_("Pourquoi promettre de l’argent qui n’est pas encore là ?"),
        max_length=300,
        required=False,
        help_text=_("Votre nom et cette raison restent écrits au procès-verbal et au journal."),
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, sentences: Sequence[str], **kwargs: Any) -> None:
        super().__init__(_with_reason(data), *args, **kwargs)
        self.fields["sentence"] = forms.ChoiceField(
            label=_("Partir d’une phrase"),
            required=False,
            choices=[("", _("Je l’écris moi-même")), *((each, each) for each in sentences)],
            widget=forms.Select({"data-ql-starter": "id_reason"}),
        )
        self.order_fields(["outcome", "amount", "sentence", "reason", "conditions", "override"])


def _with_reason(data: QueryDict | None) -> QueryDict | None:
    """A sentence chosen and left as it is counts as the reason, scripts or not."""
    if data is None or data.get("reason", "").strip() or not data.get("sentence"):
        return data
    given = data.copy()
    given["reason"] = data.get("sentence", "")
    return given
