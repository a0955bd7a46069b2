"""The grants of a fund, and all the agreements of an evening in one click."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.operations.agreement import waiting_agreements
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.grants import GrantsPage, followed_fund, session_to_agree


@never_cache
@require_safe
def grants(request: SignedInRequest, slug: str) -> HttpResponse:
    return _page(request, followed_fund(person_of(request), slug))


def _page(request: HttpRequest, fund: Fund, status: int = 200) -> HttpResponse:
    context = {"page": GrantsPage(fund, timezone.localdate()), "fund": fund}
    return render(request, "manage/grants.html", context, status=status)


@require_POST
@once("grants.send_agreements")
def send_agreements(request: HttpRequest, slug: str, session_id: UUID) -> HttpResponse:
    """Every aid granted that evening: its payments planned, its agreement printed and sent. All of them, or none."""
    by = person_of(request)
    fund = followed_fund(by, slug)
    session = session_to_agree(fund, session_id)
    sent: list[tuple[int, int]] = []
    answer = acted(
        request,
        lambda: sent.append(_send_all(by, session)),
        then=reverse("manage:grants", args=[slug]),
        show=lambda status: _page(request, fund, status),
    )
    for agreements, told in sent:
        if agreements:
            words = ngettext("%(n)d convention envoyée.", "%(n)d conventions envoyées.", agreements)
            messages.success(request, words % {"n": agreements})
        if told:
            words = ngettext("%(n)d aide annoncée à son porteur.", "%(n)d aides annoncées à leurs porteurs.", told)
            messages.success(request, words % {"n": told})
    return answer


def _send_all(by: Person, session: Session) -> tuple[int, int]:
    """How many agreements left, and how many aids run without one."""
    opened = operations.open_grants(by=by, session=session)
    waiting = waiting_agreements(session)
    for grant in waiting:
        operations.send_agreement(by=by, grant=grant, pdf=printed_agreement(grant))
    return len(waiting), len([each for each in opened if not each.needs_agreement])
