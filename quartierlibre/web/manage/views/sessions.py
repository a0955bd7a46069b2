"""The dates a committee sits: announced here, read by everyone, and with them the last day to file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import Refused, refuse_if
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import fund_in_charge, person_of
from quartierlibre.web.manage.calendar import SessionsPage, committee_named, committees_of
from quartierlibre.web.manage.forms import SessionForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("committees.plan_session")
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates to come and past ones, and the form to announce one more."""
    person = person_of(request)
    fund = fund_in_charge(person, slug, Permission.PLAN_SESSIONS)
    form = SessionForm(request.POST or None, committees=committees_of(fund))
    if request.method != "POST":
        return _page(request, fund, form)
    if not form.is_valid():
        return _page(request, fund, form, status=422)
    try:
        _announce(person, fund, form)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            form.add_error("day", str(refusal.message))
        return _page(request, fund, form, status=409)
    messages.success(request, _("La date est annoncée : tout le monde peut la lire sur la page du fonds."))
    return redirect("manage:sessions", slug)


def _announce(person: Person, fund: Fund, form: SessionForm) -> None:
    """A committee is formed with its first date."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            committee = committee_named(fund, given["committee"], by=person)
            operations.plan_session(by=person, committee=committee, starts_at=form.starts_at(), place=given["place"])
    except IntegrityError:
        raise _already_planned() from None


def _already_planned() -> Refused:
    message = _("Ce comité a déjà une séance à ce moment : choisissez un autre jour ou une autre heure.")
    return Refused(refuse_if(True, "session.twice", message))


def _page(request: HttpRequest, fund: Fund, form: SessionForm, *, status: int = 200) -> HttpResponse:
    context = {"fund": fund, "form": form, "page": SessionsPage(fund)}
    return render(request, "manage/sessions.html", context, status=status)


@require_POST
@once("committees.cancel_session")
def cancel(request: HttpRequest, slug: str, session_id: UUID) -> HttpResponse:
    """A date that will not be held is said so; it stays in the list."""
    person = person_of(request)
    fund = fund_in_charge(person, slug, Permission.PLAN_SESSIONS)
    session = get_object_or_404(Session, committee__fund=fund, public_id=session_id)
    try:
        operations.cancel_session(by=person, session=session)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            messages.error(request, str(refusal.message))
        return _page(request, fund, SessionForm(committees=committees_of(fund)), status=409)
    messages.success(request, _("La séance est annulée."))
    return redirect("manage:sessions", slug)
