"""Where members and teams come in: the sessions to come, the committees."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.committees.models import Committee, Consultation, Session, WaitingPlace
from quartierlibre.domain.committees.states import SessionState
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.deliberate.access import funds_in_charge, seats_of

MOST_PAST = 12
ASKING = Consultation.objects.filter(session=OuterRef("pk"), closed_at=None).values("last_day")


@never_cache
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """One's own committees and those one prepares; nobody else has anything here."""
    seats, charge = seats_of(request.user), funds_in_charge(request.user)
    committees = Committee.objects.filter(pk__in=seats) | Committee.objects.filter(fund__territory__in=charge)
    if not seats and not charge:
        raise Http404
    sessions = Session.objects.visible_to(request.user).select_related("committee__fund__territory")
    over = (SessionState.HELD, SessionState.CANCELLED)
    context = {
        "committees": committees.distinct().select_related("fund").order_by("fund__name", "name"),
        "coming": sessions.exclude(state__in=over)
        .annotate(answer_by=Subquery(ASKING[:1]))
        .order_by("starts_at", "pk")[:50],
        "past": sessions.filter(state__in=over).order_by("-starts_at", "-pk")[:MOST_PAST],
        "charge": charge,
        "waiting": WaitingPlace.objects.filter(ended_at=None, envelope__fund_year__fund__territory__in=charge).count(),
        "today": timezone.localdate(),
    }
    return render(request, "deliberate/home.html", context)
