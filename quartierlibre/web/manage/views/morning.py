"""The first page of the day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.manage.access import territories_of
from quartierlibre.web.manage.morning import greeting, morning_of


@never_cache
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What to do, computed; then each fund in a few figures."""
    territories = territories_of(request.user, Permission.READ_APPLICATIONS)
    today = timezone.localdate()
    morning = morning_of(request.user, territories, today=today)
    context = {"morning": morning, "greeting": greeting(request.user), "today": today, "here": "home"}
    return render(request, "manage/home.html", context)
