"""One point of the checklist: what the machine says, what people said, and one's own word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.screening import history_of, screening_of
from quartierlibre.domain.applications.screening import Point
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.web.screen.access import file_to_screen, person_of
from quartierlibre.web.screen.casework import Line, sitting_of
from quartierlibre.web.screen.forms import CheckForm, OverruleForm
from quartierlibre.web.screen.views.acting import form_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.check")
def check(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Give one's word on a point; a point the file does not have is nowhere."""
    application = file_to_screen(person_of(request), public_id)
    point = _point(application, code)
    form = _form(request, point)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "screen/check.html", application, form, more=_more(application, point))
    try:
        _say(person_of(request), application, point, form.cleaned_data)
    except Refused as refused:
        return form_page(
            request, "screen/check.html", application, form, refused=refused, more=_more(application, point)
        )
    messages.success(request, _("C’est noté au dossier, avec votre nom."))
    return redirect(reverse("screen:file", args=[public_id]) + "#controle")


def _point(application: Application, code: str) -> Point:
    today = timezone.localdate()
    sitting = sitting_of(application, today)
    found = screening_of(application, today=today, next_session=sitting.day if sitting else None)
    point = found.checklist.point(code)
    if point is None:
        raise Http404
    return point


def _form(request: HttpRequest, point: Point) -> OverruleForm | CheckForm:
    data = request.POST if request.method == "POST" else None
    return CheckForm(data) if point.is_by_hand else OverruleForm(data)


def _more(application: Application, point: Point) -> dict[str, Any]:
    return {"line": Line(point), "point": point, "history": history_of(application, point.code)}


def _say(by: Person, application: Application, point: Point, given: dict[str, Any]) -> None:
    if point.is_by_hand:
        operations.answer_check(
            by=by, application=application, code=point.code, answer=given["answer"], note=given["note"]
        )
    else:
        operations.overrule(
            by=by, application=application, code=point.code, verdict=given["verdict"], reason=given["reason"]
        )


@require_POST
@once("applications.restore_check")
def restore(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Let the machine speak again on this point."""
    application = file_to_screen(person_of(request), public_id)
    try:
        operations.withdraw_overruling(by=person_of(request), application=application, code=code)
    except Refused as refused:
        point = _point(application, code)
        return form_page(
            request,
            "screen/check.html",
            application,
            _form(request, point),
            refused=refused,
            more=_more(application, point),
        )
    messages.success(request, _("La remarque du règlement vaut à nouveau."))
    return redirect(reverse("screen:file", args=[public_id]) + "#controle")
