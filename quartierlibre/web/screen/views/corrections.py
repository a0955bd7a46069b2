"""Asking the holder for one thing, and looking at what they did."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, Correction
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.web.screen.access import correction_of, file_to_screen, person_of
from quartierlibre.web.screen.casework import question_choices
from quartierlibre.web.screen.forms import CorrectionForm
from quartierlibre.web.screen.views.acting import form_page

ACTS = {
    "accept": (operations.accept_correction, gettext_lazy("C’est accepté.")),
    "cancel": (operations.cancel_correction, gettext_lazy("La demande est retirée.")),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.ask_correction")
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The holder reads it on their page and by e-mail; the file waits meanwhile. `encore` asks a former one again."""
    application = file_to_screen(person_of(request), public_id)
    former = _former(request, application)
    form = _form(request, application, former)
    more = {"former": former}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "screen/correction.html", application, form, more=more)
    try:
        operations.ask_correction(by=person_of(request), application=application, follows=former, **form.cleaned_data)
    except Refused as refused:
        return form_page(request, "screen/correction.html", application, form, refused=refused, more=more)
    messages.success(request, _said(application))
    return redirect("screen:file", public_id)


def _form(request: HttpRequest, application: Application, former: Correction | None) -> CorrectionForm:
    initial = {"reason": former.reason, "question": former.question, "text": former.text} if former else None
    data = request.POST if request.method == "POST" else None
    questions, today = question_choices(application), timezone.localdate()
    return CorrectionForm(data, initial=initial, questions=questions, today=today)


def _former(request: HttpRequest, application: Application) -> Correction | None:
    asked = request.GET.get("encore", "")
    try:
        return get_object_or_404(application.corrections.open(), public_id=UUID(asked)) if asked else None
    except ValueError:
        return None


def _said(application: Application) -> str:
    if application.contact_email:
        return _("La correction est demandée : un courriel part. Le dossier attend la réponse du porteur.")
    return _("La correction est demandée. Cette personne n’a pas de courriel : appelez-la pour le lui dire.")


@require_POST
@once("applications.settle_correction")
def settle(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    """Accept what the holder did, or take the question back."""
    application = file_to_screen(person_of(request), public_id)
    correction = correction_of(application, correction_id)
    action = request.POST.get("action", "")
    if action not in ACTS:
        raise Http404
    act, said = ACTS[action]
    try:
        act(by=person_of(request), correction=correction)
    except Refused as refused:
        context = {"application": application, "refusals": refused.verdict.refusals}
        return render(request, "screen/refused.html", context, status=409)
    messages.success(request, said)
    return redirect("screen:file", public_id)
