"""The waiting list: a file the committee said yes to is helped when money comes back, or gives its place up."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import WaitingPlace
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.forms import GiveUpForm
from quartierlibre.web.deliberate.waiting import lines_for


@never_cache
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Every line of one's funds; nobody else has anything here."""
    if not access.funds_in_charge(request.user):
        raise Http404
    return _page(request, request.user)


def _page(
    request: HttpRequest,
    by: Person,
    *,
    refused: WaitingPlace | None = None,
    form: GiveUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The lists, with what was typed for the file that was refused."""
    context = {
        "lines": lines_for(by),
        "typed": form,
        "typed_for": refused.pk if refused and form else None,
    }
    return render(request, "deliberate/waiting.html", context, status=status)


def _place(by: Person, session_id: UUID, case_id: UUID) -> WaitingPlace:
    """The place of a file one leads; 404 when it never waited."""
    if not access.funds_in_charge(by):
        raise Http404
    case = access.case_to_run(by, session_id, case_id)
    place = get_object_or_404(WaitingPlace, case=case)
    place.case = case
    return place


@require_POST
@once("committees.serve_waiting")
def serve(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """The money is there: decided as the committee voted that evening."""
    by = access.person_of(request)
    place = _place(by, session_id, case_id)
    return acted(
        request,
        lambda: operations.serve_waiting(by=by, waiting_place=place),
        then=reverse("deliberate:answers", args=[session_id]),
        said=_("L’aide est accordée et l’argent réservé. Il reste à répondre au porteur."),
        show=lambda status: _page(request, by, status=status),
    )


@require_POST
@once("committees.give_up_waiting")
def give_up(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """The file leaves the line, with a reason, and may come before another session."""
    by = access.person_of(request)
    place = _place(by, session_id, case_id)
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        return _page(request, by, refused=place, form=form, status=422)
    return acted(
        request,
        lambda: operations.give_up_waiting(by=by, waiting_place=place, because=form.cleaned_data["because"]),
        then=reverse("deliberate:waiting"),
        said=_("Ce dossier n’attend plus. Il pourra revenir devant un comité."),
        show=lambda status: _page(request, by, refused=place, form=form, status=status),
    )
