"""The evenings of two years, and the one of tonight, as committees lived them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from quartierlibre.console.demo import clock
from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.console.demo.cases import PastProject, days_before, filing_acts
from quartierlibre.console.demo.consulting import asked_acts, closing_moment
from quartierlibre.console.demo.minutes import minutes_acts
from quartierlibre.console.demo.passages import (
    Passage,
    coming_back_acts,
    hearing_acts,
    preparing_acts,
    put_to_the_vote,
)
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.states import Presence

PLANNED, CALLED, EXCUSED = 75, 10, 3  # days before the evening
HEARING = timedelta(minutes=20)
TONIGHT = 0
OF_THE_FIRST_TIME = frozenset(
    {"outcome", "amount", "reason", "conditions", "against", "abstain", "first_round", "recused", "late_recused"}
)


@dataclass
class Evening:
    """One sitting of a committee, and the projects that pass before it."""

    stage: Stage
    said: Data
    starts_at: datetime
    passages: list[Passage] = field(default_factory=list)

    @property
    def sector(self) -> str:
        return str(self.said.get("sector", ""))

    @property
    def key(self) -> tuple[str, int]:
        return self.sector, self.said.get("weeks_ago", TONIGHT)

    @property
    def heard(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.is_heard]

    @property
    def decides(self) -> bool:
        """In the room; members asked in writing decide later."""
        return bool(self.said.get("quorum", True)) and not self.written

    @property
    def written(self) -> Data:
        """How its members answered in writing; empty when they were not asked."""
        return dict(self.said.get("written", {}))

    @property
    def ends_at(self) -> datetime | None:
        """The moment its minutes count from; None while it is still open."""
        return closing_moment(self.starts_at, self.written) if self.written else self.starts_at

    def before(self, days: int, hour: str) -> datetime:
        return days_before(self.starts_at, days, hour)


def evening_acts(stage: Stage) -> Iterator[Act]:
    """Oldest first, so that a project seen again finds where it was filed."""
    files: dict[str, PastProject] = {}
    for said in sorted(stage.data["evenings"], key=lambda said: -said["weeks_ago"]):
        evening = _evening(stage, said, _moment(stage, said), files)
        yield from _prepare(evening)
        yield from _hold(evening)
        until, ends_at = said.get("minutes", "sealed"), evening.ends_at
        if ends_at:
            answers = evening.decides or bool(evening.written)
            yield from minutes_acts(stage, evening.key, ends_at, until, answers=answers)
    if "tonight" in stage.data:
        tonight = _evening(stage, stage.data["tonight"], _tonight(stage), files)
        yield from _prepare(tonight)
        yield from _begin(tonight)


def _moment(stage: Stage, said: Data) -> datetime:
    """The committee's own day and hour, in that week."""
    habit = _habit(stage, said)
    day = stage.after(-7 * said["weeks_ago"])
    return clock.moment(day + timedelta(days=habit["weekday"] - day.weekday()), habit["at"])


def _habit(stage: Stage, said: Data) -> Data:
    found: Data = next(each for each in stage.data["committees"] if each.get("sector") == said.get("sector"))
    return found


def _tonight(stage: Stage) -> datetime:
    """Begun ten to forty minutes ago, whatever the hour, so that whoever plays the demo finds the room open."""
    lately = stage.now - timedelta(minutes=10)
    return lately.replace(minute=lately.minute // 30 * 30, second=0, microsecond=0)


def _evening(stage: Stage, said: Data, starts_at: datetime, files: dict[str, PastProject]) -> Evening:
    evening = Evening(stage, said, starts_at)
    for told in said["cases"]:
        first = files.get(told["title"])
        if first is None:
            first = files[told["title"]] = PastProject(stage, _whole(stage, told), starts_at, len(files))
        again = bool(said.get("second_call"))
        evening.passages.append(Passage(stage, first, told, evening.sector, evening.key, starts_at, again))
    return evening


def _whole(stage: Stage, told: Data) -> Data:
    """What the file says is written at its first evening, even when a short demo begins after it."""
    if "pitch" in told:
        return told
    told_first = next(
        case
        for said in stage.data["all_evenings"]
        for case in said["cases"]
        if case["title"] == told["title"] and "pitch" in case
    )
    return {key: value for key, value in told_first.items() if key not in OF_THE_FIRST_TIME} | told


def _prepare(evening: Evening) -> Iterator[Act]:
    stage = evening.stage
    if not _is_called_again(evening):
        yield Act(evening.before(PLANNED, "10:15"), partial(_plan, evening))
    for passage in evening.passages:
        if passage.starts_at == passage.project.starts_at:
            yield from filing_acts(passage.project)
        yield from preparing_acts(passage)
    yield Act(evening.before(CALLED, "17:20"), partial(_call, evening))
    for slug in evening.said.get("excused", ()):
        yield Act(evening.before(EXCUSED, "12:45"), partial(_attend, stage, evening.key, slug, Presence.EXCUSED))


def _is_called_again(evening: Evening) -> bool:
    """The evening that lacked its quorum announced this one, unless a short demo begins after it."""
    former = [each for each in evening.stage.data["evenings"] if each.get("quorum") is False]
    return bool(evening.said.get("second_call")) and bool(former)


def _plan(evening: Evening) -> None:
    evening.stage.sessions[evening.key] = committees.plan_session(
        by=evening.stage.manager,
        committee=evening.stage.committees[evening.sector],
        starts_at=evening.starts_at,
        place=_habit(evening.stage, evening.said)["place"],
    )


def _call(evening: Evening) -> None:
    stage, session = evening.stage, evening.stage.sessions[evening.key]
    committees.set_hearings(by=stage.manager, session=session, first_at=evening.starts_at, minutes=20)
    committees.call_session(by=stage.manager, session=session, word=evening.said.get("word", ""))


def _attend(stage: Stage, key: tuple[str, int], slug: str, presence: Presence) -> None:
    seat, session = stage.seats[key[0], slug], stage.sessions[key]
    attendance = session.attendances.get(seat=seat)
    by = seat.person if presence == Presence.EXCUSED else stage.manager
    committees.note_attendance(by=by, attendance=attendance, presence=presence)


def _hold(evening: Evening) -> Iterator[Act]:
    stage, starts_at = evening.stage, evening.starts_at
    yield Act(starts_at, partial(_open, evening))
    at = starts_at + timedelta(minutes=5)
    for passage in evening.heard:
        yield from hearing_acts(passage, at, decides=evening.decides)
        yield from coming_back_acts(passage)
        at += HEARING
    if evening.written:
        yield from asked_acts(stage, evening.heard, starts_at, at, evening.written)
    elif not evening.decides:
        yield Act(at, partial(_call_again, evening))
    if evening.ends_at:
        yield Act(max(at, evening.ends_at) + timedelta(minutes=10), partial(_close, stage, evening.key))


def _open(evening: Evening) -> None:
    stage, session = evening.stage, evening.stage.sessions[evening.key]
    acting = evening.said.get("acting_secretary")
    secretary = stage.seats[evening.sector, acting] if acting else None
    stage.sessions[evening.key] = committees.open_session(by=stage.manager, session=session, secretary=secretary)
    away = set(evening.said.get("excused", ()))
    for sector, slug in stage.seats:
        if sector == evening.sector and slug not in away:
            _attend(stage, evening.key, slug, Presence.PRESENT)


def _close(stage: Stage, key: tuple[str, int]) -> None:
    stage.sessions[key] = committees.close_session(by=stage.manager, session=stage.sessions[key])


def _call_again(evening: Evening) -> None:
    """Not enough members: what was heard waits for a second sitting, announced at once."""
    stage = evening.stage
    again = next(each for each in stage.data["evenings"] if each.get("second_call"))
    stage.sessions[evening.sector, again["weeks_ago"]] = committees.plan_second_call(
        by=stage.manager, session=stage.sessions[evening.key], starts_at=_moment(stage, again)
    )


def _begin(evening: Evening) -> Iterator[Act]:
    """Tonight: the first file is decided, the vote is open on the second, the others wait."""
    stage, starts_at = evening.stage, evening.starts_at
    decided, voting, *_waiting = evening.heard
    yield Act(starts_at, partial(_open, evening))
    for minutes, act in enumerate(hearing_acts(decided, starts_at, decides=True), start=3):
        yield Act(starts_at + timedelta(minutes=minutes), act.do)
    for act in hearing_acts(voting, starts_at + timedelta(minutes=6), decides=False):
        yield act
    first = evening.said["votes"]
    yield Act(starts_at + timedelta(minutes=8), partial(put_to_the_vote, voting, first))
    yield Act(starts_at + timedelta(minutes=2), partial(_give_cards, stage, evening.key))


def _give_cards(stage: Stage, key: tuple[str, int]) -> None:
    for attendance in stage.sessions[key].attendances.all():
        committees.new_card(by=stage.manager, attendance=attendance)
