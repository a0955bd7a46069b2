"""What the organiser sets of a registration, and who comes in at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.meetings.coming import Coming, DeskFacts
from quartierlibre.domain.meetings.models import Desk
from quartierlibre.domain.meetings.models.registration import MOST_SEATS
from quartierlibre.domain.meetings.rules import times
from quartierlibre.domain.meetings.states import Need
from quartierlibre.pagekit.forms import DateField, QLForm

USUAL_CATEGORIES = _(
    "Élus\nÉquipes politique de la ville\nAssociations gestionnaires\nBénévoles\nHabitants\nServices de l’État"
)


class CategoriesField(forms.CharField):
    """One category a line, with its quota after a colon when there is one: `Élus : 20`."""

    widget = forms.Textarea({"rows": 6})
    default_error_messages = {
        "quota": _("« %(line)s » : écrivez le nombre de places en chiffres après les deux-points, ou rien."),
        "twice": _("« %(line)s » est écrit deux fois."),
    }

    def clean(self, value: Any) -> list[tuple[str, int | None]]:
        found: list[tuple[str, int | None]] = []
        for line in str(super().clean(value)).splitlines():
            if line.strip():
                found.append(self._read(line.strip()))
        names = [name.casefold() for name, _quota in found]
        twice = next((name for name, _quota in found if names.count(name.casefold()) > 1), "")
        if twice:
            raise forms.ValidationError(self.error_messages["twice"], code="twice", params={"line": twice})
        return found

    def _read(self, line: str) -> tuple[str, int | None]:
        name, colon, number = (part.strip() for part in line.rpartition(":"))
        if not colon:
            return line[:120], None
        if number and not (number.isascii() and number.isdigit() and int(number) <= MOST_SEATS):
            raise forms.ValidationError(self.error_messages["quota"], code="quota", params={"line": line})
        return name[:120], int(number) if number else None


def categories_said(desk: Desk) -> str:
    """The categories as one types them."""
    lines = (each.name if each.quota is None else f"{each.name} : {each.quota}" for each in desk.categories.all())
    return "\n".join(lines)


def seats_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Combien de places ?"),
        help_text=_("Laissez vide si la salle n’a pas de limite."),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        **kwargs,
    )


def categories_field(**kwargs: Any) -> CategoriesField:
    return CategoriesField(
        label=_("Pour qui ? Une catégorie par ligne"),
        help_text=_("Ajoutez un nombre pour limiter les places d’une catégorie, par exemple « Élus : 20 »."),
        required=False,
        max_length=2000,
        **kwargs,
    )


def needs_field(**kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Que pouvez-vous proposer pour que chacun vienne ?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        **kwargs,
    )


class DeskForm(QLForm):
    """The settings of a registration, all optional."""

    seats = seats_field()
    categories = categories_field()
    needs = needs_field()
    party_most = forms.IntegerField(
        label=_("Combien de personnes par inscription, au plus ?"), min_value=1, max_value=20, initial=6
    )
    answer_hours = forms.IntegerField(
        label=_("Combien d’heures pour répondre à une place proposée ?"), min_value=1, max_value=240, initial=48
    )
    remind_days = forms.IntegerField(
        label=_("Combien de jours avant envoyer le rappel ?"),
        help_text=_("Zéro : pas de rappel."),
        min_value=0,
        max_value=30,
        initial=3,
    )
    closes_on = DateField(
        label=_("Dernier jour pour s’inscrire"), help_text=_("Vide : jusqu’au début de la rencontre."), required=False
    )
    contact = forms.CharField(
        label=_("Qui répond aux questions ?"),
        help_text=_("Un nom et un téléphone, ou une adresse : chaque message aux inscrits le dira."),
        max_length=200,
        required=False,
    )

    def facts(self) -> DeskFacts:
        said = dict(self.cleaned_data)
        day = said.pop("closes_on")
        return DeskFacts(**said, closes_at=times.whole_days(day).ends_at if day else None)


def said_of_desk(desk: Desk) -> dict[str, Any]:
    """What is set, as the form asks it."""
    closes = times.last_day(times.Times(desk.closes_at, desk.closes_at)) if desk.closes_at else None
    return {
        "seats": desk.seats,
        "categories": categories_said(desk),
        "needs": desk.needs,
        "party_most": desk.party_most,
        "answer_hours": desk.answer_hours,
        "remind_days": desk.remind_days,
        "closes_on": closes,
        "contact": desk.contact,
    }


class WalkInForm(QLForm):
    """Somebody at the door who had not registered."""

    name = forms.CharField(label=_("Nom"), max_length=120)
    category = forms.ChoiceField(label=_("Vient comme"))
    organisation = forms.CharField(label=_("Organisme"), max_length=160, required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {str(each.pk): each for each in desk.categories.all()}
        if self.categories:
            choices = [("", _("Choisissez…")), *((key, each.name) for key, each in self.categories.items())]
            self.fields["category"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["category"]

    def coming(self) -> Coming:
        said = self.cleaned_data
        return Coming(
            name=said["name"],
            category=self.categories.get(said.get("category", "")),
            organisation=said["organisation"],
        )
