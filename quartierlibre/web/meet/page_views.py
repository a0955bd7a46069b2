"""What the organiser does to the page of a meeting: write it, publish it, call it off, join papers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import Meeting, MeetingPaper
from quartierlibre.domain.meetings.states import MEETING_MOVES, MeetingState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.verdicts import Refusal, Refused
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.web.meet.organise_access import meeting_in_charge, organiser_of, territories_of
from quartierlibre.web.meet.organise_page import OrganisedLine
from quartierlibre.web.meet.page_forms import PageForm, PaperForm, StateForm

Act = Callable[[Person, Meeting, str], object]
# What one does, to which state it leads, what is said then.
ACTS: Mapping[str, tuple[MeetingState, Any, Act]] = {
    "publish": (
        MeetingState.PUBLISHED,
        gettext_lazy("La page est publiée."),
        lambda by, meeting, note: operations.publish_meeting(by=by, meeting=meeting),
    ),
    "cancel": (
        MeetingState.CANCELLED,
        gettext_lazy("La rencontre est annulée ; les inscrits en sont prévenus."),
        lambda by, meeting, note: operations.cancel_meeting(by=by, meeting=meeting, note=note),
    ),
    "postpone": (
        MeetingState.POSTPONED,
        gettext_lazy("La rencontre est reportée ; les inscrits en sont prévenus."),
        lambda by, meeting, note: operations.postpone_meeting(by=by, meeting=meeting, note=note),
    ),
    "archive": (
        MeetingState.ARCHIVED,
        gettext_lazy("La page est archivée."),
        lambda by, meeting, note: operations.archive_meeting(by=by, meeting=meeting),
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("meetings.correct_meeting")
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the page says, in one form."""
    meeting, by = meeting_in_charge(request, slug), organiser_of(request)
    form = PageForm(request.POST if request.method == "POST" else None, meeting=meeting, territories=territories_of(by))
    if request.method != "POST":
        return _write_page(request, form)
    if not form.is_valid():
        return _write_page(request, form, status=422)
    try:
        with transaction.atomic():
            operations.correct_meeting(
                by=by,
                meeting=meeting,
                facts=form.facts(),
                programme=form.items(),
                topics=form.chosen_topics(),
                funds=form.chosen_funds(),
                new_series=form.cleaned_data["new_series"],
                note=form.cleaned_data.get("note", ""),
            )
    except Refused as refused:
        return _write_page(request, form, status=409, refusals=refused.verdict.refusals)
    messages.success(request, _("C’est enregistré."))
    return redirect("meet:write", slug)


def _write_page(
    request: HttpRequest, form: PageForm, *, status: int = 200, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    state = MeetingState(form.meeting.state)
    context = {
        "meeting": form.meeting,
        "line": OrganisedLine(form.meeting),
        "form": form,
        "state_form": StateForm(auto_id="state_%s"),
        "may": {name for name, (to, _said, _act) in ACTS.items() if to in MEETING_MOVES[state]},
        "refusals": refusals,
        "here": "write",
    }
    return render(request, "meet/write.html", context, status=status)


@never_cache
@require_POST
@once("meetings.change_state")
def change_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish, cancel, postpone or archive. Raises Http404 for anything else."""
    meeting, by = meeting_in_charge(request, slug), organiser_of(request)
    if request.POST.get("then") not in ACTS:
        raise Http404
    _to, said, act = ACTS[request.POST["then"]]
    form = PageForm(meeting=meeting, territories=territories_of(by))
    return acted(
        request,
        lambda: act(by, meeting, request.POST.get("note", "")),
        then=reverse("meet:write", args=[slug]),
        show=lambda status: _write_page(request, form, status=status),
        said=said,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("meetings.attach_paper")
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers of a meeting, and one more; kept for the team until shown."""
    meeting = meeting_in_charge(request, slug)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm(initial=_usual(meeting))
    if request.method != "POST":
        return _papers_page(request, meeting, form)
    if not form.is_valid():
        return _papers_page(request, meeting, form, status=422)
    said = dict(form.cleaned_data)
    return acted(
        request,
        lambda: operations.attach_paper(
            by=organiser_of(request), meeting=meeting, upload=said.pop("file", None), **said
        ),
        then=reverse("meet:papers", args=[slug]),
        show=lambda status: _papers_page(request, meeting, form, status=status),
        said=_("Le document est joint."),
    )


def _usual(meeting: Meeting) -> dict[str, str]:
    return {"moment": "after" if meeting.last_moment < timezone.now() else "before"}


def _papers_page(request: HttpRequest, meeting: Meeting, form: PaperForm, *, status: int = 200) -> HttpResponse:
    found = MeetingPaper.objects.filter(meeting=meeting).select_related("file")
    context = {"meeting": meeting, "papers": found, "form": form, "here": "papers"}
    return render(request, "meet/papers.html", context, status=status)


def _paper(request: HttpRequest, slug: str, public_id: UUID) -> MeetingPaper:
    found = MeetingPaper.objects.filter(meeting=meeting_in_charge(request, slug)).select_related("meeting", "file")
    return get_object_or_404(found, public_id=public_id)


@never_cache
@require_POST
@once("meetings.show_paper")
def show_paper(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """On the page, or for the team only."""
    paper, is_public = _paper(request, slug, public_id), request.POST.get("public") == "1"
    operations.show_paper(by=organiser_of(request), paper=paper, is_public=is_public)
    messages.success(request, _("Le document est sur la page.") if is_public else _("Le document n’est plus montré."))
    return redirect("meet:papers", slug)


@never_cache
@require_POST
@once("meetings.remove_paper")
def remove_paper(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The paper goes, and its file with it."""
    operations.remove_paper(by=organiser_of(request), paper=_paper(request, slug, public_id))
    messages.success(request, _("Le document est retiré."))
    return redirect("meet:papers", slug)
