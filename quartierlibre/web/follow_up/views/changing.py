"""Say that the project changes, in two questions."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.states import ChangeKind, ChangeState
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import person_of
from quartierlibre.web.follow_up.access import own_grant
from quartierlibre.web.follow_up.forms import ChangeForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.ask_change")
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    grant = own_grant(request, public_id)
    form = ChangeForm(request.POST or None)
    if request.method != "POST":
        return _page(request, grant, form)
    if not form.is_valid():
        return _page(request, grant, form, 422)
    given = form.cleaned_data
    return acted(
        request,
        lambda: operations.ask_change(
            by=person_of(request),
            grant=grant,
            kind=ChangeKind(given["kind"]),
            text=given["text"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            place=given["place"],
        ),
        then=reverse("follow_up:grant", args=[public_id]),
        show=lambda status: _page(request, grant, form, status),
        said=_("Votre demande est envoyée. L’équipe du fonds vous répond par courriel et ici."),
    )


def _page(request: HttpRequest, grant: Grant, form: ChangeForm, status: int = 200) -> HttpResponse:
    return render(request, "follow_up/change.html", {"grant": grant, "form": form}, status=status)


@login_not_required
@never_cache
@require_POST
@once("grants.withdraw_change")
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The request that waits is taken back."""
    grant = own_grant(request, public_id)
    change = get_object_or_404(grant.changes.select_related("grant"), state=ChangeState.ASKED)
    operations.withdraw_change(by=person_of(request), change=change)
    return redirect("follow_up:grant", public_id)
