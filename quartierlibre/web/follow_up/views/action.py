"""The committee looks at a report: did the project take place as it was decided?"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Report
from quartierlibre.domain.grants.queries.reports import bodies_of, checks_of
from quartierlibre.domain.grants.states import CheckBody, CheckVerdict, ReportState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.states import FileState
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.follow_up.access import grant_to_look_at
from quartierlibre.web.follow_up.forms import ActionForm


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _report(grant: Grant) -> Report:
    """A report that was sent, where the rulebook asks the committee."""
    report = get_object_or_404(Report.objects.exclude(state=ReportState.DRAFT), grant=grant)
    report.grant = grant
    if CheckBody.ACTION not in bodies_of(report):
        raise Http404
    return report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.check_action")
def check(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    by = _person(request)
    grant = grant_to_look_at(by, grant_id)
    report = _report(grant)
    if request.method != "POST":
        return _page(request, report, ActionForm())
    form = ActionForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form, 422)
    given = form.cleaned_data
    return acted(
        request,
        lambda: operations.check_report(
            by=by,
            report=report,
            body=CheckBody.ACTION,
            verdict=CheckVerdict(given["verdict"]),
            reason=given["reason"],
        ),
        then=reverse("follow_up:action", args=[grant_id]),
        show=lambda status: _page(request, report, form, status),
        said=_("Merci, la réponse du comité est notée."),
    )


def _page(request: HttpRequest, report: Report, form: ActionForm, status: int = 200) -> HttpResponse:
    checks = checks_of(report)
    context = {
        "report": report,
        "grant": report.grant,
        "application": report.grant.application,
        "form": form,
        "checks": checks,
        "photos": list(report.photos.filter(file__state=FileState.KEPT).select_related("file")),
        "may_answer": report.state == ReportState.SENT and all(each.body != CheckBody.ACTION for each in checks),
    }
    return render(request, "follow_up/action.html", context, status=status)


@never_cache
@require_safe
def thumbnail(request: SignedInRequest, grant_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A photo of the report, small; receipts are the manager's business."""
    report = _report(grant_to_look_at(_person(request), grant_id))
    photos = report.photos.filter(file__state=FileState.KEPT).select_related("file")
    return files.serve_thumbnail(request, get_object_or_404(photos, file__public_id=file_id).file)
