"""One file on the table: who came, who steps aside, the vote, the money, the decision, and on to the next."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case, Interest, Round, Seat
from quartierlibre.domain.committees.states import HolderPresence, InterestNature, InterestState
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.casework import CasePage
from quartierlibre.web.deliberate.forms import DecisionForm, NamedForm, TotalsForm


@never_cache
@require_safe
def case(request: SignedInRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """The whole page; or its live part when something moved; or nothing."""
    return show(request, access.case_to_run(request.user, session_id, case_id))


def show(
    request: HttpRequest,
    found: Case,
    *,
    totals: TotalsForm | None = None,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with what was typed in the form that was refused."""
    found.refresh_from_db()
    page = CasePage(found)
    is_poll = request.method == "GET" and "HX-Request" in request.headers
    if is_poll and request.headers.get("If-None-Match") == page.mark:
        return HttpResponseNotModified()
    context = {
        "page": page,
        "case": found,
        "session": found.session,
        "totals_form": totals or TotalsForm(),
        "named_form": NamedForm(voices=page.voices_to_note) if page.is_by_name else None,
        "decision_form": decision
        or (DecisionForm(sentences=page.sentences, initial=page.initial) if page.is_voted else None),
        "natures": [each for each in InterestNature.choices if each[0] != InterestNature.OWN],
        "holder_choices": [each for each in HolderPresence.choices if each[0] != HolderPresence.EXPECTED],
        "here": "evening",
    }
    answer = render(request, "deliberate/case.html" + ("#live" if is_poll else ""), context, status=status)
    answer["ETag"] = page.mark
    return answer


def here(found: Case, part: str = "") -> str:
    return reverse("deliberate:case", args=[found.session.public_id, found.public_id]) + part


def _act(
    request: HttpRequest, found: Case, act: Callable[[], object], *, part: str = "", said: str = ""
) -> HttpResponse:
    return acted(
        request, act, then=here(found, part), said=said, show=lambda status: show(request, found, status=status)
    )


@require_POST
@once("committees.hear")
def hear(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Whether the holder came, in one tap."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    said = request.POST.get("presence", "")
    presence = said if said in HolderPresence.values else HolderPresence.EXPECTED
    return _act(request, found, lambda: operations.hear(by=by, case=found, holder_presence=presence))


@require_POST
@once("committees.deliberate_alone")
def alone(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """The holder leaves the room: the committee discusses."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    return _act(request, found, lambda: operations.deliberate_alone(by=by, case=found))


@require_POST
@once("committees.step_aside")
def step_aside(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """A member says in the room that they know the holder well; or a proposed recusal is settled."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    seats = Seat.objects.select_related("person").filter(committee=found.session.committee_id)
    seat = get_object_or_404(seats, public_id=_uuid(request.POST.get("seat", "")))
    said = request.POST.get("nature", "")
    nature = said if said in InterestNature.values else InterestNature.NEIGHBOUR
    return _act(
        request,
        found,
        lambda: operations.declare_interest(by=by, case=found, seat=seat, nature=nature),
        said=_("C’est noté. Cette personne sort, et ne vote pas sur ce dossier."),
    )


@require_POST
@once("committees.note_leaving")
def leaving(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """A recused member left the room, or came back: the minute is kept."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    key = request.POST.get("interest", "")
    known = Interest.objects.filter(case=found).exclude(state=InterestState.DISMISSED)
    interest = get_object_or_404(known.select_related("case__session"), pk=key if key.isdecimal() else None)
    back = request.POST.get("step") == "back"
    act = operations.come_back if back else operations.leave_room
    return _act(request, found, lambda: act(by=by, interest=interest), part="#deports")


@require_POST
@once("committees.adjourn")
def adjourn(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Put off without a vote: the file keeps its number and its rank."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    return acted(
        request,
        lambda: operations.adjourn(by=by, case=found, reason=request.POST.get("because", "")),
        then=_next(found),
        said=_("Ajourné. Le dossier garde son numéro et son rang."),
        show=lambda status: show(request, found, status=status),
    )


def _next(found: Case) -> str:
    """The page of the next file, else the evening."""
    following = CasePage(found).next_case
    if following is None:
        return reverse("deliberate:evening", args=[found.session.public_id])
    return reverse("deliberate:case", args=[found.session.public_id, following.public_id])


@require_POST
@once("committees.annul_round")
def annul(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """The last vote no longer counts, in the open; another one may be held."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    last = get_object_or_404(Round, pk=found.rounds.order_by("-number").values_list("pk", flat=True).first())
    return _act(
        request,
        found,
        lambda: operations.annul_round(by=by, round=last, because=request.POST.get("because", "")),
        said=_("Ce vote est annulé. Il reste écrit, avec sa raison."),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
