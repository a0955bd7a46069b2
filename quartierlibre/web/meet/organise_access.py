"""Who prepares meetings here. What a person may not see does not exist for them: always 404, never 403."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from quartierlibre.domain.meetings.models import CycleDay, Desk, Meeting
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory


def organiser_of(request: HttpRequest) -> Person:
    """Who is signed in and organises somewhere. Raises Http404 otherwise."""
    if not isinstance(request.user, Person) or not request.user.territories_where(Permission.ORGANISE_MEETINGS):
        raise Http404
    return request.user


def meeting_in_charge(request: HttpRequest, slug: str) -> Meeting:
    """A meeting this person prepares. Raises Http404 otherwise, whether it exists or not."""
    found = Meeting.objects.organised_by(organiser_of(request)).select_related("desk", "territory", "series")
    return get_object_or_404(found, slug=slug)


def door_in_charge(request: HttpRequest, slug: str) -> tuple[Desk, CycleDay | None]:
    """The desk whose people come in to this meeting, and the day of the cycle when it is one. Raises Http404."""
    meeting = meeting_in_charge(request, slug)
    day = CycleDay.objects.filter(meeting=meeting).select_related("cycle__desk__meeting", "meeting").first()
    return (day.cycle.desk, day) if day else (desk_in_charge(request, slug), None)


def desk_in_charge(request: HttpRequest, slug: str) -> Desk:
    """Its registrations. Raises Http404 when there are none to keep."""
    found = Meeting.objects.organised_by(organiser_of(request))
    return get_object_or_404(Desk.objects.filter(meeting__in=found).select_related("meeting"), meeting__slug=slug)


def territories_of(by: Person) -> dict[str, Territory]:
    """Where this person organises."""
    keys = by.territories_where(Permission.ORGANISE_MEETINGS)
    return {str(each.pk): each for each in Territory.objects.filter(pk__in=keys).order_by("name", "pk")}
