"""Register without an account; then come back by a personal link to answer, change or step back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import link_of
from quartierlibre.domain.meetings.models import Desk, Meeting, Registration
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.personal_page import discreet
from quartierlibre.pagekit.visitor import address_of
from quartierlibre.web.meet.coming_forms import ComingForm, said_of
from quartierlibre.web.meet.coming_page import OwnPage, RegisterPage

MASKED_PATH = "/agenda/inscription/"
Page = Callable[[HttpRequest, str, Registration], HttpResponse]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("meetings.register")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """One page, one form: then the registration has its own page."""
    desks = Desk.objects.filter(meeting__in=Meeting.objects.readable()).select_related("meeting")
    desk = get_object_or_404(desks, meeting__slug=slug)
    page = RegisterPage(desk)
    if request.method != "POST":
        return _register_page(request, page, ComingForm(desk=desk, full=page.full_categories))
    form = ComingForm(request.POST, desk=desk, full=page.full_categories)
    if not form.is_valid():
        return _register_page(request, page, form, status=422)
    try:
        made = operations.register(by=None, desk=desk, contact=form.contact(), people=form.people())
    except Refused as refused:
        return _register_page(request, page, form, status=409, refused=refused)
    return redirect("meet:registration", link_of(made))


def _register_page(
    request: HttpRequest, page: RegisterPage, form: ComingForm, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    refusals = refused.verdict.refusals if refused else ()
    return render(request, "meet/register.html", {"page": page, "form": form, "refusals": refusals}, status=status)


def by_link(view: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """The registration a link opens; the same answer for a link that never was and for one mistyped."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        found = operations.registration_of_token(token=token, address=address_of(request))
        if found.registration is None:
            status = 429 if "code.too_many_tries" in found.verdict.codes else 404
            return render(request, "meet/no_registration.html", {"refusals": found.verdict.refusals}, status=status)
        return view(request, token, found.registration)

    return opened


def _own(request: HttpRequest, token: str, registration: Registration, *, status: int = 200) -> HttpResponse:
    return render(request, "meet/registration.html", {"page": OwnPage(registration, token)}, status=status)


def _here(token: str) -> str:
    return reverse("meet:registration", args=[token])


@login_not_required
@never_cache
@require_safe
@discreet(MASKED_PATH)
@by_link
def registration(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Where they stand, who comes, what they may do."""
    return _own(request, token, registration)


@csrf_exempt  # the link itself is the proof, no cookie is: and Django would log the address it refuses
@login_not_required
@never_cache
@require_POST
@discreet(MASKED_PATH)
@once("meetings.accept_offer")
@by_link
def accept(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Take the place offered."""
    return acted(
        request,
        lambda: operations.accept_offer(by=None, registration=registration),
        then=_here(token),
        show=lambda status: _own(request, token, Registration.objects.get(pk=registration.pk), status=status),
    )


@csrf_exempt
@login_not_required
@never_cache
@require_POST
@discreet(MASKED_PATH)
@once("meetings.cancel_registration")
@by_link
def step_back(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Leave the place to somebody else."""
    return acted(
        request,
        lambda: operations.cancel_registration(by=None, registration=registration),
        then=_here(token),
        show=lambda status: _own(request, token, registration, status=status),
    )


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@discreet(MASKED_PATH)
@once("meetings.change_registration")
@by_link
def change(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Who comes, how to reach them: nothing typed is lost when a rule refuses."""
    desk, people = registration.desk, list(registration.people.select_related("territory"))
    if request.method != "POST":
        return _change_page(request, token, registration, ComingForm(desk=desk, initial=said_of(registration)))
    form = ComingForm(request.POST, desk=desk)
    if not form.is_valid():
        return _change_page(request, token, registration, form, status=422)
    try:
        operations.change_registration(
            by=None, registration=registration, contact=form.contact(), people=form.people(people)
        )
    except Refused as refused:
        return _change_page(request, token, registration, form, status=409, refused=refused)
    return redirect(_here(token))


def _change_page(
    request: HttpRequest,
    token: str,
    registration: Registration,
    form: ComingForm,
    *,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "page": OwnPage(registration, token),
        "form": form,
        "refusals": refused.verdict.refusals if refused else (),
    }
    return render(request, "meet/change_registration.html", context, status=status)
