"""Demo only: the e-mails of the outbox, readable by anyone on this machine."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from quartierlibre.foundation.outbox import queries

LETTERS_A_PAGE = 50
POLICY = (
    "default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _demo_only(view: View[P]) -> View[P]:
    """Open to anyone in the demo, absent everywhere else: letters hold the keys of other people's files."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(guarded))


@_demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail, newest first."""
    letters = queries.newest_first().defer("text", "html")
    page = Paginator(letters, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page})


@_demo_only
def letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One e-mail as text, its links ready to follow."""
    message = get_object_or_404(queries.newest_first(), public_id=public_id)
    return render(request, "demo/mailbox_letter.html", {"message": message})


@_demo_only
def letter_html(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The HTML part as a mail program would show it: no script, nothing loaded, only its own block of style."""
    message = get_object_or_404(queries.newest_first().exclude(html=""), public_id=public_id)
    answer = HttpResponse(message.html)
    answer["Content-Security-Policy"] = POLICY % (_styles_of(message.html) or "'none'")
    return answer


def _styles_of(html: str) -> str:
    """The blocks of style of a letter, each by its fingerprint."""
    digests = (
        hashlib.sha256(style.encode()).digest() for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    )
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
