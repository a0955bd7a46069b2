"""Demo only: one link per persona signs in as them."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit import personas

BACKEND = "quartierlibre.web.account.backend.PersonBackend"


def _landing(person: Person) -> str:
    has_a_desk = bool(person.territories_where(Permission.READ_APPLICATIONS))
    return reverse("manage:home" if has_a_desk else "account:home")


@login_not_required
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Who can be played, with a link each. Never served outside the demo."""
    if not settings.DEMO:
        raise Http404
    entrances = [(persona, personas.sign(persona)) for persona in personas.PERSONAS]
    return render(request, "demo/cast.html", {"entrances": entrances})


@login_not_required
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as a persona; the demo counts as their second factor."""
    persona = personas.read(token) if settings.DEMO else None
    if persona is None:
        raise Http404
    person = get_object_or_404(Person, email=persona.email)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="demo")
    return redirect(_landing(person))
