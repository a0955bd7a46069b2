"""Staff act only after a second factor: a passkey, or a code from an application (trust.md B35)."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from quartierlibre.domain.people.models import Person

# What someone may still do before their second factor: set it up, read public pages, leave.
FREE_NAMESPACES = frozenset({"discover", "apply", "pagekit", "demo", "account", "cms", "meet"})
# Of these, the ones that show other people's affairs all the same.
WORK_ROUTES = ("agenda/organiser/",)
FREE_PREFIXES = ("account_", "mfa_", "wagtail_serve", "wagtaildocs_serve")
# Once a factor exists, only these are left: nobody plugs a second one without proving the first.
PROOFS = frozenset({"mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


def is_required(person: Person | AnonymousUser) -> bool:
    return isinstance(person, Person) and person.is_staff_member()


def is_done(request: HttpRequest) -> bool:
    """True when this very session went through a second factor (or is the demo's)."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in {"mfa", "demo"} for record in records)


def count_first_factor(request: HttpRequest, user: Person, authenticator: Authenticator, **_: object) -> None:
    """Setting up one's first factor proves it: its code, or its key, was just given."""
    known = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if not known.exclude(pk=authenticator.pk).exists():
        proof = {"id": authenticator.pk, "type": authenticator.type, "reauthenticated": True}
        record_authentication(request, user, "mfa", **proof)


def _is_free(path: str, *, has_factor: bool) -> bool:
    match = resolve(path)
    name = match.url_name or ""
    if name.startswith("mfa_") and has_factor:
        return name in PROOFS
    if match.route.startswith(WORK_ROUTES):
        return False
    return name.startswith(FREE_PREFIXES) or bool(FREE_NAMESPACES.intersection(match.namespaces))


class SecondFactorMiddleware:
    """Send staff to set up, or to give, their second factor before any page that shows other people's files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if not is_required(request.user) or is_done(request):
            return None
        has_factor = is_mfa_enabled(request.user)
        if _is_free(request.path_info, has_factor=has_factor):
            return None
        return redirect("mfa_reauthenticate" if has_factor else "mfa_index")
