"""The door on the day: by square or by name, on a telephone, with or without network, with or without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import CycleDay, Desk, Participant
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.web.meet.organise_access import door_in_charge, organiser_of
from quartierlibre.web.meet.organise_forms import WalkInForm
from quartierlibre.web.meet.organise_page import DoorPage

MOST_AT_ONCE = 500
Act = Callable[[Person, Desk, CycleDay | None, dict[str, Any]], object]


@never_cache
@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone by name; `q` narrows them for who has no script."""
    return _door_page(request, *door_in_charge(request, slug))


def _door_page(
    request: HttpRequest,
    desk: Desk,
    day: CycleDay | None = None,
    *,
    status: int = 200,
    form: WalkInForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "meeting": day.meeting if day else desk.meeting,
        "page": DoorPage(desk, day, words=request.GET.get("q", "")),
        "form": form or WalkInForm(desk=desk),
        "refusals": refused.verdict.refusals if refused else (),
        "here": "door",
    }
    return render(request, "meet/door.html", context, status=status)


@never_cache
@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """What reopens this door without network; its own address is all it may serve."""
    door_in_charge(request, slug)
    return render(request, "meet/door_worker.js", content_type="text/javascript; charset=utf-8")


@never_cache
@require_POST
@once("meetings.note_arrival")
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """One person is there, or was noted by mistake."""
    desk, day = door_in_charge(request, slug)
    person = _person(desk, request.POST.get("who", ""))
    is_there = request.POST.get("there", "") == "1"
    said = _("%(name)s est là.") if is_there else _("%(name)s n’est plus noté·e.")
    return acted(
        request,
        lambda: _noted(organiser_of(request), day, person, is_there=is_there),
        then=reverse("meet:door", args=[slug]),
        show=lambda status: _door_page(request, desk, day, status=status),
        said=said % {"name": person.name},
    )


def _noted(
    by: Person, day: CycleDay | None, person: Participant, *, is_there: bool, at: datetime | None = None
) -> None:
    """At the door of a meeting, or of one day of a cycle."""
    if day is None:
        operations.note_arrival(by=by, participant=person, is_there=is_there, at=at)
    else:
        operations.note_presence(by=by, day=day, participant=person, is_there=is_there, at=at)


def _person(desk: Desk, key: str) -> Participant:
    """Raises Http404 for anybody who is not of this meeting."""
    try:
        public_id = UUID(key)
    except ValueError as error:
        raise Http404 from error
    found = Participant.objects.filter(registration__desk=desk).select_related("registration__desk")
    return get_object_or_404(found, public_id=public_id)


@never_cache
@require_POST
@once("meetings.welcome_walk_in")
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody comes without having registered."""
    (desk, day), by = door_in_charge(request, slug), organiser_of(request)
    form = WalkInForm(request.POST, desk=desk)
    if not form.is_valid():
        return _door_page(request, desk, day, status=422, form=form)
    try:
        person = operations.welcome_walk_in(by=by, desk=desk, coming=form.coming())
        if day:
            operations.note_presence(by=by, day=day, participant=person)
    except Refused as refused:
        return _door_page(request, desk, day, status=409, form=form, refused=refused)
    return redirect("meet:door", slug)


@never_cache
@require_safe
def ticket(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The square of a ticket, read by the telephone of an organiser: this person, one tap."""
    mine = Participant.objects.visible_to(organiser_of(request)).select_related(
        "registration__desk__meeting", "category"
    )
    person = get_object_or_404(mine, public_id=public_id)
    context = {"person": person, "meeting": person.registration.desk.meeting, "here": "door"}
    return render(request, "meet/ticket.html", context)


@never_cache
@require_POST
def catch_up(request: HttpRequest, slug: str) -> HttpResponse:
    """What a telephone noted without network, in any order and as often as it likes: each is done once.

    Each entry has a `key` of its own, given back with how it ended.
    """
    (desk, day), by = door_in_charge(request, slug), organiser_of(request)
    try:
        entries = json.loads(request.body or b"[]")
    except ValueError:
        return JsonResponse({"done": []}, status=400)
    if not isinstance(entries, list) or len(entries) > MOST_AT_ONCE:
        return JsonResponse({"done": []}, status=400)
    return JsonResponse({"done": [_caught_up(by, desk, day, each) for each in entries if isinstance(each, dict)]})


def _caught_up(by: Person, desk: Desk, day: CycleDay | None, entry: dict[str, Any]) -> dict[str, object]:
    """How one entry ended; a reason in words when a person must settle it."""
    acts: dict[object, Act] = {"arrival": _arrival, "walk_in": _walk_in}
    key = str(entry.get("key", ""))[:64]
    act = acts.get(entry.get("kind"))
    if act is None:
        return {"key": key, "ok": False, "why": _("Cette ligne est illisible.")}
    try:
        act(by, desk, day, entry)
    except Refused as refused:
        return {"key": key, "ok": False, "why": " ".join(map(str, refused.verdict.messages))}
    except (Http404, ValueError):
        return {"key": key, "ok": False, "why": _("Cette personne n’est pas de cette rencontre.")}
    return {"key": key, "ok": True}


def _arrival(by: Person, desk: Desk, day: CycleDay | None, entry: dict[str, Any]) -> None:
    person = _person(desk, str(entry.get("who", "")))
    _noted(by, day, person, is_there=entry.get("there") is True, at=_at(entry))


def _walk_in(by: Person, desk: Desk, day: CycleDay | None, entry: dict[str, Any]) -> None:
    """The key of the entry is the registration's own: said again, it is the same person."""
    form = WalkInForm(entry, desk=desk)
    if not form.is_valid():
        raise ValueError
    key = UUID(str(entry.get("key", "")))
    person = operations.welcome_walk_in(by=by, desk=desk, coming=form.coming(), at=_at(entry), public_id=key)
    if day:
        operations.note_presence(by=by, day=day, participant=person, at=_at(entry))


def _at(entry: dict[str, Any]) -> datetime | None:
    """The clock of the telephone; None when it makes no sense."""
    said = entry.get("at")
    try:
        return datetime.fromtimestamp(said / 1000, UTC) if isinstance(said, int | float) else None
    except (OverflowError, OSError, ValueError):
        return None
