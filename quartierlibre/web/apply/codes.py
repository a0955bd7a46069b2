"""The resume code, remembered by the browser that received it: the server keeps only its hash, and cannot show it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from quartierlibre.domain.applications.models import Application

SALT = "apply.code"
REMEMBERED = 60 * 24 * 3600  # seconds


def _cookie(application: Application) -> str:
    return f"ql_code_{application.public_id.hex[:8]}"


def _path(application: Application) -> str:
    return reverse("apply:say", args=[application.public_id])


def remember_code(response: HttpResponse, application: Application, code: str) -> None:
    response.set_signed_cookie(
        _cookie(application),
        code,
        salt=f"{SALT}.{application.pk}",
        max_age=REMEMBERED,
        path=_path(application),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_code(request: HttpRequest, application: Application) -> str:
    """The code this browser was given for this file, or nothing."""
    salt = f"{SALT}.{application.pk}"
    return str(request.get_signed_cookie(_cookie(application), "", salt=salt, max_age=REMEMBERED))


def forget_code(response: HttpResponse, application: Application) -> None:
    response.delete_cookie(_cookie(application), path=_path(application), samesite="Lax")
