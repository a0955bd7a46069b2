"""Who comes: the places left, the line, a registration by its link, figures for the organiser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from quartierlibre.domain.meetings.models import AudienceCategory, Desk, Meeting, Participant, Registration
from quartierlibre.domain.meetings.rules.registering import Party, Room, is_open, party_of
from quartierlibre.domain.meetings.states import HOLDING, MeetingKind, Need, RegistrationState
from quartierlibre.foundation.verdicts import Verdict


def closes_at(desk: Desk) -> datetime:
    """When registration ends: the date said, and never after the meeting has started."""
    start = desk.meeting.starts_at if desk.meeting.has_hour else desk.meeting.last_moment
    return min(desk.closes_at or start, start)


def desk_of(meeting: Meeting) -> Desk | None:
    """Where one registers for it: its own desk, or that of the cycle it is a day of."""
    own: Desk | None = getattr(meeting, "desk", None)
    if own is None and meeting.kind == MeetingKind.TRAINING:
        return Desk.objects.filter(cycle__days__meeting=meeting).select_related("meeting").first()
    return own


def may_register_now(desk: Desk, *, now: datetime) -> Verdict:
    """Whether anyone may register at this instant."""
    return is_open(state=desk.meeting.state, opens_at=desk.opens_at, closes_at=closes_at(desk), now=now)


def room_of(desk: Desk) -> Room:
    """The places left, as the database counts them."""
    left = None if desk.seats is None else desk.seats - desk.taken
    return Room(left, {each.pk: _left(each) for each in desk.categories.all()})


def is_full(desk: Desk) -> bool:
    """Whoever registers now waits for a place, whatever their category."""
    return desk.seats is not None and desk.taken >= desk.seats


def _left(category: AudienceCategory) -> int | None:
    return None if category.quota is None else category.quota - category.taken


def line_of(desk: Desk) -> Iterable[tuple[int, Party]]:
    """Who waits, in order, with so many of each category."""
    people: dict[int, list[int | None]] = {}
    waiting = Participant.objects.filter(registration__desk=desk, registration__state=RegistrationState.WAITING)
    for key, category in waiting.order_by("registration__number", "position").values_list(
        "registration_id", "category_id"
    ):
        people.setdefault(key, []).append(category)
    return [(key, party_of(categories)) for key, categories in people.items()]


def place_in_line(registration: Registration) -> int:
    """How many are before them, and them: first is 1."""
    waiting = Registration.objects.filter(desk=registration.desk_id, state=RegistrationState.WAITING)
    return waiting.filter(number__lte=registration.number).count()


@dataclass(frozen=True)
class Figures:
    """The numbers of a meeting, in people."""

    holding: int
    offered: int
    waiting: int
    arrived: int
    by_category: tuple[tuple[str, int, int, int | None], ...]
    by_territory: tuple[tuple[str, int, int], ...]
    needs: tuple[tuple[str, int], ...]


def people_of(desk: Desk) -> QuerySet[Participant]:
    """All those who registered and did not step back, in the order of the desk."""
    found = Participant.objects.filter(registration__desk=desk)
    return found.select_related("registration", "category", "territory").order_by("registration__number", "position")


def figures_of(desk: Desk, people: Iterable[Participant]) -> Figures:
    """Counted from people already read. A row of `by_category`: name, who hold a place, who came, quota."""
    held = [each for each in people if each.holds_place]
    waiting = sum(each.registration.state == RegistrationState.WAITING for each in people)
    offered = sum(each.registration.state == RegistrationState.OFFERED for each in held)
    came = [each for each in held if each.arrived_at]
    categories = [
        (str(each), _count(held, each.pk), _count(came, each.pk), each.quota) for each in desk.categories.all()
    ]
    places = Counter(str(each.territory or "") for each in held)
    came_from = Counter(str(each.territory or "") for each in came)
    return Figures(
        holding=len(held),
        offered=offered,
        waiting=waiting,
        arrived=len(came),
        by_category=tuple(categories),
        by_territory=tuple((name, count, came_from[name]) for name, count in sorted(places.items())),
        needs=tuple((str(need.label), count) for need in Need if (count := sum(need in each.needs for each in held))),
    )


def _count(people: list[Participant], category: int) -> int:
    return sum(each.category_id == category for each in people)


def with_contact(desk: Desk, *, email: str, phone: str) -> int:
    """How many live registrations at this desk already give this e-mail or this number."""
    same = Q(email=email) if email else Q()
    if phone:
        same |= Q(phone=phone)
    live = (*HOLDING, RegistrationState.WAITING)
    return Registration.objects.filter(same, desk=desk, state__in=live).count()
