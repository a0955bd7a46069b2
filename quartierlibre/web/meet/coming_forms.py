"""The form of those who come: a contact, then one person after another, each with a badge to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.meetings.coming import Coming, Contact
from quartierlibre.domain.meetings.models import AudienceCategory, Desk, Participant, Registration
from quartierlibre.domain.meetings.states import Need
from quartierlibre.domain.places.models import Territory
from quartierlibre.pagekit.forms import QLForm

FIRST_ONLY = ("organisation", "territory", "needs_note")
ELSEWHERE = ("", _("Ailleurs, ou je ne sais pas"))


class ComingForm(QLForm):
    """One contact and as many people as one registration takes; a person without a name is nobody."""

    asks_later = True
    autocomplete = {"email": "email", "phone": "tel", "p1_name": "name", "p1_organisation": "organization"}

    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_("Pour la confirmation, la date dans votre agenda, et le lien qui change ou annule l’inscription."),
        required=False,
        error_messages={"invalid": _("Cette adresse n’est pas complète. Elle ressemble à nadia@exemple.fr.")},
    )
    phone = forms.CharField(
        label=_("Ou votre téléphone"),
        help_text=_("Si vous n’avez pas d’e-mail : nous vous appelons si la rencontre change."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel"}),
    )

    def __init__(self, *args: Any, desk: Desk, full: Sequence[int] = (), **kwargs: Any) -> None:
        self.desk, self.full = desk, set(full)
        self.categories = {str(each.pk): each for each in desk.categories.all()}
        self.territories = {str(each.pk): each for each in Territory.objects.order_by("name", "pk")}
        super().__init__(*args, **kwargs)
        persons = [self._person(number) for number in range(1, desk.party_most + 1)]
        self.ask_first({name: field for each in persons for name, field in each})

    def _person(self, number: int) -> Iterator[tuple[str, forms.Field]]:
        said = self._questions(is_first=number == 1)
        return ((f"p{number}_{name}", field) for name, field in said if number == 1 or name not in FIRST_ONLY)

    def _questions(self, *, is_first: bool) -> Iterator[tuple[str, forms.Field]]:
        yield (
            "name",
            forms.CharField(
                label=_("Votre nom") if is_first else _("Son nom"),
                max_length=120,
                required=is_first,
                error_messages={"required": _("Écrivez votre nom : il sera sur votre badge.")},
            ),
        )
        if self.categories:
            label = _("Vous venez comme") if is_first else _("Vient comme")
            yield (
                "category",
                forms.ChoiceField(label=label, choices=self._category_choices(is_first), required=is_first),
            )
        yield "function", forms.CharField(label=_("Fonction"), max_length=120, required=False)
        yield (
            "organisation",
            forms.CharField(label=_("Association, service ou organisme"), max_length=160, required=False),
        )
        if self.territories:
            places = [ELSEWHERE, *((key, each.name) for key, each in self.territories.items())]
            yield "territory", forms.ChoiceField(label=_("Territoire"), choices=places, required=False)
        if self.desk.needs:
            yield from self._needs()

    def _needs(self) -> Iterator[tuple[str, forms.Field]]:
        chosen = [(need, Need(need).label) for need in self.desk.needs]
        boxes = forms.CheckboxSelectMultiple()
        yield (
            "needs",
            forms.MultipleChoiceField(label=_("Pour venir, il faut"), choices=chosen, required=False, widget=boxes),
        )
        yield (
            "needs_note",
            forms.CharField(
                label=_("Précisions pour bien vous accueillir"),
                help_text=_("Langue des signes, âge des enfants, allergie… Effacé juste après la rencontre."),
                max_length=300,
                required=False,
            ),
        )

    def _category_choices(self, is_first: bool) -> list[tuple[str, Any]]:
        none = [("", _("Choisissez…"))] if is_first else [("", _("Comme moi"))]
        full = _("%(name)s (complet : liste d’attente)")
        return none + [
            (key, full % {"name": each.name} if each.pk in self.full else each.name)
            for key, each in self.categories.items()
        ]

    def persons(self) -> list[tuple[int, bool, list[BoundField]]]:
        """For the page: the rank of each person, whether their part is open, their questions."""
        found = []
        for number in range(1, self.desk.party_most + 1):
            questions = [self[name] for name in self.fields if name.startswith(f"p{number}_")]
            is_said = any(field.value() for field in questions) or any(field.errors for field in questions)
            found.append((number, is_said, questions))
        return found

    def contact(self) -> Contact:
        return Contact(self.cleaned_data["email"], self.cleaned_data["phone"])

    def people(self, before: Sequence[Participant] = ()) -> list[Coming]:
        """Whoever has a name; what is asked of the first only is the same for all, but for what was known of them."""
        kept = {each.position: each for each in before}
        numbers = [number for number in range(1, self.desk.party_most + 1) if self._said(number, "name").strip()]
        return [self._coming(number, kept.get(number)) for number in numbers]

    def _coming(self, number: int, before: Participant | None) -> Coming:
        is_first = number == 1
        known = None if is_first else before
        return Coming(
            name=self._said(number, "name"),
            category=self._category(number),
            function=self._said(number, "function"),
            organisation=known.organisation if known else self._said(1, "organisation"),
            territory=known.territory if known else self.territories.get(self._said(1, "territory")),
            needs=tuple(self.cleaned_data.get(f"p{number}_needs", ())),
            needs_note=self._said(1, "needs_note") if is_first else "",
        )

    def _category(self, number: int) -> AudienceCategory | None:
        return self.categories.get(self._said(number, "category") or self._said(1, "category"))

    def _said(self, number: int, name: str) -> str:
        return str(self.cleaned_data.get(f"p{number}_{name}", ""))


def said_of(registration: Registration) -> dict[str, Any]:
    """What is kept, as the form asks it."""
    initial: dict[str, Any] = {"email": registration.email, "phone": registration.phone}
    for each in registration.people.all():
        initial |= {
            f"p{each.position}_name": each.name,
            f"p{each.position}_category": str(each.category_id or ""),
            f"p{each.position}_function": each.function,
            f"p{each.position}_organisation": each.organisation,
            f"p{each.position}_territory": str(each.territory_id or ""),
            f"p{each.position}_needs": each.needs,
            f"p{each.position}_needs_note": each.needs_note,
        }
    return initial
