"""Write what a meeting is: its facts, its programme, its themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.facts import WRITTEN, Facts, Item
from quartierlibre.domain.meetings.models import Meeting, ProgrammeItem, Topic
from quartierlibre.domain.meetings.operations.actors import Actor, ensure_organises, hold, tell
from quartierlibre.domain.meetings.queries.addresses import free_slug
from quartierlibre.domain.meetings.queries.facts import facts_of
from quartierlibre.domain.meetings.rules import publishing as rules
from quartierlibre.domain.meetings.rules import times as time_rules
from quartierlibre.domain.meetings.states import MeetingState
from quartierlibre.foundation.verdicts import ALLOWED, Verdict


@transaction.atomic
def create_meeting(*, by: Actor, facts: Facts, programme: Sequence[Item] = (), topics: Iterable[Topic] = ()) -> Meeting:
    """A draft, with an address of its own. Raises Refused without the right or when the facts contradict each other."""
    ensure_organises(by, facts.territory)
    kept = facts.cleaned()
    _may_be(kept, is_public=False).enforce()
    meeting = Meeting(slug=_free_address(facts.slug or kept.title))
    _write(meeting, kept)
    meeting.save()
    tell("meetings.meeting.created", by=by, meeting=meeting, kind=meeting.kind)
    if programme:
        set_programme(by=by, meeting=meeting, items=programme)
    if chosen := list(topics):
        set_topics(by=by, meeting=meeting, topics=chosen)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def revise_meeting(*, by: Actor, meeting: Meeting, facts: Facts) -> Meeting:
    """The page says this from now on; the same facts change nothing. The address never changes. Raises Refused.

    To give a published meeting another date, with a word to those who planned to come, use `move_meeting`.
    """
    meeting = hold(by, meeting)
    ensure_organises(by, facts.territory)
    kept, before = facts.cleaned(), facts_of(meeting)
    is_public = meeting.state != MeetingState.DRAFT
    if is_public:
        kept = replace(kept, first_published_at=before.first_published_at, modified_at=before.modified_at)
    if kept == before:
        return meeting
    _may_be(kept, is_public=is_public or meeting.publish_at is not None).enforce()
    _write(meeting, kept)
    note_change(meeting)
    meeting.save()
    tell("meetings.meeting.revised", by=by, meeting=meeting, sequence=meeting.sequence)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def set_programme(*, by: Actor, meeting: Meeting, items: Sequence[Item]) -> Meeting:
    """The programme is this, in this order. Raises Refused when its hours do not follow one another."""
    meeting = hold(by, meeting)
    opens_at = meeting.welcome_at or meeting.starts_at
    time_rules.programme_in_order([item.at for item in items], opens_at=opens_at).enforce()
    meeting.programme.all().delete()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(meeting=meeting, order=order, at=item.at, title=item.title.strip(), kind=item.kind)
        for order, item in enumerate(items, start=1)
    )
    _changed(meeting)
    tell("meetings.programme.set", by=by, meeting=meeting, items=len(items))
    return meeting


@transaction.atomic
def set_topics(*, by: Actor, meeting: Meeting, topics: Iterable[Topic]) -> Meeting:
    """The meeting speaks of these themes."""
    meeting = hold(by, meeting)
    meeting.topics.set(topics)
    _changed(meeting)
    tell("meetings.topics.set", by=by, meeting=meeting, topics=meeting.topics.count())
    return meeting


@transaction.atomic
def set_funds(*, by: Actor, meeting: Meeting, funds: Iterable[Fund]) -> Meeting:
    """The meeting concerns these funds."""
    meeting = hold(by, meeting)
    meeting.funds.set(funds)
    _changed(meeting)
    tell("meetings.funds.set", by=by, meeting=meeting, funds=meeting.funds.count())
    return meeting


def _may_be(facts: Facts, *, is_public: bool) -> Verdict:
    published = rules.may_publish(mode=facts.mode, has_place=facts.has_place()) if is_public else ALLOWED
    return (
        rules.may_write(title=facts.title, mode=facts.mode, remote_url=facts.remote_url)
        & time_rules.may_take_place(facts.times)
        & published
    )


def _free_address(words: str) -> str:
    start = free_slug(words, taken=())
    return free_slug(words, taken=Meeting.objects.filter(slug__startswith=start[:60]).values_list("slug", flat=True))


def _write(meeting: Meeting, facts: Facts) -> None:
    for name in WRITTEN:
        setattr(meeting, name, getattr(facts, name))
    times = facts.times
    meeting.welcome_at, meeting.starts_at, meeting.ends_at = times.welcome_at, times.starts_at, times.ends_at
    meeting.has_hour, meeting.partners = times.has_hour, list(facts.partners)


def note_change(meeting: Meeting) -> None:
    """Calendars and readers are told that something moved, once it is saved; a draft has no reader."""
    meeting.sequence += 1
    if meeting.state != MeetingState.DRAFT:
        meeting.modified_at = timezone.now()


def _changed(meeting: Meeting) -> None:
    note_change(meeting)
    meeting.save(update_fields=["sequence", "modified_at"])
