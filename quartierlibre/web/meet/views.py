"""The agenda, its months, and the page of a meeting on screen, on paper and in a picture."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartierlibre.domain.meetings.models import Meeting, MeetingPaper
from quartierlibre.domain.meetings.queries import agenda as queries
from quartierlibre.domain.meetings.queries.page import standing, told
from quartierlibre.domain.meetings.states import MeetingState
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.pagekit import files, kept, kept_page
from quartierlibre.web.meet import printing
from quartierlibre.web.meet.listing import AgendaPage, today
from quartierlibre.web.meet.meeting_page import MeetingPage
from quartierlibre.web.meet.months import MonthPage


@login_not_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """What comes, or with `passe=1` what was; made again only when the agenda moves."""
    page = AgendaPage(request.GET)
    return kept_page.page(request, lambda: page.mark, lambda: render(request, "meet/agenda.html", {"page": page}))


@login_not_required
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    page = MonthPage(request.GET, year, month)
    return kept_page.page(request, lambda: page.mark, lambda: render(request, "meet/month.html", {"page": page}))


def page_of(request: HttpRequest, slug: str) -> MeetingPage:
    """The page anyone may read, kept until it stands otherwise; a draft is read again each time, by those who may."""

    key = kept_page.this_hour("meeting", *standing(slug), slug)

    def made() -> MeetingPage:
        loaded = Meeting.objects.readable().select_related("series", "territory", "news_type", "desk")
        return _made(get_object_or_404(loaded, slug=slug), key)

    if request.user.is_authenticated:
        own = Meeting.objects.organised_by(request.user).select_related("series", "territory", "news_type", "desk")
        draft = own.filter(state=MeetingState.DRAFT, slug=slug).first()
        if draft is not None:
            return _made(draft, object())
    return kept.part(key, made)


def _made(meeting: Meeting, mark: Hashable) -> MeetingPage:
    return MeetingPage(told(meeting, since=queries.start_of(today())), now=timezone.now(), mark=mark)


@login_not_required
@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of a meeting on one page."""

    def made() -> HttpResponse:
        return render(request, "meet/meeting.html", {"page": page_of(request, slug)})

    return kept_page.page(request, lambda: kept_page.this_hour("meeting page", *standing(slug)), made)


@login_not_required
@require_safe
def meeting_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The page on paper, accessible."""
    page = page_of(request, slug)
    content = _kept_bytes(page, "pdf", lambda: printing.sheet(page))
    disposition = f'inline; filename="{page.meeting.slug}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@login_not_required
@require_safe
def meeting_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture shown where the address is shared."""
    page = page_of(request, slug)
    return HttpResponse(_kept_bytes(page, "png", lambda: printing.picture(page)), content_type="image/png")


def _kept_bytes(page: MeetingPage, what: str, make: Callable[[], bytes]) -> bytes:
    """Set once for everyone; a draft each time."""
    if page.meeting.state == MeetingState.DRAFT:
        return make()
    return kept.part((what, page.meeting.pk, page.meeting.sequence, queries.revision(), page.is_over), make)


@login_not_required
@require_safe
def paper(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponseBase:
    """A paper of a meeting one may read."""
    papers = MeetingPaper.objects.visible_to(request.user).filter(meeting__slug=slug)
    return files.serve(request, get_object_or_404(StoredFile, meeting_papers__in=papers.filter(public_id=public_id)))
