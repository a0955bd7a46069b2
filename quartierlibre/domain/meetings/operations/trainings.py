"""Trainings of several days, held again on several territories; who was there on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.meetings.coming import DeskFacts
from quartierlibre.domain.meetings.models import Cycle, CycleDay, Meeting, Participant, Presence, Training
from quartierlibre.domain.meetings.operations.actors import Actor, ensure_organises
from quartierlibre.domain.meetings.operations.desks import hold_as_organiser, set_desk
from quartierlibre.domain.meetings.operations.lines import tell_of
from quartierlibre.domain.meetings.queries.addresses import free_slug
from quartierlibre.domain.meetings.rules import trainings as rules
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def create_training(*, by: Actor, title: str, aims: str = "", required_days: int | None = None) -> Training:
    """A qualification action, to be held here and there."""
    ensure_organises(by, None)
    rules.may_be_named(title).enforce()
    start = free_slug(title, taken=())
    slug = free_slug(title, taken=Training.objects.filter(slug__startswith=start[:60]).values_list("slug", flat=True))
    training = Training.objects.create(title=title.strip(), slug=slug, aims=aims.strip(), required_days=required_days)
    journal.record("meetings.training.created", by=by, about=training)
    return training


@transaction.atomic
def open_cycle(
    *, by: Actor, training: Training, days: Sequence[Meeting], territory: Territory | None = None, facts: DeskFacts
) -> Cycle:
    """Hold it once: these days, and one registration, at the first, for all of them. Raises Refused."""
    ensure_organises(by, territory, *(each.territory_id for each in days))
    ordered = sorted(days, key=lambda each: (each.starts_at, each.pk))
    taken = CycleDay.objects.filter(meeting__in=ordered).exists()
    rules.may_hold(days=len({each.pk for each in ordered}), is_taken=taken).enforce()
    desk = set_desk(by=by, meeting=ordered[0], facts=facts)
    cycle = Cycle.objects.create(training=training, territory=territory, desk=desk)
    CycleDay.objects.bulk_create(CycleDay(cycle=cycle, meeting=each) for each in ordered)
    journal.record("meetings.cycle.opened", by=by, about=cycle, territory=territory, days=len(ordered))
    return cycle


@transaction.atomic
def note_presence(
    *, by: Actor, day: CycleDay, participant: Participant, is_there: bool = True, at: datetime | None = None
) -> Presence:
    """They are there that day, or were noted by mistake; what was said last counts. Raises Refused."""
    desk = hold_as_organiser(by, day.cycle.desk)
    registration = participant.registration
    rules.may_be_noted(is_registered=registration.desk_id == desk.pk and participant.holds_place).enforce()
    at = min(at or timezone.now(), timezone.now())
    presence, is_new = Presence.objects.get_or_create(
        day=day, participant=participant, defaults={"told_at": at, "arrived_at": at if is_there else None}
    )
    if not is_new and at > presence.told_at:
        presence.told_at, presence.arrived_at = at, at if is_there else None
        presence.save(update_fields=["told_at", "arrived_at"])
    name = "meetings.participant.arrived" if is_there else "meetings.participant.not_there"
    tell_of(name, by=by, registration=registration, desk=desk, participant=participant.pk, day=day.pk)
    return presence
