"""What one member answers from home: one file at a time, the first they have not answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from quartierlibre.domain.committees.models import Attendance, Case, Consultation, Interest, Voter
from quartierlibre.domain.committees.queries import agenda_of
from quartierlibre.domain.committees.queries.consultations import files_voted
from quartierlibre.domain.committees.rules.recusals import STEPPED_ASIDE
from quartierlibre.domain.committees.states import BallotMode, RoundState
from quartierlibre.foundation.money import Cents
from quartierlibre.web.deliberate.phone import Undo, Voice, voice_shown
from quartierlibre.web.deliberate.project import ProjectPage


@dataclass(frozen=True)
class Answered:
    """A file this member answered, with the receipt of their voice."""

    case: Case
    voice: Voice


class WrittenPage:
    """The files of one consultation for one member. `undo` are the tokens this browser holds, by voice."""

    def __init__(self, attendance: Attendance, consultation: Consultation, *, undo: Undo, now: float) -> None:
        self.attendance, self.session = attendance, attendance.session
        self.person = attendance.seat.person
        self.consultation = consultation
        self.undo, self.now = undo, now

    @cached_property
    def mine(self) -> list[tuple[Case, Voter]]:
        """Every file they are asked about, with their voice, in the order of the day."""
        voters = Voter.objects.filter(
            round__consultation=self.consultation,
            round__state=RoundState.OPEN,
            cast_by=self.attendance,
            voided_at=None,
        )
        by_case = {each.round.case_id: each for each in voters.select_related("round", "attendance__seat__person")}
        return [(each, by_case[each.pk]) for each in agenda_of(self.session) if each.pk in by_case]

    @cached_property
    def to_answer(self) -> list[tuple[Case, Voter]]:
        return [(case, voter) for case, voter in self.mine if not voter.has_voted]

    @cached_property
    def answered(self) -> list[Answered]:
        return [Answered(case, self._shown(voter)) for case, voter in self.mine if voter.has_voted]

    def _shown(self, voter: Voter) -> Voice:
        return voice_shown(voter, self.attendance, undo=self.undo, now=self.now)

    @cached_property
    def is_in_time(self) -> bool:
        return self.consultation.is_in_time()

    @cached_property
    def case(self) -> Case | None:
        """The file to answer now, while there is time."""
        if not self.is_in_time or not self.to_answer:
            return None
        found = self.to_answer[0][0]
        found.session = self.session
        return found

    @property
    def voice(self) -> Voice:
        """Theirs on that file."""
        return self._shown(self.to_answer[0][1])

    @property
    def place(self) -> tuple[int, int]:
        return len(self.answered) + 1, len(self.mine)

    @property
    def is_secret(self) -> bool:
        return any(voter.round.mode == BallotMode.SECRET for _case, voter in self.mine)

    @cached_property
    def aside(self) -> list[Case]:
        """Files of the consultation this member steps aside from."""
        known = Interest.objects.filter(seat=self.attendance.seat_id, state__in=STEPPED_ASIDE)
        return list(files_voted(self.consultation).filter(pk__in=known.values("case")))

    @property
    def asked(self) -> Cents | None:
        asked = self.case.application.asked_cents if self.case else None
        return None if asked is None else Cents(asked)

    @cached_property
    def project(self) -> ProjectPage | None:
        return ProjectPage(self.case) if self.case else None
