"""One committee: who sits, until when, and the ties members declared."""

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
from quartierlibre.domain.committees.models import Committee, Link, Seat
from quartierlibre.domain.committees.operations.actors import plans_for
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.forms import EndSeatForm, LinkForm, SeatForm
from quartierlibre.web.deliberate.seating import CommitteePage, somebody


@never_cache
@require_safe
def committee(request: SignedInRequest, committee_id: UUID) -> HttpResponse:
    return _page(request, access.committee_to_read(request.user, committee_id))


def _page(
    request: HttpRequest, found: Committee, *, seat_form: SeatForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    page = CommitteePage(found, access.person_of(request), today=today)
    forms = {
        "seat_form": seat_form or SeatForm(today=today),
        "end_form": EndSeatForm(initial={"on": today}),
        "link_form": LinkForm(),
    }
    return render(request, "deliberate/committee.html", {"page": page, "committee": found, **forms}, status=status)


def _here(found: Committee) -> str:
    return reverse("deliberate:committee", args=[found.public_id])


@require_POST
@once("committees.give_seat")
def add_seat(request: HttpRequest, committee_id: UUID) -> HttpResponse:
    """A person comes to sit; one without e-mail is known by name and phone."""
    by = access.person_of(request)
    found = access.committee_in_charge(by, committee_id)
    form = SeatForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, found, seat_form=form, status=422)
    given = dict(form.cleaned_data)

    def give() -> Seat:
        person = somebody(found, email=given.pop("email"), name=given.pop("name"), phone=given.pop("phone"))
        return operations.give_seat(by=by, committee=found, person=person, **given)

    said = _("C’est noté : cette personne siège au comité.")
    return acted(
        request,
        give,
        then=_here(found),
        said=said,
        show=lambda status: _page(request, found, seat_form=form, status=status),
    )


@require_POST
@once("committees.end_seat")
def end_seat(request: HttpRequest, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    """A mandate ends on a day; the seat stays written for what was done from it."""
    by = access.person_of(request)
    found = access.committee_in_charge(by, committee_id)
    seat = access.seat_in_charge(by, found, seat_id)
    form = EndSeatForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    return acted(
        request,
        lambda: operations.end_seat(by=by, seat=seat, on=form.cleaned_data["on"]),
        then=_here(found),
        said=_("C’est noté : la fin du mandat est écrite."),
        show=lambda status: _page(request, found, status=status),
    )


@require_POST
@once("committees.declare_link")
def add_link(request: HttpRequest, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    """A tie, said by the member, or noted for them by who prepares the committee."""
    by = access.person_of(request)
    found = access.committee_to_read(by, committee_id)
    person = _who_may_speak(by, found, seat_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    return acted(
        request,
        lambda: operations.declare_link(by=by, person=person, **form.cleaned_data),
        then=_here(found),
        said=_("Merci : les déports se proposeront tout seuls."),
        show=lambda status: _page(request, found, status=status),
    )


@require_POST
@once("committees.end_link")
def end_link(request: HttpRequest, committee_id: UUID, seat_id: UUID) -> HttpResponse:
    """A tie that is over."""
    by = access.person_of(request)
    found = access.committee_to_read(by, committee_id)
    person = _who_may_speak(by, found, seat_id)
    key = request.POST.get("link", "")
    link = get_object_or_404(Link, person=person, ended_at=None, pk=key if key.isdecimal() else None)
    return acted(
        request,
        lambda: operations.end_link(by=by, link=link),
        then=_here(found),
        said=_("C’est noté : ce lien n’est plus d’actualité."),
        show=lambda status: _page(request, found, status=status),
    )


def _who_may_speak(by: Person, found: Committee, seat_id: UUID) -> Person:
    """The person of a seat: oneself, or anyone for who prepares the committee. 404 otherwise."""
    seats = Seat.objects.select_related("person").filter(committee=found)
    if not plans_for(by, found):
        seats = seats.filter(person=by)
    return get_object_or_404(seats, public_id=seat_id).person
