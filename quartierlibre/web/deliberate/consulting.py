"""Members asked in writing, as the secretary follows them: who is still to answer, never what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import Attendance, Case, Consultation, Round, Session
from quartierlibre.domain.committees.queries import progress_of, quorum_now, rulebook_of
from quartierlibre.domain.committees.queries.consultations import (
    consultation_of,
    files_voted,
    heard_files,
    last_day_by_rule,
    silent,
)
from quartierlibre.domain.committees.queries.votes import Progress
from quartierlibre.domain.committees.rules.consultations import POLICY, modes_in_writing
from quartierlibre.domain.committees.states import RoundState, SessionState
from quartierlibre.domain.funds.catalogue import CATALOGUE


@dataclass(frozen=True)
class FileAsked:
    """One file of a consultation and how many voices were cast on it."""

    case: Case
    is_open: bool
    progress: Progress


class ConsultingDesk:
    """May this sitting ask its members in writing, and where does it stand? One query when it may not and did not."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def held(self) -> Consultation | None:
        """The last consultation of this sitting."""
        return consultation_of(self.session) if self.is_policy else None

    @cached_property
    def is_policy(self) -> bool:
        return bool(rulebook_of(self.session).value("session.no_quorum") == POLICY)

    @property
    def is_under_way(self) -> bool:
        return self.held is not None and self.held.closed_at is None

    @cached_property
    def to_ask(self) -> list[Case]:
        """Files heard without their quorum, while nobody is being asked."""
        if not self.is_policy or self.session.state != SessionState.OPEN or self.is_under_way:
            return []
        return [each for each in heard_files(self.session) if not quorum_now(self.session, each).met]

    @cached_property
    def files(self) -> list[FileAsked]:
        if self.held is None:
            return []
        rounds = {each.case_id: each for each in Round.objects.filter(consultation=self.held)}
        return [
            FileAsked(each, rounds[each.pk].state == RoundState.OPEN, progress_of(rounds[each.pk]))
            for each in files_voted(self.held)
        ]

    @cached_property
    def _silent(self) -> list[Attendance]:
        return list(silent(self.held)) if self.held is not None and self.is_under_way else []

    @property
    def silent(self) -> list[str]:
        """Members some of whose answers are still to come."""
        return [str(each.seat.person) for each in self._silent]

    @property
    def by_letter(self) -> list[Attendance]:
        """Of these, those without e-mail: their letter is printed."""
        return [each for each in self._silent if not each.seat.person.email]

    @property
    def is_in_time(self) -> bool:
        return self.held is not None and self.held.is_in_time()

    @property
    def may_close(self) -> bool:
        return self.is_under_way and (not self.is_in_time or not self._silent)

    @property
    def may_remind(self) -> bool:
        held = self.held
        return (
            self.is_under_way and self.is_in_time and bool(self._silent) and held is not None and not held.reminded_at
        )

    @property
    def modes(self) -> Sequence[tuple[str, str]]:
        """Ways of answering to choose between; none when the regulation says it."""
        modes = modes_in_writing(rulebook_of(self.session).value("session.ballot"))
        return [(str(each), str(each.label)) for each in modes] if len(modes) > 1 else []

    @property
    def answers_said(self) -> str:
        """How many answers the regulation asks for, or that it does not say."""
        clause = rulebook_of(self.session).one("session.written_quorum")
        if clause is None:
            return _("Le règlement ne fixe pas de nombre de réponses.")
        return CATALOGUE[clause.key].kind.say(clause.value, clause.unit) + "."

    @cached_property
    def last_day_by_rule(self) -> date | None:
        return last_day_by_rule(self.session, timezone.localdate())
