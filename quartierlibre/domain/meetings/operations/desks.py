"""Open registration to a meeting, and change its settings."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from quartierlibre.domain.meetings.coming import DeskFacts
from quartierlibre.domain.meetings.models import AudienceCategory, Desk, Meeting, Participant
from quartierlibre.domain.meetings.operations.actors import Actor, ensure_organises, hold, tell
from quartierlibre.domain.meetings.operations.lines import hold_line, promote
from quartierlibre.domain.meetings.rules import registering as rules

SET = ("seats", "opens_at", "closes_at", "party_most", "answer_hours", "remind_days", "contact")


@transaction.atomic
def set_desk(*, by: Actor, meeting: Meeting, facts: DeskFacts) -> Desk:
    """Registration to this meeting is as said; opened if it was not. New places go to who waits. Raises Refused."""
    meeting = hold(by, meeting)
    desk, is_new = Desk.objects.get_or_create(meeting=meeting)
    desk = hold_line(desk.pk)
    (
        rules.may_set_seats(seats=facts.seats, taken=desk.taken)
        & rules.may_be_dated(opens_at=facts.opens_at, closes_at=facts.closes_at)
    ).enforce()
    for name in SET:
        setattr(desk, name, getattr(facts, name))
    desk.needs = [str(each) for each in facts.needs]
    desk.save(update_fields=[*SET, "needs"])
    _set_categories(desk, facts)
    tell(
        "meetings.desk.opened" if is_new else "meetings.desk.changed",
        by=by,
        meeting=meeting,
        desk=desk.pk,
        seats=facts.seats,
        categories=len(facts.categories),
    )
    promote(hold_line(desk.pk))
    return hold_line(desk.pk)


def _set_categories(desk: Desk, facts: DeskFacts) -> None:
    """Found again by name: people keep the category they registered under."""
    known = {each.name: each for each in desk.categories.all()}
    wanted = {name.strip(): quota for name, quota in facts.categories if name.strip()}
    gone = [each for name, each in known.items() if name not in wanted]
    used = AudienceCategory.objects.filter(Exists(Participant.objects.filter(category=OuterRef("pk"))))
    rules.may_leave_out(used.filter(pk__in=[each.pk for each in gone]).exists()).enforce()
    desk.categories.filter(pk__in=[each.pk for each in gone]).delete()
    for order, (name, quota) in enumerate(wanted.items(), start=1):
        before = known.get(name)
        rules.may_set_seats(seats=quota, taken=before.taken if before else 0).enforce()
        AudienceCategory.objects.update_or_create(desk=desk, name=name, defaults={"order": order, "quota": quota})


def hold_as_organiser(by: Actor, desk: Desk) -> Desk:
    """The desk, held, for those who organise the meeting only. Raises Refused."""
    held = hold_line(desk.pk)
    ensure_organises(by, held.meeting.territory_id)
    return held
