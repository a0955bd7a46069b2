"""The door of the editing pages: who has no pen sees nothing there, and only there may a page run its own styles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from quartierlibre.cms import rights
from quartierlibre.domain.people.models import Person

EDITING = "/cms/"
ADDRESSES = "quartierlibre.config.editing_urls"
# Wagtail's editor writes styles and a few scripts in its pages, and shows drafts in a frame of the same site.
RELAXED: Mapping[str, Sequence[str]] = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF, "data:"],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
}


class EditingDoorMiddleware:
    """Under /cms/ alone: Wagtail's addresses are known there and nowhere else, so a process that never edits never
    loads its screens; whoever holds no mandate to write gets « not found », as for any page that is not theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(EDITING):
            return self.get_response(request)
        request.urlconf = ADDRESSES
        answer = self.get_response(request)
        answer._csp_config = RELAXED  # type: ignore[attr-defined]
        return answer

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if not request.path_info.startswith(EDITING):
            return None
        if not isinstance(request.user, Person):  # Wagtail's own sign-in asks for a password: nobody has one here
            return redirect_to_login(request.get_full_path())
        if not rights.may_write(request.user):
            raise Http404
        rights.put_right(request.user)
        return None
