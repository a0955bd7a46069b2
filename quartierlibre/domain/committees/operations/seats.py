"""Give and end seats; write down once the ties of a member."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.applications.contacts import name_key
from quartierlibre.domain.committees.models import Committee, Link, Seat
from quartierlibre.domain.committees.operations.actors import Actor, ensure_plans, is_member
from quartierlibre.domain.committees.rules import seats as rules
from quartierlibre.domain.committees.states import InterestNature, SeatBasis, SeatTitle
from quartierlibre.domain.funds.models import Funder
from quartierlibre.domain.funds.vocabulary import COLLEGES
from quartierlibre.domain.people.models import Group, Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine


class Details(TypedDict, total=False):
    """What may also be said of a seat; `funder` marks the seat of a funder's representative."""

    ends_on: date | None
    title: SeatTitle | str
    funder: Funder | None
    group: Group | None
    group_name: str
    senior_since: date | None


@transaction.atomic
def give_seat(
    *,
    by: Actor,
    committee: Committee,
    person: Person,
    college: str,
    basis: SeatBasis | str,
    votes: bool,
    starts_on: date,
    **details: Unpack[Details],
) -> Seat:
    """A person sits from one day to another, both included. Raises Refused: right, dates, a seat they already hold.

    `college` is a code of `funds.vocabulary.COLLEGES`.
    """
    committee = Committee.objects.select_for_update(of=("self",)).select_related("fund__territory").get(pk=committee.pk)
    ensure_plans(by, committee)
    seat = Seat(committee=committee, person=person, college=college, basis=basis, votes=votes, starts_on=starts_on)
    for name, value in details.items():
        setattr(seat, name, value.strip()[:160] if isinstance(value, str) else value)
    rules.may_give(
        starts_on=starts_on,
        ends_on=seat.ends_on,
        already_held=_held_meanwhile(committee, person, starts_on, seat.ends_on),
        college_is_known=college in COLLEGES,
    ).enforce()
    seat.save()
    said = {"college": college, "carries_voice": votes, "funder": seat.funder_id}
    journal.record("committees.seat.given", by=by, about=seat, territory=committee.fund.territory, **said)
    return seat


def _held_meanwhile(committee: Committee, person: Person, starts_on: date, ends_on: date | None) -> bool:
    seats = Seat.objects.filter(committee=committee, person=person).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    return (seats.filter(starts_on__lte=ends_on) if ends_on else seats).exists()


@transaction.atomic
def end_seat(*, by: Actor, seat: Seat, on: date) -> Seat:
    """A mandate stops after that day; the seat is kept, for what was done from it. Raises Refused if already ended."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("committee__fund__territory").get(pk=seat.pk)
    ensure_plans(by, seat.committee)
    rules.may_end(starts_on=seat.starts_on, ends_on=seat.ends_on, on=on).enforce()
    seat.ends_on = on
    seat.save(update_fields=["ends_on"])
    journal.record("committees.seat.ended", by=by, about=seat, territory=seat.committee.fund.territory, last_day=on)
    return seat


@transaction.atomic
def declare_link(
    *,
    by: Actor,
    person: Person,
    nature: InterestNature | str,
    name: str,
    group: Group | None = None,
    with_person: Person | None = None,
) -> Link:
    """A tie, said once by the member or by who prepares their committee; said again, it stays one."""
    rules.may_manage(_may_speak_for(by, person)).enforce()
    said = (name or (group.name if group else "") or (str(with_person) if with_person else "")).strip()[:160]
    rules.must_name(said).enforce()
    found, is_new = Link.objects.get_or_create(
        person=person,
        nature=nature,
        name_key=name_key(said),
        group=group,
        with_person=with_person,
        ended_at=None,
        defaults={"name": said},
    )
    if is_new:
        journal.record("committees.link.declared", by=by, about=found)
    return found


@transaction.atomic
def end_link(*, by: Actor, link: Link) -> Link:
    """A tie that is over proposes no recusal any more; what it proposed before stays. Said again, nothing changes."""
    link = Link.objects.select_for_update(of=("self",)).select_related("person").get(pk=link.pk)
    rules.may_manage(_may_speak_for(by, link.person)).enforce()
    if link.ended_at is None:
        link.ended_at = timezone.now()
        link.save(update_fields=["ended_at"])
        journal.record("committees.link.ended", by=by, about=link)
    return link


def _may_speak_for(by: Actor, person: Person) -> bool:
    if isinstance(by, Machine) or is_member(by, person):
        return True
    here = by.territories_where(Permission.PLAN_SESSIONS)
    seats = Seat.objects.held_on(timezone.localdate()).filter(person=person, committee__fund__territory__in=here)
    return seats.exists()
