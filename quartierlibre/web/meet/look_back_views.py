"""The article to write after a meeting, begun from its programme, its papers and its numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.meetings.queries.look_back import look_back_of
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.pagekit.navigation import EDITING
from quartierlibre.web.meet.addresses import whole
from quartierlibre.web.meet.organise_access import meeting_in_charge, organiser_of


@never_cache
@require_safe
def look_back(request: HttpRequest, slug: str) -> HttpResponse:
    """To read, then begin as a draft where news are written, for who has a pen there, or to copy."""
    meeting = meeting_in_charge(request, slug)
    article = look_back_of(
        meeting, when=when_said(meeting), where=where_said(meeting), address=whole("meet:meeting", slug)
    )
    has_a_pen = bool(organiser_of(request).territories_where(Permission.WRITE_PAGES))
    context = {
        "article": article,
        "meeting": meeting,
        "draft_url": f"{EDITING}retour-sur/{slug}/" if has_a_pen else "",
        "here": "desk",
    }
    return render(request, "meet/look_back.html", context)
