"""The organiser's side: meetings in charge, who comes, the settings of a registration."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import Desk, Meeting, Registration
from quartierlibre.domain.meetings.states import MeetingState
from quartierlibre.foundation.verdicts import Refusal, Refused
from quartierlibre.pagekit import sheets
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.web.meet.organise_access import desk_in_charge, meeting_in_charge, organiser_of
from quartierlibre.web.meet.organise_forms import USUAL_CATEGORIES, DeskForm, said_of_desk
from quartierlibre.web.meet.organise_page import DeskPage, OrganisedLine

MOST_LISTED = 60


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person prepares: to come soonest first, then what was."""
    mine = Meeting.objects.organised_by(organiser_of(request)).select_related("desk")
    now = timezone.now()
    # A draft without readers stays with what comes, whatever its date: it is still to do.
    comes = Q(last_moment__gte=now) | Q(state=MeetingState.DRAFT)
    coming = mine.filter(comes).order_by("starts_at", "pk")[:MOST_LISTED]
    past = mine.exclude(comes).order_by("-starts_at", "-pk")[:MOST_LISTED]
    groups = [(_("À venir"), list(map(OrganisedLine, coming))), (_("Passées"), list(map(OrganisedLine, past)))]
    return render(request, "meet/organise.html", {"groups": groups, "here": "home", "meeting": None})


@never_cache
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes to this meeting."""
    meeting = meeting_in_charge(request, slug)
    if not hasattr(meeting, "desk"):
        return redirect("meet:desk_settings", slug)
    return _desk_page(request, meeting.desk)


def _desk_page(request: HttpRequest, desk: Desk, *, status: int = 200) -> HttpResponse:
    return render(
        request, "meet/desk.html", {"page": DeskPage(desk), "meeting": desk.meeting, "here": "desk"}, status=status
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("meetings.set_desk")
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Seats, categories, dates; opening registration is saving this page once."""
    meeting = meeting_in_charge(request, slug)
    desk: Desk | None = getattr(meeting, "desk", None)
    initial = said_of_desk(desk) if desk else {"categories": USUAL_CATEGORIES}
    form = DeskForm(request.POST if request.method == "POST" else None, initial=initial)
    refusals: tuple[Refusal, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                operations.set_desk(by=organiser_of(request), meeting=meeting, facts=form.facts())
            except Refused as refused:
                refusals, status = refused.verdict.refusals, 409
            else:
                messages.success(request, _("C’est enregistré."))
                return redirect("meet:desk", slug)
    context = {"meeting": meeting, "desk": desk, "form": form, "refusals": refusals, "here": "settings"}
    return render(request, "meet/desk_settings.html", context, status=status)


@never_cache
@require_safe
def table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Everyone, for a spreadsheet."""
    page = DeskPage(desk_in_charge(request, slug))
    return sheets.download(f"inscrits-{slug}", page.header(), page.lines())


def _registration(request: HttpRequest, slug: str, public_id: UUID) -> Registration:
    found = Registration.objects.filter(desk=desk_in_charge(request, slug)).select_related("desk__meeting")
    return get_object_or_404(found, public_id=public_id)


@never_cache
@require_POST
@once("meetings.note_called")
def called(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Somebody without e-mail was told by telephone."""
    registration = _registration(request, slug, public_id)
    return acted(
        request,
        lambda: operations.note_called(by=organiser_of(request), registration=registration),
        then=reverse("meet:desk", args=[slug]),
        show=lambda status: _desk_page(request, registration.desk, status=status),
        said=_("C’est noté."),
    )


@never_cache
@require_POST
@once("meetings.cancel_registration_for")
def cancel(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """They said by another way that they will not come."""
    registration = _registration(request, slug, public_id)
    return acted(
        request,
        lambda: operations.cancel_registration(by=organiser_of(request), registration=registration),
        then=reverse("meet:desk", args=[slug]),
        show=lambda status: _desk_page(request, registration.desk, status=status),
        said=_("L’inscription est annulée ; la place va à la personne suivante."),
    )
