"""A member's own screen: the file on the table, one tap to vote, a big receipt. No total before the vote closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from quartierlibre.domain.committees.models import Attendance, Case, Decision, Interest, Round, Voter
from quartierlibre.domain.committees.queries import agenda_of
from quartierlibre.domain.committees.queries.interests import is_concerned
from quartierlibre.domain.committees.queries.votes import (
    ShownTotals,
    counting_round,
    open_round_of,
    result_of,
    shown_totals,
    voices_carried,
)
from quartierlibre.domain.committees.rules.outcomes import Result
from quartierlibre.domain.committees.rules.votes import UNDO_SECONDS
from quartierlibre.domain.committees.states import IN_THE_ROOM, BallotMode, CaseState, InterestState, SessionState
from quartierlibre.foundation.money import Cents
from quartierlibre.web.deliberate.project import ProjectPage
from quartierlibre.web.deliberate.room import DEALT_WITH, mark_of, on_the_table

Undo = Mapping[str, tuple[str, float]]


@dataclass(frozen=True)
class Voice:
    """One voice this member casts: their own, or one they carry. `may_undo` for ten seconds."""

    voter: Voter
    name: str
    is_own: bool
    may_undo: bool


def voice_shown(voter: Voter, attendance: Attendance, *, undo: Undo, now: float) -> Voice:
    """A voice as who casts it sees it."""
    _token, at = undo.get(str(voter.pk), ("", 0.0))
    return Voice(
        voter=voter,
        name=str(voter.attendance.seat.person),
        is_own=voter.attendance_id == attendance.pk,
        may_undo=voter.has_voted and now - at < UNDO_SECONDS,
    )


class PhonePage:
    """What one member sees now. `undo` are the tokens this browser holds, by voice, with their instant (epoch)."""

    def __init__(self, attendance: Attendance, *, undo: Undo, now: float) -> None:
        self.attendance, self.session = attendance, attendance.session
        self.person = attendance.seat.person
        self.undo, self.now = undo, now

    @cached_property
    def agenda(self) -> list[Case]:
        return list(agenda_of(self.session))

    @cached_property
    def case(self) -> Case | None:
        """The file on the table while the session is open."""
        found = on_the_table(self.agenda) if self.is_open else None
        if found is not None:
            found.session = self.session
        return found

    @property
    def place(self) -> tuple[int, int]:
        keys = [each.pk for each in self.agenda]
        return (keys.index(self.case.pk) + 1 if self.case else 0), len(keys)

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN

    @property
    def is_over(self) -> bool:
        return self.session.state == SessionState.HELD

    @property
    def is_here(self) -> bool:
        return self.attendance.presence in IN_THE_ROOM and self.attendance.left_at is None

    @cached_property
    def is_aside(self) -> bool:
        """True when this member may not follow the deliberation of the file on the table."""
        return self.case is not None and is_concerned(self.person, self.case)

    @cached_property
    def interest(self) -> Interest | None:
        """What was proposed or declared of this member for this file, to be confirmed by them."""
        if self.case is None:
            return None
        known = Interest.objects.filter(case=self.case, seat=self.attendance.seat_id)
        return known.exclude(state=InterestState.DISMISSED).first()

    @cached_property
    def project(self) -> ProjectPage | None:
        return ProjectPage(self.case) if self.case and not self.is_aside else None

    @cached_property
    def held(self) -> Round | None:
        """The vote under way, for who may take part in it."""
        return open_round_of(self.case) if self.case and not self.is_aside else None

    @property
    def is_by_hand(self) -> bool:
        return self.held is not None and self.held.mode == BallotMode.TOTALS

    @property
    def is_secret(self) -> bool:
        return self.held is not None and self.held.mode == BallotMode.SECRET

    @cached_property
    def voices(self) -> list[Voice]:
        """Their own first, then those they carry; an empty list for who has no voice here."""
        if self.held is None or self.is_by_hand:
            return []
        found = [self._voice(each) for each in voices_carried(self.attendance, self.held)]
        return sorted(found, key=lambda each: not each.is_own)

    def _voice(self, voter: Voter) -> Voice:
        return voice_shown(voter, self.attendance, undo=self.undo, now=self.now)

    @cached_property
    def counted(self) -> Round | None:
        """The vote just closed on this file."""
        if self.case is None or self.is_aside or self.case.state != CaseState.VOTED:
            return None
        return counting_round(self.case)

    @property
    def totals(self) -> ShownTotals | None:
        return shown_totals(self.counted) if self.counted else None

    @property
    def result(self) -> Result | None:
        return result_of(self.counted) if self.counted else None

    @cached_property
    def decided(self) -> list[tuple[Case, Decision | None]]:
        """Files dealt with this evening and what was decided, but for those this member stepped aside from."""
        over = [each for each in self.agenda if each.state in DEALT_WITH]
        aside = set(
            Interest.objects.filter(case__in=over, seat__person=self.person)
            .exclude(state=InterestState.DISMISSED)
            .values_list("case", flat=True)
        )
        shown = [each for each in over if each.pk not in aside]
        taken = {each.case_id: each for each in Decision.objects.filter(case__in=shown, superseded_at=None)}
        return [(each, taken.get(each.pk)) for each in shown]

    @property
    def asked(self) -> Cents | None:
        asked = self.case.application.asked_cents if self.case else None
        return None if asked is None else Cents(asked)

    @property
    def mark(self) -> str:
        """Changes when what this member must see changes; nothing in it depends on how others vote."""
        case = self.case
        held = self.held and (
            self.held.pk,
            [(each.voter.pk, each.voter.has_voted, each.may_undo) for each in self.voices],
        )
        return mark_of(
            self.session.state,
            (case.pk, case.state) if case else None,
            self.is_aside,
            self.interest.state if self.interest else None,
            (self.attendance.presence, self.attendance.left_at),
            held,
            len([each for each in self.agenda if each.state in DEALT_WITH]),
        )
