"""Every request has a number: what it wrote in the journal can be told apart from the rest."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quartierlibre.foundation.journal import operations as journal


class RequestIdMiddleware:
    """Numbers are ours and random: one sent by a visitor could be anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with journal.during(secrets.token_hex(8)):
            return self.get_response(request)
