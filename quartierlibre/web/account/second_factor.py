"""Staff act only after a second factor: a passkey, or a code from an application (trust.md B35)."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from quartierlibre.domain.people.models import Person

# What someone may still do before their second factor: set it up, read public pages, leave.
FREE_NAMESPACES = frozenset({"discover", "apply", "pagekit", "demo", "account"})
FREE_PREFIXES = ("account_", "mfa_")


def is_required(person: Person | AnonymousUser) -> bool:
    return isinstance(person, Person) and person.is_staff_member()


def is_done(request: HttpRequest) -> bool:
    """True when this very session went through a second factor (or is the demo's)."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in {"mfa", "demo"} for record in records)


def _is_free(path: str) -> bool:
    match = resolve(path)
    free_name = (match.url_name or "").startswith(FREE_PREFIXES)
    return free_name or bool(FREE_NAMESPACES.intersection(match.namespaces))


class SecondFactorMiddleware:
    """Send staff to set up, or to give, their second factor before any page that shows other people's files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if not request.user.is_authenticated or _is_free(request.path_info):
            return None
        if is_done(request) or not is_required(request.user):
            return None
        return redirect("mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_index")
