"""Coming back to one's file with its code, on any device; and leaving nothing open on a shared one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import codes as operations
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.pagekit.projects.opened import forget_all, opened_ids, own_file, remember
from quartierlibre.pagekit.visitor import address_of
from quartierlibre.web.apply.codes import forget_code, known_code, remember_code
from quartierlibre.web.apply.forms import LostCodeForm, ResumeForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """One code opens one file. Too many wrong ones from one place, and even a right one waits."""
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = operations.resume(code=form.cleaned_data["code"], address=address_of(request))
        if found.application is not None:
            return _opened(request, found.application, form.cleaned_data["code"])
        for refusal in found.verdict.refusals:
            form.add_error("code", str(refusal.message))
    status = 422 if form.is_bound else 200
    return render(request, "apply/resume.html", {"form": form, "opened": _opened_here(request)}, status=status)


def _opened(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    remember(request, application)
    response = redirect("apply:say" if application.is_draft else "apply:sent", application.public_id)
    remember_code(response, application, code)
    return response


def _opened_here(request: HttpRequest) -> list[Application]:
    """The files this browser already has open: nobody needs a code for those."""
    ids = opened_ids(request)
    return queries.opened_by(ids) if ids else []


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_code(request: HttpRequest) -> HttpResponse:
    """Send a code to an address. The answer is the same whether files are known under it or not."""
    form = LostCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = operations.ask_new_code(contact=form.cleaned_data["contact"], address=address_of(request))
        if asked:
            return render(request, "apply/code_asked.html", {"contact": form.cleaned_data["contact"]})
        for refusal in asked.refusals:
            form.add_error("contact", str(refusal.message))
    return render(request, "apply/lost_code.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close every file on this device; the codes still open them."""
    files = _opened_here(request)
    forget_all(request)
    response = redirect("apply:resume")
    for application in files:
        forget_code(response, application)
    messages.success(request, _("C’est fermé sur cet appareil. Votre code ouvre toujours votre dossier."))
    return response


@login_not_required
@never_cache
@require_POST
def new_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One more code for a file already open here; those given before keep working."""
    application = own_file(request, public_id)
    response = redirect("apply:say" if application.is_draft else "apply:sent", public_id)
    if not known_code(request, application):
        remember_code(response, application, operations.issue_code(application))
    return response
