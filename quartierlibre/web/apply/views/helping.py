"""Helping someone file: who helps, and how the person agreed. The person is always told."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.applications.models import Application, FilingAgreement
from quartierlibre.domain.applications.operations.filing import record_agreement
from quartierlibre.domain.applications.operations.papers import owner_key_of
from quartierlibre.domain.applications.states import AgreementKind
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.projects.opened import own_file, person_of
from quartierlibre.web.apply.forms import HelperForm

FIELD_OF = {"agreement.code": "code", "agreement.evidence": "evidence", "agreement.kind": "kind"}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_file(request, public_id)
    if not application.is_draft:
        return redirect("apply:sent", public_id)
    if request.method != "POST":
        return _page(request, application, HelperForm(initial=_known(application)), 200)
    form = HelperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, application, form, 422)
    try:
        _record(request, application, form)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            form.add_error(FIELD_OF.get(refusal.code), str(refusal.message))
        return _page(request, application, form, 409)
    return redirect("apply:say", public_id)


def _page(request: HttpRequest, application: Application, form: HelperForm, status: int) -> HttpResponse:
    return render(request, "apply/helper.html", {"application": application, "form": form}, status=status)


@transaction.atomic
def _record(request: HttpRequest, application: Application, form: HelperForm) -> FilingAgreement:
    given = form.cleaned_data
    return record_agreement(
        by=person_of(request),
        application=application,
        helper_name=given["helper_name"],
        helper_organisation=given["helper_organisation"],
        helper_contact=given["helper_contact"],
        kind=AgreementKind(given["kind"]),
        code=given["code"],
        evidence=_evidence(request, application, form),
    )


def _evidence(request: HttpRequest, application: Application, form: HelperForm) -> StoredFile | None:
    """The photo of the signed paper; the one already given when the note is written again."""
    upload = form.cleaned_data["evidence"]
    if not upload:
        before = getattr(application, "agreement", None)
        return before.evidence if before else None
    key = owner_key_of(application)
    return files.store(
        upload=upload, owner_key=key, purpose="application.agreement", by=person_of(request), on_behalf=True
    )


def _known(application: Application) -> dict[str, str]:
    agreement: FilingAgreement | None = getattr(application, "agreement", None)
    if agreement is None:
        return {}
    return {
        "helper_name": agreement.helper_name,
        "helper_organisation": agreement.helper_organisation,
        "helper_contact": agreement.helper_email or agreement.helper_phone,
        "kind": agreement.kind,
    }
