"""One's own corner: my projects, my roles, my security."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.models import Application
from quartierlibre.pagekit.http import SignedInRequest

MOST_PROJECTS = 50


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    mandates = request.user.mandates.current().select_related("territory").order_by("starts_on")
    mine = Application.objects.held_by(request.user).select_related("fund").order_by("-updated_at")
    return render(request, "account/home.html", {"mandates": mandates, "projects": mine[:MOST_PROJECTS]})


@login_not_required
@require_safe
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """There is no account to open: filing a project is enough. Letters to unknown addresses lead here."""
    return redirect("apply:start")
