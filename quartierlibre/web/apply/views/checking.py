"""Screens 2 and 3: check it, and it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.applications.operations import filing
from quartierlibre.domain.applications.operations.codes import issue_code
from quartierlibre.domain.funds.models import Fund
from quartierlibre.foundation.verdicts import Refusal, Refused
from quartierlibre.pagekit.navigation import address
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import own_file, person_of
from quartierlibre.web.apply.codes import known_code, remember_code
from quartierlibre.web.apply.following import Following
from quartierlibre.web.apply.forms import CheckForm, WriteForm
from quartierlibre.web.apply.keeping import say_refused
from quartierlibre.web.apply.presenters import CheckPage
from quartierlibre.web.apply.views.following import followed


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.submit")
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_file(request, public_id)
    if not application.is_draft:
        return redirect("apply:sent", public_id)
    page = CheckPage(application)
    if request.method != "POST":
        version = page.regulation.version if page.regulation else None
        form = CheckForm(is_association=page.is_association, initial={"accept_version": version})
        return _page(request, page, form, 200)
    form = CheckForm(request.POST, is_association=page.is_association)
    if not form.is_valid():
        return _page(request, page, form, 422)
    return _submitted(request, page, form)


def _page(
    request: HttpRequest, page: CheckPage, form: CheckForm, status: int, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    context = {
        "application": page.application,
        "page": page,
        "form": form,
        "refusals": refusals,
        "regulation_url": regulation_url(page.application.fund),
    }
    return render(request, "apply/check.html", context, status=status)


def _submitted(request: HttpRequest, page: CheckPage, form: CheckForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        application = filing.submit_application(
            by=person_of(request),
            application=page.application,
            accept_version=given["accept_version"],
            accept_cer=given.get("cer", False),
        )
    except Refused as refused:
        return _page(request, page, _shown_again(page, given), 409, refused.verdict.refusals)
    response = redirect("apply:sent", application.public_id)
    if not known_code(request, application):
        remember_code(response, application, issue_code(application))
    return response


def _shown_again(page: CheckPage, given: dict[str, Any]) -> CheckForm:
    """The ticks as they were, under the version now in force: accepting it is a new tick when it has changed."""
    version = page.regulation.version if page.regulation else None
    same = version == given["accept_version"]
    ticks = {"accept": same, "cer": given.get("cer", False), "accept_version": version}
    return CheckForm(is_association=page.is_association, initial=ticks)


def regulation_url(fund: Fund) -> str:
    """The rulebook in plain words, on the fund's public pages."""
    try:
        return reverse("discover:regulation", args=[fund.slug])
    except NoReverseMatch:
        return address("discover:funds")


@login_not_required
@never_cache
@require_safe
def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_file(request, public_id)
    if application.is_draft:
        return redirect("apply:say", public_id)
    page = Following(application)
    if page.has_news and not application.withdrawn_at:
        return followed(request, application)
    context = {"application": application, "page": page, "write": WriteForm(), "code": known_code(request, application)}
    return render(request, "apply/sent.html", context)


@login_not_required
@never_cache
@require_POST
@once("applications.withdraw")
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_file(request, public_id)
    try:
        filing.withdraw_application(by=person_of(request), application=application)
    except Refused as refused:
        say_refused(request, refused)
        context = {"application": application, "title": _("Ce projet ne peut plus être retiré")}
        return render(request, "apply/refused.html", context, status=409)
    messages.success(request, _("Votre projet est retiré."))
    return redirect("apply:sent", public_id)
