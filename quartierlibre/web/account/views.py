"""One's own corner: my projects, my roles, my security."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import Seat
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.navigation import work_doors

MOST_PROJECTS = 50


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    mandates = request.user.mandates.current().select_related("territory").order_by("role", "starts_on")
    mine = Application.objects.held_by(request.user).select_related("fund").order_by("-updated_at")
    sits = Seat.objects.held_on(timezone.localdate()).filter(person=request.user).exists()
    context = {"mandates": mandates, "projects": mine[:MOST_PROJECTS], "sits": sits, "doors": work_doors(request.user)}
    return render(request, "account/home.html", context)


@login_not_required
@require_safe
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """There is no account to open: filing a project is enough. Letters to unknown addresses lead here."""
    return redirect("apply:start")
