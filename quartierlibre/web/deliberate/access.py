"""Who may open which door of a committee. What a person may not see does not exist for them: always 404, never 403."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from quartierlibre.domain.committees.models import Attendance, Case, Committee, Seat, Session
from quartierlibre.domain.committees.operations.actors import plans_for, runs
from quartierlibre.domain.committees.queries import is_concerned
from quartierlibre.domain.committees.queries.consultations import is_asked
from quartierlibre.domain.committees.states import SessionState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission

CARD = "deliberate_card"


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; raises Http404 for a visitor."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def seats_of(person: Person) -> list[int]:
    """Keys of the committees where this person sits today."""
    held = Seat.objects.held_on(timezone.localdate()).filter(person=person)
    return list(held.values_list("committee", flat=True))


def committee_to_read(person: Person, public_id: UUID) -> Committee:
    """One's own committee, or one of a territory where one plans sessions."""
    known = Committee.objects.select_related("fund__territory", "fund__scheme", "sector")
    committee = get_object_or_404(known, public_id=public_id)
    if not plans_for(person, committee) and committee.pk not in seats_of(person):
        raise Http404
    return committee


def committee_in_charge(person: Person, public_id: UUID) -> Committee:
    """A committee whose seats this person may give."""
    committee = committee_to_read(person, public_id)
    if not plans_for(person, committee):
        raise Http404
    return committee


def seat_in_charge(person: Person, committee: Committee, public_id: UUID) -> Seat:
    return get_object_or_404(Seat.objects.select_related("person"), committee=committee, public_id=public_id)


def session_to_read(person: Person, public_id: UUID) -> Session:
    """A session seen from the inside: as a member, or as who prepares it."""
    loaded = Session.objects.visible_to(person).select_related(
        "committee__fund__territory", "committee__fund__scheme", "regulation", "chair__person", "secretary__person"
    )
    return get_object_or_404(loaded, public_id=public_id)


def session_to_run(person: Person, public_id: UUID) -> Session:
    """A session this person prepares, chairs or keeps the minutes of."""
    session = session_to_read(person, public_id)
    if not runs(person, session):
        raise Http404
    return session


def case_to_run(person: Person, session_id: UUID, case_id: UUID) -> Case:
    """A file whose deliberation this person leads; 404 when they step aside on it or carry it."""
    session = session_to_run(person, session_id)
    case = _case_of(session, case_id)
    if is_concerned(person, case):
        raise Http404
    return case


def case_to_order(person: Person, session_id: UUID, case_id: UUID) -> Case:
    """A file of an agenda being prepared: nothing of its deliberation is shown."""
    return _case_of(session_to_run(person, session_id), case_id)


def _case_of(session: Session, case_id: UUID) -> Case:
    loaded = Case.objects.select_related("application__fund", "envelope__available")
    case = get_object_or_404(loaded, session=session, public_id=case_id)
    case.session = session
    return case


def let_in(request: HttpRequest, attendance: Attendance) -> None:
    """Remember in this browser that it holds a card. It opens one session, for one member, until it closes."""
    request.session[CARD] = {"session": str(attendance.session.public_id), "card": attendance.card}


def place_of(request: HttpRequest, session_id: UUID) -> Attendance:
    """The member's own place at a session: by the card this browser holds, else by who is signed in. 404 otherwise.

    Signed in, it takes a mandate of today, or to be asked in writing: the roll was frozen while theirs ran.
    """
    places = Attendance.objects.select_related(
        "session__committee__fund__territory", "session__chair", "session__secretary", "seat__person"
    )
    held = request.session.get(CARD) or {}
    if held.get("session") == str(session_id):
        by_card = places.filter(
            card=held["card"], session__public_id=session_id, session__state=SessionState.OPEN
        ).first()
        if by_card is not None:
            return by_card
    if not isinstance(request.user, Person):
        raise Http404
    mine = places.filter(session__public_id=session_id, seat__person=request.user)
    return get_object_or_404(mine, Q(session__in=Session.objects.visible_to(request.user)) | Q(is_asked()))


def funds_in_charge(person: Person) -> list[int]:
    """Keys of the territories where this person plans sessions."""
    return person.territories_where(Permission.PLAN_SESSIONS)
