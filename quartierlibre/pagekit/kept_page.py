"""A whole public page kept, compressed, for readers we know nothing of: no cookie, no choice of display."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Hashable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from quartierlibre.pagekit import kept, newsroom


def is_anyone(request: HttpRequest) -> bool:
    """A reader who sent no cookie at all is told apart from no other."""
    return bool(settings.KEPT_PARTS) and not request.COOKIES


def this_hour(*things: Hashable) -> Hashable:
    """A key that changes with these things, and every hour."""
    return (*things, f"{timezone.localtime():%Y-%m-%dT%H}")


def page(request: HttpRequest, key: Callable[[], Hashable], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page made by `make`, or kept under this key for anyone; the key is not asked for the others.

    It goes without the nonce of its scripts, which belongs to one answer: our policy lets our own files run anyway.
    """
    if not is_anyone(request):
        return _varying(make())
    made = kept.part(("page", request.path, newsroom.around(), key()), lambda: _squeezed(request, make()))
    return made(request)


def _squeezed(request: HttpRequest, answer: HttpResponse) -> Callable[[HttpRequest], HttpResponse]:
    nonce = str(getattr(request, "csp_nonce", ""))
    body = answer.content.replace(f' nonce="{nonce}"'.encode(), b"") if nonce else answer.content
    packed, status, kind = gzip.compress(body, 6, mtime=0), answer.status_code, answer["Content-Type"]
    etag = f'W/"{hashlib.sha256(packed).hexdigest()[:32]}"'

    def sent(request: HttpRequest) -> HttpResponse:
        squeezes = "gzip" in request.headers.get("Accept-Encoding", "")
        made = HttpResponse(packed if squeezes else gzip.decompress(packed), content_type=kind, status=status)
        if squeezes:
            made["Content-Encoding"] = "gzip"
        made["ETag"], made["Cache-Control"] = etag, "no-cache"
        found = get_conditional_response(request, etag=etag, response=_varying(made))
        return found if isinstance(found, HttpResponse) else made

    return sent


def _varying(answer: HttpResponse) -> HttpResponse:
    patch_vary_headers(answer, ("Cookie", "Accept-Encoding"))
    return answer
