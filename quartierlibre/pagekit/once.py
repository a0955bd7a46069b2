"""A form sent twice acts once: double click, retry, back button, an answer lost on the way (trust.md B4).

    @require_POST
    @once("applications.submit")          # in the template: <form method="post">{% csrf_token %}{% once_key %}
    def submit(request: HttpRequest, …) -> HttpResponse: …

The view runs in the transaction that holds its key. It ends with a redirection (kept, given again to whoever sends the
same form again), or with a refusal (4xx: nothing kept, the key stays good for the corrected answers). Same key with
other answers, or no key: 422, nothing done, and every answer ready to be sent again on purpose.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from quartierlibre.foundation.idempotency import operations as keys
from quartierlibre.foundation.idempotency.operations import Fresh, Replayed

FIELD = "once_key"
KEPT_HEADERS = ("Location", "HX-Redirect", "HX-Location")
_NOT_ANSWERS = {FIELD, "csrfmiddlewaretoken"}

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def once(operation: str, *, session_keys: Sequence[str] = ()) -> Callable[[View[P]], View[P]]:
    """Make the POST of a view act once per key. `session_keys`: what the act writes in the visitor's session.

    Those are given again with the redirection: whoever lost the first answer lost its cookie too.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            key = _key_of(request)
            if key is None:
                return _refuse(
                    request, _("Ce formulaire n’a pas de numéro d’envoi : il vient d’une page trop ancienne.")
                )
            with transaction.atomic():
                claim = keys.claim(key=key, operation=operation, digest=digest(request), owner_id=_owner(request))
                if isinstance(claim, Fresh):
                    return _act(request, claim, view(request, *args, **kwargs), session_keys)
            if isinstance(claim, Replayed):
                return _replay(request, claim.outcome)
            return _refuse(request, _("Ce formulaire a déjà été envoyé avec d’autres réponses."))

        setattr(guarded, "once_operation", operation)  # noqa: B010 - read by the contract on the table of pages
        return guarded

    return decorate


def digest(request: HttpRequest) -> str:
    """What the form says, files included, whatever the order of its fields.

    Keyed: a form with three possible answers would otherwise be read back from its digest.
    """
    said = hmac.new(settings.SECRET_KEY.encode(), request.path.encode(), "sha256")
    for name in sorted(set(request.POST) - _NOT_ANSWERS):
        said.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for sent in request.FILES.getlist(name):
            said.update(repr((name, sent.name, sent.size)).encode())
            for chunk in sent.chunks():
                said.update(chunk)
            sent.seek(0)
    return said.hexdigest()


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _owner(request: HttpRequest) -> int | None:
    return request.user.pk if request.user.is_authenticated else None


def _act(request: HttpRequest, claim: Fresh, answer: HttpResponse, session_keys: Sequence[str]) -> HttpResponse:
    """Keep how the act ended, or give the key back when it was refused."""
    if answer.status_code >= 400:
        keys.release(claim)
        return answer
    headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    if not headers and answer.status_code != 204:
        raise RuntimeError("A form that acts once ends with a redirection, or with a refusal (4xx).")
    session = {name: request.session[name] for name in session_keys if name in request.session}
    keys.settle(claim, {"status": answer.status_code, "headers": headers, "session": session})
    return answer


def _replay(request: HttpRequest, outcome: dict[str, Any]) -> HttpResponse:
    for name, value in outcome["session"].items():
        held = request.session.get(name, [])
        request.session[name] = [*value, *(each for each in held if each not in value)] if _is_list(value) else value
    status, headers = outcome["status"], outcome["headers"]
    if "Location" in headers:
        return HttpResponseRedirect(headers["Location"], status=status)
    return HttpResponse(status=status, headers=headers)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    """Nothing was done; the answers are kept in the page, one button sends them again under a new key."""
    answers = [
        (name, value) for name in request.POST if name not in _NOT_ANSWERS for value in request.POST.getlist(name)
    ]
    context = {"reason": reason, "answers": answers, "files": list(request.FILES)}
    answer = render(request, "pagekit/once_refused.html", context, status=422)
    answer["HX-Retarget"] = "body"  # a whole page, also when htmx asked for a part
    return answer
