"""Pages shown when something fails. They need no database and no session: those may be what failed."""

import secrets
import sys

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)


def _page(name: str, status: int, **context: object) -> HttpResponse:
    return HttpResponse(render_to_string(f"pagekit/errors/{name}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page("not_found", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or cookies are refused; what was typed is still one step back."""
    return _page("csrf", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database cannot be reached: then nothing was recorded, and the page says so."""
    reference = secrets.token_hex(4).upper()
    cause = sys.exc_info()[1]
    unreachable = isinstance(cause, (OperationalError, InterfaceError))
    log.error("page.failed", reference=reference, path=request.path, error=type(cause).__name__)
    saving = request.method not in {"GET", "HEAD"}
    if not unreachable:
        return _page("server_error", 500, reference=reference, saving=saving)
    answer = _page("unavailable", 503, reference=reference, saving=saving)
    answer["Retry-After"] = "60"
    return answer
