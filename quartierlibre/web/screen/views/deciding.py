"""Admissible or not; and examining again what was turned down."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.words import long_date
from quartierlibre.web.screen.access import file_to_screen, person_of
from quartierlibre.web.screen.casework import ScreenPage, page_of
from quartierlibre.web.screen.forms import AgainForm, ReasonForm
from quartierlibre.web.screen.views.acting import form_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.declare")
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What stops is listed, and must be overruled or refused; a refusal always says why."""
    page = page_of(person_of(request), public_id)
    turns_down, admits = (request.POST.get("action") == verb for verb in ("refuse", "admit"))
    form = ReasonForm(request.POST if turns_down else None)
    if not admits and not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return form_page(request, "screen/decide.html", page.application, form, status=status, more={"page": page})
    try:
        said = _turned_down(person_of(request), page, form) if turns_down else _admitted(person_of(request), page)
    except Refused as refused:
        more = {"page": page}
        return form_page(request, "screen/decide.html", page.application, form, refused=refused, more=more)
    messages.success(request, said)
    return redirect("screen:file", public_id)


def _turned_down(by: Person, page: ScreenPage, form: ReasonForm) -> str:
    operations.declare_inadmissible(by=by, application=page.application, reason=form.cleaned_data["reason"])
    return _("C’est dit : ce dossier n’est pas recevable. Sa personne reçoit la raison.")


def _admitted(by: Person, page: ScreenPage) -> str:
    day = page.sitting.day if page.sitting else None
    done = operations.declare_admissible(by=by, application=page.application, next_session=day)
    return scheduled(by, done)


def scheduled(by: Person, application: Application) -> str:
    """Put it before its committee when one can take it; the file stays admissible when none can."""
    try:
        with transaction.atomic():
            case = committees.schedule(by=by, application=application)
    except Refused as refused:
        reasons = " ".join(str(each) for each in refused.verdict.messages)
        return _("Recevable. Pas encore de date de comité : %(reasons)s") % {"reasons": reasons}
    if case is None:
        return _("Recevable. Aucune séance annoncée ne lui convient encore : il ira à la première qui sera annoncée.")
    day = long_date(timezone.localdate(case.session.starts_at))
    return _("Recevable : il passera au comité du %(day)s.") % {"day": day}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.screen_again")
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Its holder contests, or something new came up: the file is to screen again."""
    application = file_to_screen(person_of(request), public_id)
    form = AgainForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "screen/again.html", application, form)
    try:
        operations.screen_again(by=person_of(request), application=application, reason=form.cleaned_data["reason"])
    except Refused as refused:
        return form_page(request, "screen/again.html", application, form, refused=refused)
    messages.success(request, _("Ce dossier est de nouveau à instruire."))
    return redirect("screen:file", public_id)
