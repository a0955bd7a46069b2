"""Pages of the second factor, loaded when first asked for: passkeys bring cryptography along, some 10 MB which most web
processes never use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

View = Callable[..., HttpResponseBase]


def second_factor(part: str, name: str) -> View:
    """The view `name` of this part of `allauth.mfa`, behind sign-in as every page is."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(f"allauth.mfa.{part}.views.{name}")(request, *args, **kwargs)
        return answer

    return view


def open_second_factor(part: str, name: str) -> View:
    """The same, on the way to signing in."""
    return login_not_required(second_factor(part, name))
