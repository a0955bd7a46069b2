"""Register, change, step back. A party has all its places or waits in line; nobody is ever seated twice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.meetings.coming import PURPOSE, Coming, Contact
from quartierlibre.domain.meetings.models import Desk, Participant, Registration
from quartierlibre.domain.meetings.operations.actors import Actor, ensure_organises
from quartierlibre.domain.meetings.operations.lines import become, ensure_may_touch, held, hold_line, promote, tell_of
from quartierlibre.domain.meetings.queries.coming import may_register_now, room_of, with_contact
from quartierlibre.domain.meetings.rules import registering as rules
from quartierlibre.domain.meetings.rules.registering import party_of
from quartierlibre.domain.meetings.states import HOLDING, RegistrationState, Source
from quartierlibre.foundation import personal_links
from quartierlibre.foundation.verdicts import ALLOWED, Verdict


@transaction.atomic
def register(
    *,
    by: Actor | None,
    desk: Desk,
    contact: Contact,
    people: Sequence[Coming],
    source: Source = Source.ONLINE,
    public_id: uuid.UUID | None = None,
) -> Registration:
    """A place for each, or the next number in the line. Raises Refused with every reason at once.

    `by` is None for a visitor. The same `public_id`, sent again by a telephone that had lost its network, is the same
    registration.
    """
    desk = hold_line(desk.pk)
    if source != Source.ONLINE:
        ensure_organises(by, desk.meeting.territory_id)
    if public_id and (known := Registration.objects.filter(public_id=public_id, desk=desk).first()):
        return known
    contact = contact.cleaned()
    _may_register(desk, contact, people, source).enforce()
    fits = room_of(desk).fits(_party(people))
    if source == Source.DOOR:
        rules.may_seat(fits).enforce()
    registration = _create(desk, contact, fits=fits, source=source, public_id=public_id or uuid.uuid4())
    _seat(registration, people)
    tell_of("meetings.registration.made", by=by, registration=registration, desk=desk, people=len(people))
    return registration


def _may_register(desk: Desk, contact: Contact, people: Sequence[Coming], source: Source) -> Verdict:
    """At the door people stand before you: the dates of registration are over, and nobody must be reached."""
    is_door = source == Source.DOOR
    opened = ALLOWED if is_door else may_register_now(desk, now=timezone.now())
    already = with_contact(desk, email=contact.email, phone=contact.phone) if contact and source == Source.ONLINE else 0
    return opened & _may_come(desk, people, has_contact=is_door or bool(contact)) & rules.may_register_again(already)


def _may_come(desk: Desk, people: Sequence[Coming], *, has_contact: bool) -> Verdict:
    known = {each.pk for each in desk.categories.all()}
    return rules.may_come(
        names=[each.name for each in people],
        party_most=desk.party_most,
        has_contact=has_contact,
        needs_category=bool(known) and any(each.category is None or each.category.pk not in known for each in people),
    )


def _party(people: Sequence[Coming]) -> rules.Party:
    return party_of(each.category.pk if each.category else None for each in people)


def _create(desk: Desk, contact: Contact, *, fits: bool, source: Source, public_id: uuid.UUID) -> Registration:
    desk.last_number += 1
    desk.save(update_fields=["last_number"])
    return Registration.objects.create(
        public_id=public_id,
        desk=desk,
        number=desk.last_number,
        state=RegistrationState.CONFIRMED if fits else RegistrationState.WAITING,
        source=source,
        email=contact.email,
        phone=contact.phone,
        token_hash=personal_links.digest_of(personal_links.token_of(PURPOSE, public_id)),
    )


def _seat(registration: Registration, people: Sequence[Coming]) -> None:
    Participant.objects.bulk_create(
        Participant(registration=registration, position=position, **_words(each))
        for position, each in enumerate(people, start=1)
    )


def _words(each: Coming) -> dict[str, object]:
    return {
        "name": each.name.strip(),
        "category": each.category,
        "function": each.function.strip(),
        "organisation": each.organisation.strip(),
        "territory": each.territory,
        "needs": [str(need) for need in each.needs],
        "needs_note": each.needs_note.strip(),
    }


@transaction.atomic
def change_registration(
    *, by: Actor | None, registration: Registration, contact: Contact, people: Sequence[Coming]
) -> Registration:
    """Who comes is this, from now on. More people need more places; those given up go to the line. Raises Refused."""
    registration, desk = held(registration)
    ensure_may_touch(by, desk)
    contact = contact.cleaned()
    (
        rules.may_still_change(state=registration.state, now=timezone.now(), starts_at=desk.meeting.starts_at)
        & _may_come(desk, people, has_contact=bool(contact))
    ).enforce()
    if registration.state in HOLDING:
        rules.may_seat(_room_without(desk, registration).fits(_party(people))).enforce()
    registration.email, registration.phone = contact.email, contact.phone
    registration.save(update_fields=["email", "phone"])
    _replace(registration, people)
    tell_of("meetings.registration.changed", by=by, registration=registration, desk=desk, people=len(people))
    promote(hold_line(desk.pk))
    return registration


def _room_without(desk: Desk, registration: Registration) -> rules.Room:
    """The places left if this party had none: given back as a negative party."""
    room = room_of(desk)
    mine = party_of(registration.people.values_list("category_id", flat=True))
    room.seat({category: -count for category, count in mine.items()})
    return room


def _replace(registration: Registration, people: Sequence[Coming]) -> None:
    """In the same order, so that a badge already printed stays somebody's. Whoever is too many leaves first."""
    registration.people.filter(position__gt=len(people)).delete()
    before = {each.position: each for each in registration.people.all()}
    for position, each in enumerate(people, start=1):
        kept = before.get(position) or Participant(registration=registration, position=position)
        words = _words(each)
        for name, value in words.items():
            setattr(kept, name, value)
        if kept.pk:
            kept.save(update_fields=list(words))
        else:
            kept.save()


@transaction.atomic
def cancel_registration(*, by: Actor | None, registration: Registration) -> Registration:
    """They will not come: their places go to the next ones. Raises Refused when it was done."""
    registration, desk = held(registration)
    ensure_may_touch(by, desk)
    registration.answer_by = None
    become(RegistrationState.CANCELLED, "meetings.registration.cancelled", by=by, registration=registration, desk=desk)
    promote(hold_line(desk.pk))
    return registration
