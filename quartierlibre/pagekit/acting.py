"""One operation, then the page again: redirected when it is done, shown with every reason when a rule refuses."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quartierlibre.foundation.verdicts import Refused

Show = Callable[[int], HttpResponse]


def acted(
    request: HttpRequest, act: Callable[[], object], *, then: str | Callable[[], str], show: Show, said: str = ""
) -> HttpResponse:
    """Do `act`. Then go to `then` and say `said`; refused, `show(409)` draws the page with the reasons above it.

    `then` is asked after the act when only the act knows where its result is.
    """
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            messages.error(request, str(refusal.message))
        return show(409)
    if said:
        messages.success(request, said)
    return redirect(then if isinstance(then, str) else then())
