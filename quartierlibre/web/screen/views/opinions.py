"""Asking somebody outside, sending the link again, taking the question back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.applications import operations
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit import files
from quartierlibre.pagekit.once import once
from quartierlibre.web.screen.access import file_to_screen, opinion_of, person_of
from quartierlibre.web.screen.forms import OpinionForm
from quartierlibre.web.screen.views.acting import form_page

ACTS = {
    "remind": (operations.remind_opinion, gettext_lazy("Le lien est renvoyé.")),
    "revoke": (operations.revoke_opinion, gettext_lazy("La demande d’avis est retirée.")),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.ask_opinion")
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A personal link leaves by e-mail; no account is asked of whoever answers."""
    application = file_to_screen(person_of(request), public_id)
    form = OpinionForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "screen/opinion.html", application, form)
    try:
        operations.ask_opinion(by=person_of(request), application=application, **form.cleaned_data)
    except Refused as refused:
        return form_page(request, "screen/opinion.html", application, form, refused=refused)
    messages.success(request, _("L’avis est demandé : le lien personnel part par courriel."))
    return redirect("screen:file", public_id)


@require_POST
@once("applications.follow_opinion")
def follow(request: HttpRequest, public_id: UUID, opinion_id: UUID) -> HttpResponse:
    """Send the link again, or take the question back."""
    application = file_to_screen(person_of(request), public_id)
    opinion = opinion_of(application, opinion_id)
    action = request.POST.get("action", "")
    if action not in ACTS:
        raise Http404
    act, said = ACTS[action]
    try:
        act(by=person_of(request), opinion=opinion)
    except Refused as refused:
        context = {"application": application, "refusals": refused.verdict.refusals}
        return render(request, "screen/refused.html", context, status=409)
    messages.success(request, said)
    return redirect("screen:file", public_id)


@require_safe
def joined(request: HttpRequest, public_id: UUID, opinion_id: UUID) -> HttpResponseBase:
    """The file somebody joined to their opinion."""
    opinion = opinion_of(file_to_screen(person_of(request), public_id), opinion_id)
    if opinion.file is None:
        raise Http404
    return files.serve(request, opinion.file)
