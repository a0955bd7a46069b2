"""Eight questions that make a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.meetings.coming import DeskFacts
from quartierlibre.domain.meetings.facts import Facts
from quartierlibre.domain.meetings.models import Series
from quartierlibre.domain.meetings.rules import times
from quartierlibre.domain.meetings.rules.times import Times
from quartierlibre.domain.meetings.states import MeetingKind
from quartierlibre.domain.places.models import Territory
from quartierlibre.pagekit.forms import DateField, QLForm
from quartierlibre.web.meet.organise_forms import USUAL_CATEGORIES, categories_field, needs_field, seats_field

HOURS = ["%H:%M", "%Hh%M", "%Hh", "%H h %M", "%H h"]


class HourInput(forms.TimeInput):
    input_type = "time"


def hour_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=HOURS,
        widget=HourInput(format="%H:%M"),
        error_messages={
            "required": _("Indiquez une heure, par exemple 14:00."),
            "invalid": _("Écrivez l’heure comme 14:00."),
        },
        **kwargs,
    )


class WizardForm(QLForm):
    """The eight questions, each a few words; what is left empty is not set."""

    kind = forms.ChoiceField(label=_("Quelle rencontre ?"), choices=MeetingKind.choices, initial=MeetingKind.PIC_LAB)
    title = forms.CharField(
        label=_("Son titre"), help_text=_("Vide : « PIC Lab à » suivi de la ville."), max_length=200, required=False
    )
    series = forms.ChoiceField(label=_("Dans une série"), required=False)
    new_series = forms.CharField(
        label=_("Nom d’une nouvelle série"),
        help_text=_("Pour une rencontre tenue en plusieurs villes ou plusieurs fois : chaque page mènera aux autres."),
        max_length=200,
        required=False,
    )
    day = DateField(label=_("Quel jour ?"))
    welcome = hour_field(_("Accueil à partir de"))
    start = hour_field(_("Début"), required=True)
    end = hour_field(_("Fin"))
    venue_name = forms.CharField(label=_("Nom du lieu"), max_length=200, required=False)
    venue_address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    town = forms.CharField(label=_("Ville"), max_length=120, error_messages={"required": _("Écrivez la ville.")})
    territory = forms.ChoiceField(label=_("Territoire"))
    categories = categories_field(initial=USUAL_CATEGORIES)
    seats = seats_field()
    tables = forms.CharField(
        label=_("Quels carrefours ou tables ? Un par ligne"),
        help_text=_("Chacun aura sa carte de table, avec un carré qui ouvre la page de la rencontre."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        max_length=2000,
    )
    needs = needs_field()
    organiser = forms.CharField(label=_("Qui organise ?"), max_length=200, required=False)
    contact = forms.CharField(
        label=_("Qui répond aux questions ?"),
        help_text=_("Un nom et un téléphone, ou une adresse."),
        max_length=200,
        required=False,
    )

    QUESTIONS: Sequence[tuple[Any, Sequence[str]]] = (
        (_("Quoi"), ("kind", "title", "series", "new_series")),
        (_("Quand"), ("day", "welcome", "start", "end")),
        (_("Où"), ("venue_name", "venue_address", "town", "territory")),
        (_("Pour qui"), ("categories",)),
        (_("Combien"), ("seats",)),
        (_("Autour de quoi"), ("tables",)),
        (_("Pour que chacun vienne"), ("needs",)),
        (_("Qui accueille"), ("organiser", "contact")),
    )

    def __init__(self, *args: Any, territories: Mapping[str, Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territories = territories
        self.known_series = {str(each.pk): each for each in Series.objects.order_by("title", "pk")}
        self._choose("territory", [(key, each.name) for key, each in territories.items()], keep=len(territories) > 1)
        known = [(key, each.title) for key, each in self.known_series.items()]
        self._choose("series", [("", _("Aucune")), *known], keep=bool(known))

    def _choose(self, name: str, choices: list[tuple[str, Any]], *, keep: bool) -> None:
        """A question with one possible answer is not asked."""
        if keep:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def questions(self) -> list[tuple[int, Any, list[BoundField]]]:
        """The eight of them, numbered."""
        return [
            (number, label, [self[name] for name in names if name in self.fields])
            for number, (label, names) in enumerate(self.QUESTIONS, start=1)
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("welcome", "start", "end"):
            clock = said.get(name)
            if said.get("day") and clock:
                for refusal in times.may_say(said["day"], clock, is_second=False).refusals:
                    self.add_error(name, str(refusal.message))
        return said

    def facts(self) -> Facts:
        said = self.cleaned_data
        only = next(iter(self.territories.values()))
        return Facts(
            title=said["title"],
            times=self._times(),
            kind=MeetingKind(said["kind"]),
            series=self.known_series.get(said.get("series", "")),
            territory=self.territories.get(said.get("territory", ""), only),
            organiser=said["organiser"],
            venue_name=said["venue_name"],
            venue_address=said["venue_address"],
            town=said["town"],
        )

    def _times(self) -> Times:
        start = self._at("start")
        if start is None:
            raise ValueError("a meeting without a start")
        return Times(start, self._at("end"), self._at("welcome"))

    def _at(self, name: str) -> Any:
        clock: time | None = self.cleaned_data[name]
        return times.instant(self.cleaned_data["day"], clock) if clock else None

    def desk(self) -> DeskFacts:
        said = self.cleaned_data
        return DeskFacts(
            seats=said["seats"],
            categories=said["categories"],
            needs=tuple(said["needs"]),
            contact=said["contact"],
        )

    def tables_named(self) -> list[str]:
        return [line.strip()[:200] for line in str(self.cleaned_data["tables"]).splitlines() if line.strip()]
