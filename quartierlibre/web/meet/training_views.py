"""Qualification actions: a training, then each time it is held, with its days and one registration for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import DeskFacts
from quartierlibre.domain.meetings.models import Meeting, Training
from quartierlibre.domain.meetings.states import MeetingKind
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.verdicts import Refusal, Refused
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.pagekit.once import once
from quartierlibre.web.meet.organise_access import organiser_of
from quartierlibre.web.meet.organise_forms import categories_field, seats_field


class TrainingForm(QLForm):
    """A training, before it is held anywhere."""

    title = forms.CharField(label=_("Titre de la formation"), max_length=200)
    aims = forms.CharField(label=_("Ses objectifs"), widget=forms.Textarea({"rows": 3}), required=False)
    required_days = forms.IntegerField(
        label=_("Combien de jours de présence pour l’attestation ?"),
        help_text=_("Vide : tous."),
        min_value=1,
        max_value=60,
        required=False,
    )


class CycleForm(QLForm):
    """One time it is held: its days, and how many may come."""

    training = forms.ChoiceField(label=_("Quelle formation ?"))
    days = forms.MultipleChoiceField(
        label=_("Quels jours ?"),
        help_text=_("Les journées de formation que vous préparez, et qui n’appartiennent pas encore à un cycle."),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Choisissez au moins un jour.")},
    )
    territory = forms.ChoiceField(label=_("Sur quel territoire ?"), required=False)
    seats = seats_field()
    categories = categories_field()

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Meeting.objects.organised_by(by).filter(kind=MeetingKind.TRAINING, cycle_day=None, desk=None)
        self.known_days = {str(each.pk): each for each in free.order_by("starts_at", "pk")}
        self.trainings = {str(each.pk): each for each in Training.objects.all()}
        keys = by.territories_where(Permission.ORGANISE_MEETINGS)
        self.territories = {str(each.pk): each for each in Territory.objects.filter(pk__in=keys).order_by("name", "pk")}
        self._choose("days", [(key, f"{each.title}, {when_said(each)}") for key, each in self.known_days.items()])
        self._choose("training", [(key, each.title) for key, each in self.trainings.items()])
        self._choose("territory", [("", _("Non précisé")), *((k, each.name) for k, each in self.territories.items())])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def open(self, by: Person) -> None:
        said = self.cleaned_data
        operations.open_cycle(
            by=by,
            training=self.trainings[said["training"]],
            days=[self.known_days[key] for key in said["days"]],
            territory=self.territories.get(said["territory"]),
            facts=DeskFacts(seats=said["seats"], categories=said["categories"]),
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("meetings.create_training")
def trainings(request: HttpRequest) -> HttpResponse:
    """Every training with the times it is held; a form for another."""
    by = organiser_of(request)
    form = TrainingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, by, form, CycleForm(by=by))
    return _done(request, by, form, lambda: operations.create_training(by=by, **form.cleaned_data), is_cycle=False)


@never_cache
@require_POST
@once("meetings.open_cycle")
def open_cycle(request: HttpRequest) -> HttpResponse:
    """Hold one of them, on these days."""
    by = organiser_of(request)
    form = CycleForm(request.POST, by=by)
    return _done(request, by, form, lambda: form.open(by), is_cycle=True)


def _done(request: HttpRequest, by: Person, form: QLForm, act: Callable[[], object], *, is_cycle: bool) -> HttpResponse:
    refusals: tuple[Refusal, ...] = ()
    status = 422
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            refusals, status = refused.verdict.refusals, 409
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("meet:trainings")
    first, second = (TrainingForm(), form) if is_cycle else (form, CycleForm(by=by))
    return _page(request, by, first, second, status=status, refusals=refusals, wrong=form)


def _page(
    request: HttpRequest,
    by: Person,
    training_form: QLForm,
    cycle_form: QLForm,
    *,
    status: int = 200,
    refusals: tuple[Refusal, ...] = (),
    wrong: QLForm | None = None,
) -> HttpResponse:
    mine = set(by.territories_where(Permission.ORGANISE_MEETINGS))
    known = Training.objects.prefetch_related("cycles__days__meeting", "cycles__territory", "cycles__desk__meeting")
    told = [
        (
            each,
            [
                (cycle, [(day.meeting, when_said(day.meeting), where_said(day.meeting)) for day in cycle.days.all()])
                for cycle in each.cycles.all()
                if cycle.desk.meeting.territory_id is None or cycle.desk.meeting.territory_id in mine
            ],
        )
        for each in known
    ]
    context = {
        "trainings": told,
        "training_form": training_form,
        "cycle_form": cycle_form,
        "form": wrong or training_form,
        "refusals": refusals,
        "here": "trainings",
        "meeting": None,
    }
    return render(request, "meet/trainings.html", context, status=status)
