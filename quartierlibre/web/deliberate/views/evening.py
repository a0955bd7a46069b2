"""The evening: who is there, the session opened and closed, the files one after the other."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Attendance, Seat, Session
from quartierlibre.domain.committees.queries.sessions import seats_on
from quartierlibre.domain.committees.states import Presence, SeatTitle, SessionState
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.consulting import ConsultingDesk
from quartierlibre.web.deliberate.forms import ConsultingForm, OfficersForm, SecondCallForm
from quartierlibre.web.deliberate.room import EveningPage

LEAVING = "left"


@never_cache
@require_safe
def evening(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """The whole page; or its live part, or nothing at all when nothing moved."""
    session = access.session_to_run(request.user, session_id)
    return show(request, session)


def show(
    request: HttpRequest,
    session: Session,
    *,
    officers: OfficersForm | None = None,
    again: SecondCallForm | None = None,
    consulting: ConsultingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the evening, with what was typed in the form that was refused."""
    page = EveningPage(session, access.person_of(request))
    is_poll = request.method == "GET" and "HX-Request" in request.headers
    if is_poll and request.headers.get("If-None-Match") == page.mark:
        return HttpResponseNotModified()
    to_come = session.state in (SessionState.PLANNED, SessionState.CALLED)
    context = {
        "page": page,
        "session": session,
        "officers": (officers or _officers_form(session)) if to_come else None,
        "again": (again or SecondCallForm(initial=_again_initial(session))) if page.may_call_again else None,
        "consulting": (consulting or consulting_form(page.desk)) if page.desk.to_ask else None,
        "here": "evening",
    }
    name = "deliberate/evening.html" + ("#live" if is_poll else "")
    answer = render(request, name, context, status=status)
    answer["ETag"] = page.mark
    return answer


def _officers_form(session: Session, data: dict[str, str] | None = None) -> OfficersForm:
    seats = list(seats_on(session.committee, timezone.localdate()).order_by("person__name", "pk"))
    choices = [(str(each.public_id), str(each.person)) for each in seats]
    return OfficersForm(
        data,
        seats=choices,
        chair=_titled(seats, SeatTitle.CHAIR),
        secretary=_titled(seats, SeatTitle.SECRETARY),
    )


def _titled(seats: list[Seat], title: SeatTitle) -> str:
    return next((str(each.public_id) for each in seats if each.title == title), "")


def _again_initial(session: Session) -> dict[str, object]:
    """The same place at the same hour; the day is for the committee to say."""
    return {"hour": timezone.localtime(session.starts_at).time(), "place": session.place}


def consulting_form(desk: ConsultingDesk, data: QueryDict | None = None) -> ConsultingForm:
    return ConsultingForm(data, modes=desk.modes, asks_day=desk.last_day_by_rule is None)


def here(session: Session, part: str = "") -> str:
    return reverse("deliberate:evening", args=[session.public_id]) + part


@require_POST
@once("committees.note_attendance")
def attend(request: HttpRequest, session_id: UUID, seat_id: UUID) -> HttpResponse:
    """One tap on the attendance list."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    roll = Attendance.objects.select_related("seat__person", "session__committee__fund")
    attendance = get_object_or_404(roll, session=session, seat__public_id=seat_id)
    said = request.POST.get("presence", "")
    bearer = request.POST.get("proxy_to", "")

    def note() -> Attendance:
        if said == LEAVING:
            return operations.note_departure(by=by, attendance=attendance)
        presence = said if said in Presence.values else Presence.EXPECTED
        carrier = roll.filter(session=session, pk=int(bearer)).first() if bearer.isdecimal() else None
        return operations.note_attendance(by=by, attendance=attendance, presence=presence, proxy_to=carrier)

    return acted(
        request,
        note,
        then=here(session, f"#membre-{seat_id}"),
        show=lambda status: show(request, session, status=status),
    )


@require_POST
@once("committees.open_session")
def open_it(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The roll and the rules are frozen; nothing of them changes this evening."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    form = _officers_form(session, request.POST.dict())
    if not form.is_valid():
        return show(request, session, officers=form, status=422)
    seats = {str(each.public_id): each for each in seats_on(session.committee, timezone.localdate())}
    chair, secretary = (seats.get(form.cleaned_data[role]) for role in ("chair", "secretary"))
    return acted(
        request,
        lambda: operations.open_session(by=by, session=session, chair=chair, secretary=secretary),
        then=here(session),
        said=_("La séance est ouverte. Notez qui est là, puis passez au premier dossier."),
        show=lambda status: show(request, session, officers=form, status=status),
    )


@require_POST
@once("committees.close_session")
def close_it(request: HttpRequest, session_id: UUID) -> HttpResponse:
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    return acted(
        request,
        lambda: operations.close_session(by=by, session=session),
        then=reverse("deliberate:minutes", args=[session.public_id]),
        said=_("La séance est close. Relisez le procès-verbal ensemble, puis signez."),
        show=lambda status: show(request, session, status=status),
    )


@require_POST
@once("committees.plan_second_call")
def call_again(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """No quorum: announce the sitting that will decide whoever comes."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    form = SecondCallForm(request.POST)
    if not form.is_valid():
        return show(request, session, again=form, status=422)
    return acted(
        request,
        lambda: operations.plan_second_call(
            by=by, session=session, starts_at=form.starts_at(), place=form.cleaned_data["place"]
        ),
        then=here(session, "#seconde-reunion"),
        said=_("La seconde réunion est annoncée. Les dossiers y viendront une fois cette séance close."),
        show=lambda status: show(request, session, again=form, status=status),
    )
