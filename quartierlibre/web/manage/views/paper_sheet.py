"""A sheet of paper becomes a file; and a file is completed with what its person brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import desk
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.typed import answers_in
from quartierlibre.web.manage.access import file_in_charge, fund_in_charge, person_of
from quartierlibre.web.manage.forms import CompletionForm, SheetForm
from quartierlibre.web.manage.sheet import TypingPage


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.enter_paper")
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Whatever the sheet lacks, it is filed as it is: what is missing is listed on the file's page."""
    person = person_of(request)
    fund = fund_in_charge(person, slug, Permission.ENTER_PAPER)
    asked, today = queries.form_for(fund), timezone.localdate()
    if request.method != "POST":
        return _sheet(request, TypingPage(fund, asked, {}, SheetForm(today=today)))
    answers = answers_in(request.POST, asked)
    form = SheetForm(request.POST, request.FILES, today=today)
    if not form.is_valid():
        return _sheet(request, TypingPage(fund, asked, answers, form), status=422)
    try:
        application = desk.enter_paper_sheet(by=person, fund=fund, answers=answers, **_sheet_facts(form.cleaned_data))
    except Refused as refused:
        page = TypingPage(fund, asked, answers, form, refusals=refused.verdict.refusals)
        return _sheet(request, page, status=409)
    messages.success(request, _entered(application))
    return redirect("manage:file", application.public_id)


def _sheet_facts(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "received_on": given["received_on"],
        "signed": given["signed"],
        "accept_cer": given["cer"],
        "scan": given["scan"],
    }


def _sheet(request: HttpRequest, page: TypingPage, *, status: int = 200) -> HttpResponse:
    return render(request, "manage/sheet.html", {"page": page, "fund": page.fund}, status=status)


def _entered(application: Application) -> str:
    """Its number, to be written on the paper, and how much is missing."""
    said = _("La fiche est enregistrée. Écrivez son numéro dessus : %(number)s.") % {"number": application.number}
    count = len(application.missing)
    if not count:
        return said
    lacking = ngettext("Il y manque %(count)s chose.", "Il y manque %(count)s choses.", count) % {"count": count}
    return f"{said} {lacking}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.complete")
def complete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down what the person brought; the file as it was before is kept beside."""
    person = person_of(request)
    application = file_in_charge(person, public_id, Permission.ENTER_PAPER)
    asked = queries.form_of(application)
    posted = request.method == "POST"
    form = _completion_form(request, application)
    if not posted or not form.is_valid():
        page = TypingPage(application.fund, asked, application.answers, form)
        return _completion(request, application, page)
    answers = answers_in(request.POST, asked)
    signed = {"signed": form.cleaned_data.get("signed", False), "accept_cer": form.cleaned_data.get("cer", False)}
    try:
        desk.complete_application(by=person, application=application, answers=answers, **signed)
    except Refused as refused:
        page = TypingPage(application.fund, asked, answers, form, refusals=refused.verdict.refusals)
        return _completion(request, application, page, status=409)
    messages.success(request, _("Le dossier est complété. Ce qui avait été déposé d’abord est gardé."))
    return redirect("manage:file", public_id)


def _completion_form(request: HttpRequest, application: Application) -> CompletionForm:
    lacks_cer = application.holder_kind == HolderKind.ASSOCIATION and application.cer_accepted_at is None
    lacks_signature = application.regulation_accepted_at is None
    return CompletionForm(request.POST or None, lacks_signature=lacks_signature, lacks_cer=lacks_cer)


def _completion(request: HttpRequest, application: Application, page: TypingPage, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "fund": page.fund, "application": application}
    return render(request, "manage/sheet.html", context, status=status)
