"""Prepare a session: order of the day, hearing times, recusals, convocations, cards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Interest, Session
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.forms import CallForm, HearingsForm
from quartierlibre.web.deliberate.preparing import PreparePage

STEPS = {"up": -1, "down": 1}


@never_cache
@require_safe
def prepare(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    return _page(request, access.session_to_run(request.user, session_id))


def _page(
    request: HttpRequest,
    session: Session,
    *,
    hearings: HearingsForm | None = None,
    call: CallForm | None = None,
    status: int = 200,
) -> HttpResponse:
    first_at = timezone.localtime(session.starts_at).time()
    context = {
        "page": PreparePage(session),
        "session": session,
        "hearings": hearings or HearingsForm(initial={"first_at": first_at}),
        "call": call or CallForm(initial={"word": session.word_of_convocation}),
        "here": "prepare",
    }
    return render(request, "deliberate/prepare.html", context, status=status)


def _here(session: Session, part: str = "") -> str:
    return reverse("deliberate:prepare", args=[session.public_id]) + part


@require_POST
@once("committees.move_case")
def move(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """One place up or down, by a button: no mouse is needed, nor a script."""
    by = access.person_of(request)
    case = access.case_to_order(by, session_id, case_id)
    listed = [line.case.pk for line in PreparePage(case.session).lines]
    place = listed.index(case.pk) + 1 if case.pk in listed else 1
    return acted(
        request,
        lambda: operations.move_case(by=by, case=case, position=place + STEPS.get(request.POST.get("to", ""), 0)),
        then=_here(case.session, f"#dossier-{case.public_id}"),
        show=lambda status: _page(request, case.session, status=status),
    )


@require_POST
@once("committees.take_off")
def take_off(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """A file leaves this agenda, with a reason."""
    by = access.person_of(request)
    case = access.case_to_order(by, session_id, case_id)
    return acted(
        request,
        lambda: operations.take_off(by=by, case=case, reason=request.POST.get("because", "")),
        then=_here(case.session),
        said=_("Retiré de l’ordre du jour. Le dossier attend une autre séance."),
        show=lambda status: _page(request, case.session, status=status),
    )


@require_POST
@once("committees.set_hearings")
def hearings(request: HttpRequest, session_id: UUID) -> HttpResponse:
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    form = HearingsForm(request.POST)
    if not form.is_valid():
        return _page(request, session, hearings=form, status=422)
    first_at = form.moment(timezone.localdate(session.starts_at))
    return acted(
        request,
        lambda: operations.set_hearings(
            by=by, session=session, first_at=first_at, minutes=form.cleaned_data["minutes"]
        ),
        then=_here(session, "#ordre-du-jour"),
        said=_("Les heures de passage sont fixées."),
        show=lambda status: _page(request, session, hearings=form, status=status),
    )


@require_POST
@once("committees.judge_recusal")
def recusal(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Agree with a recusal the system proposes, or set it aside and say why."""
    by = access.person_of(request)
    case = access.case_to_order(by, session_id, case_id)
    key = request.POST.get("interest", "")
    interest = get_object_or_404(
        Interest.objects.select_related("case__session__committee__fund", "seat__person"),
        case=case,
        pk=key if key.isdecimal() else None,
    )

    def judge() -> Interest:
        if request.POST.get("verdict") == "confirm":
            return operations.confirm_interest(by=by, interest=interest)
        return operations.dismiss_interest(by=by, interest=interest, reason=request.POST.get("because", ""))

    return acted(
        request,
        judge,
        then=_here(case.session, f"#dossier-{case.public_id}"),
        said=_("C’est noté."),
        show=lambda status: _page(request, case.session, status=status),
    )


@require_POST
@once("committees.propose_recusals")
def propose(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Compare once more every file with the ties of every member."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    return acted(
        request,
        lambda: operations.propose_recusals(by=by, session=session),
        then=_here(session, "#ordre-du-jour"),
        said=_("Les liens déclarés ont été comparés à chaque dossier."),
        show=lambda status: _page(request, session, status=status),
    )


@require_POST
@once("committees.call_session")
def call(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Send the convocations; letters for those without e-mail are ready to print."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, session, call=form, status=422)
    return acted(
        request,
        lambda: operations.call_session(by=by, session=session, word=form.cleaned_data["word"]),
        then=_here(session, "#convocation"),
        said=_("Les convocations partent. Imprimez celles des membres sans courriel."),
        show=lambda status: _page(request, session, call=form, status=status),
    )
