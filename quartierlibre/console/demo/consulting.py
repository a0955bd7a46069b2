"""After an evening that lacked its quorum: members answer in writing, each on their own day, until it closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.console.demo.cases import days_before
from quartierlibre.console.demo.passages import Passage, cast_each, decide, voices_of
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.queries.consultations import open_consultation_of
from quartierlibre.domain.committees.queries.votes import open_round_of

HOURS = ("19:40", "12:25", "21:10")
TWO_A_DAY = 2


def closing_moment(starts_at: datetime, written: Data) -> datetime | None:
    """The morning after the last day; None while the consultation of the story is still open."""
    return days_before(starts_at, -written["closes_after"], "09:20") if "closes_after" in written else None


def asked_acts(
    stage: Stage, passages: list[Passage], starts_at: datetime, at: datetime, written: Data
) -> Iterator[Act]:
    """Asked at the end of the evening; those named answer, two a day, in the order they are named."""
    yield Act(at, partial(_ask, stage, passages))
    answering = written["answered"]
    for n, slug in enumerate(answering):
        when = days_before(starts_at, -1 - n // TWO_A_DAY, HOURS[n % len(HOURS)])
        yield Act(when, partial(_answer, stage, passages, slug, answering))
    closed_at = closing_moment(starts_at, written)
    if closed_at:
        yield Act(closed_at, partial(_count, stage, passages))


def _ask(stage: Stage, passages: list[Passage]) -> None:
    committees.open_consultation(by=stage.manager, session=passages[0].session)


def _answer(stage: Stage, passages: list[Passage], slug: str, answering: list[str]) -> None:
    seat = stage.seats[passages[0].sector, slug]
    for passage in passages:
        held = open_round_of(passage.case)
        if held is None:
            raise AssertionError("every file heard was asked about")
        voters = held.voters.filter(cast_by__seat=seat).select_related("cast_by__seat__person")
        voice = voices_of(passage, passage.said, len(answering))[answering.index(slug)]
        cast_each(list(voters), [voice])


def _count(stage: Stage, passages: list[Passage]) -> None:
    held = open_consultation_of(passages[0].session)
    if held is None:
        raise AssertionError("it was opened at the end of the evening")
    committees.close_consultation(by=stage.manager, consultation=held)
    for passage in passages:
        decide(passage)
