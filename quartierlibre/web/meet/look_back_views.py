"""The article to write after a meeting, begun from its programme, its papers and its numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.meetings.queries.look_back import look_back_of
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.web.meet.addresses import whole
from quartierlibre.web.meet.organise_access import meeting_in_charge


@never_cache
@require_safe
def look_back(request: HttpRequest, slug: str) -> HttpResponse:
    """To read, complete and copy where news are written."""
    meeting = meeting_in_charge(request, slug)
    article = look_back_of(
        meeting, when=when_said(meeting), where=where_said(meeting), address=whole("meet:meeting", slug)
    )
    return render(request, "meet/look_back.html", {"article": article, "meeting": meeting, "here": "desk"})
