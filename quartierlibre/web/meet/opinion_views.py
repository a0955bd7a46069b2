"""What those who came thought: four questions without a name, once per registration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import Registration
from quartierlibre.domain.meetings.states import Mark, Question
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.forms import QLForm, RadioCards
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.personal_page import discreet
from quartierlibre.web.meet.coming_views import MASKED_PATH, by_link


class OpinionForm(QLForm):
    """One tap a question; one may leave some out, not all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {
            question.value: forms.ChoiceField(
                label=question.label, choices=Mark.choices, widget=RadioCards(), required=False
            )
            for question in Question
        }
        self.ask_first(asked)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not any(said.values()):
            raise forms.ValidationError(_("Répondez au moins à une question."))
        return said

    def marks(self) -> dict[Question, Mark]:
        return {Question(name): Mark(mark) for name, mark in self.cleaned_data.items() if mark}


@csrf_exempt  # the link itself is the proof, no cookie is
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@discreet(MASKED_PATH)
@once("meetings.give_opinion")
@by_link
def opinion(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Asked by the letter of thanks."""
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, registration, form)
    if not form.is_valid():
        return _page(request, registration, form, status=422)
    try:
        operations.give_opinion(registration=registration, marks=form.marks())
    except Refused as refused:
        return _page(request, registration, form, status=409, refused=refused)
    return redirect("meet:opinion", token)


def _page(
    request: HttpRequest,
    registration: Registration,
    form: OpinionForm,
    *,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "meeting": registration.desk.meeting,
        "has_answered": registration.has_answered,
        "form": form,
        "refusals": refused.verdict.refusals if refused else (),
    }
    return render(request, "meet/opinion.html", context, status=status)
