"""The papers of the day, for those who organise it; certificates, for whoever holds one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import Certificate, Desk, Registration
from quartierlibre.domain.meetings.operations.certifying import is_name_of
from quartierlibre.domain.meetings.queries.after import certificate_of, days_of
from quartierlibre.foundation.verdicts import Verdict
from quartierlibre.pagekit.meetings.saying import when_said
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.personal_page import discreet
from quartierlibre.pagekit.visitor import address_of
from quartierlibre.web.meet import day_papers
from quartierlibre.web.meet.coming_views import MASKED_PATH, by_link
from quartierlibre.web.meet.organise_access import desk_in_charge, meeting_in_charge, organiser_of


def _paper(content: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _of_desk(name: str, make: Callable[[Desk], bytes]) -> Callable[[HttpRequest, str], HttpResponse]:
    @never_cache
    @require_safe
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        return _paper(make(desk_in_charge(request, slug)), f"{name}-{slug}")

    return view


sheet = _of_desk("emargement", day_papers.sheet)
badges = _of_desk("badges", day_papers.badges)


@never_cache
@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """To print and stick on walls."""
    return _paper(day_papers.poster(meeting_in_charge(request, slug)), f"affiche-{slug}")


@never_cache
@require_safe
def table_cards(request: HttpRequest, slug: str) -> HttpResponse:
    """One for each table."""
    return _paper(day_papers.table_cards(meeting_in_charge(request, slug)), f"tables-{slug}")


def _given(desk: Desk) -> list[Certificate]:
    found = Certificate.objects.filter(participant__registration__desk=desk)
    found = found.select_related("participant", "cycle__training", "meeting")
    return sorted(found, key=lambda each: each.participant.name.casefold() if each.participant else "")


@never_cache
@require_safe
def certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """Those already made, to sign and hand over."""
    desk = desk_in_charge(request, slug)
    given = _given(desk)
    if not given:
        raise Http404
    return _paper(day_papers.certificates(desk.meeting, given), f"attestations-{slug}")


@never_cache
@require_POST
@once("meetings.certify_everyone")
def certify(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the certificates of all those who were there."""
    desk = desk_in_charge(request, slug)
    made = len(operations.certify_everyone(by=organiser_of(request), desk=desk))
    if not made:
        messages.error(request, _("Personne n’est noté présent, ou la rencontre n’est pas terminée."))
        return redirect("meet:desk", slug)
    messages.success(request, ngettext("%d attestation est prête.", "%d attestations sont prêtes.", made) % made)
    return redirect("meet:desk", slug)


@login_not_required
@never_cache
@require_safe
@discreet(MASKED_PATH)
@by_link
def own_certificate(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Those of the people of one registration, by its link: a certificate belongs to whoever it names."""
    given = [each for each in _given(registration.desk) if _is_of(each, registration)]
    if not given:
        raise Http404
    return _paper(day_papers.certificates(registration.desk.meeting, given), "attestation")


def _is_of(certificate: Certificate, registration: Registration) -> bool:
    return certificate.participant is not None and certificate.participant.registration_id == registration.pk


@login_not_required
@never_cache
@require_safe
def check_certificate(request: HttpRequest) -> HttpResponse:
    """What a code proves: a meeting, days, hours. Never a name, but whether the one typed is the right one."""
    code, name = request.GET.get("code", "")[:40], request.GET.get("nom", "").strip()[:200]
    verdict: Verdict | None = None
    found = None
    if code.strip():
        verdict = operations.may_check_certificate(code=code, address=address_of(request))
        found = certificate_of(code) if verdict else None
    context = {
        "code": code,
        "name": name,
        "verdict": verdict,
        "found": found,
        "days": [when_said(each) for each in days_of(found)] if found else [],
        "duration": day_papers.duration(found) if found else "",
        "is_name": is_name_of(found, name) if found and name else None,
    }
    return render(request, "meet/certificate.html", context, status=200 if verdict is None or verdict else 404)
