"""The member's phone: one screen, one tap, ten seconds to take it back."""

from __future__ import annotations

import time
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Attendance, Case, Consultation, Voter
from quartierlibre.domain.committees.operations.votes import AlreadyVoted
from quartierlibre.domain.committees.queries.consultations import open_consultation_of
from quartierlibre.domain.committees.rules.votes import UNDO_SECONDS
from quartierlibre.domain.committees.states import Choice, InterestNature
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.forms import read_euros
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.phone import PhonePage
from quartierlibre.web.deliberate.written import WrittenPage

UNDO = "ql_undo"  # a cookie: the server keeps nothing that says what was voted, not even in the session
NATURES = [each for each in InterestNature.choices if each[0] != InterestNature.OWN]


@login_not_required
@never_cache
@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """A card is scanned: this browser may follow this session as this member, until it closes."""
    attendance = operations.attendance_of_card(token)
    if attendance is None:
        return render(request, "deliberate/card_over.html", status=404)
    access.let_in(request, attendance)
    return redirect("deliberate:phone", attendance.session.public_id)


@login_not_required
@never_cache
@require_safe
def phone(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The file on the table, for who holds a card or is signed in; the same page by itself every few seconds."""
    try:
        attendance = access.place_of(request, session_id)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    return _page(request, attendance)


def _page(request: HttpRequest, attendance: Attendance, *, status: int = 200, typed: str = "") -> HttpResponse:
    is_part = "HX-Request" in request.headers
    consultation = open_consultation_of(attendance.session)
    if consultation is not None:
        return _written(request, attendance, consultation, status=status, typed=typed)
    page = PhonePage(attendance, undo=_undo_of(request), now=time.time())
    if is_part and status == 200 and request.headers.get("If-None-Match") == page.mark:
        return HttpResponseNotModified()
    context = {"page": page, "session": page.session, "natures": NATURES, "typed": typed}
    answer = render(request, "deliberate/phone.html" + ("#now" if is_part else ""), context, status=status)
    answer["ETag"] = page.mark
    return answer


def _written(
    request: HttpRequest, attendance: Attendance, consultation: Consultation, *, status: int, typed: str
) -> HttpResponse:
    """Asked in writing: a page read at leisure, which does not ask again by itself. A screen of the room becomes it."""
    if "HX-Request" in request.headers and status == 200:
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = WrittenPage(attendance, consultation, undo=_undo_of(request), now=time.time())
    context = {"page": page, "session": page.session, "natures": NATURES, "typed": typed}
    return render(request, "deliberate/written.html", context, status=status)


def _case_shown(attendance: Attendance) -> Case | None:
    """The file this member's screen shows now."""
    consultation = open_consultation_of(attendance.session)
    if consultation is None:
        return PhonePage(attendance, undo={}, now=time.time()).case
    return WrittenPage(attendance, consultation, undo={}, now=time.time()).case


def _here(attendance: Attendance) -> str:
    return reverse("deliberate:phone", args=[attendance.session.public_id])


def _voice(request: HttpRequest, attendance: Attendance) -> Voter:
    """A voice this member casts, own or carried; 404 for anybody else's."""
    key = request.POST.get("voice", "")
    carried = Voter.objects.filter(cast_by=attendance, round__case__session=attendance.session_id)
    return get_object_or_404(carried.select_related("round"), pk=key if key.isdecimal() else None)


@login_not_required
@require_POST
@once("committees.cast_ballot")
def cast(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One tap is a vote. Tapped twice, or after a lost answer, the receipt is the first one's."""
    attendance = access.place_of(request, session_id)
    voter = _voice(request, attendance)
    said = request.POST.get("choice", "")
    typed = request.POST.get("amount", "").strip() if said == Choice.FOR else ""
    amount = read_euros(typed) if typed else None
    if said not in Choice.values or (typed and amount is None):
        messages.error(request, _("Écrivez la somme en chiffres, par exemple 250 ou 1 234,50."))
        return _page(request, attendance, status=422, typed=typed)
    try:
        return _recorded(request, attendance, voter, Choice(said), amount)
    except AlreadyVoted:
        return redirect(_here(attendance))
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            messages.error(request, str(refusal.message))
        return _page(request, attendance, status=409, typed=typed)


def _recorded(
    request: HttpRequest, attendance: Attendance, voter: Voter, choice: Choice, amount: Cents | None
) -> HttpResponse:
    """Cast, and give the browser alone the means to take it back."""
    given = operations.cast_ballot(by=attendance.seat.person, voter=voter, choice=choice, amount=amount)
    answer = redirect(_here(attendance))
    kept = {**_undo_of(request), str(voter.pk): (given.undo_token, time.time())}
    answer.set_cookie(
        UNDO,
        signing.dumps(kept),
        max_age=UNDO_SECONDS + 1,
        path=_here(attendance),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _undo_of(request: HttpRequest) -> dict[str, tuple[str, float]]:
    """The tokens of the last seconds this browser holds, by voice."""
    try:
        kept = signing.loads(request.COOKIES.get(UNDO, ""), max_age=UNDO_SECONDS + 1)
    except signing.BadSignature:
        return {}
    return {voice: (token, at) for voice, (token, at) in kept.items()}


@login_not_required
@require_POST
@once("committees.undo_ballot")
def undo(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take it back within ten seconds, and vote again."""
    attendance = access.place_of(request, session_id)
    voter = _voice(request, attendance)
    token, _at = _undo_of(request).get(str(voter.pk), ("", 0.0))
    return acted(
        request,
        lambda: operations.undo_ballot(by=attendance.seat.person, voter=voter, undo_token=token),
        then=_here(attendance),
        show=lambda status: _page(request, attendance, status=status),
    )


@login_not_required
@require_POST
@once("committees.declare_interest")
def step_aside(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """« Je connais bien ce porteur » : the member steps aside, in one tap and one word."""
    attendance = access.place_of(request, session_id)
    said = request.POST.get("nature", "")
    case = _case_shown(attendance)
    if case is None or str(case.public_id) != request.POST.get("case") or said not in InterestNature.values:
        messages.error(request, _("Le dossier a changé pendant ce temps : relisez l’écran."))
        return _page(request, attendance, status=409)
    by = attendance.seat.person
    return acted(
        request,
        lambda: operations.declare_interest(by=by, case=case, seat=attendance.seat, nature=said),
        then=_here(attendance),
        show=lambda status: _page(request, attendance, status=status),
    )
