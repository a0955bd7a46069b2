"""Who every file waits for: me, its holder, or somebody asked for an opinion."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.queries.screening import queue
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.screen.access import files_to_screen
from quartierlibre.web.screen.listing import lists_of_queue


@never_cache
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Oldest first, with the days each has waited."""
    today = timezone.localdate()
    lists = lists_of_queue(queue(files_to_screen(request.user), today=today), today)
    return render(request, "screen/queue.html", {"lists": lists, "here": "queue"})
