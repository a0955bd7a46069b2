"""The minutes as their page shows them, and what may still be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from quartierlibre.domain.committees.models import Minutes, Session
from quartierlibre.domain.committees.queries.interests import readable_deliberations
from quartierlibre.domain.committees.queries.minutes import (
    CLOSING,
    OPENING,
    Account,
    CaseHeard,
    account_of,
    remark_in,
)
from quartierlibre.domain.committees.states import MinutesState, SessionState
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.committees.minutes_sheet import Signer, consultation_said, signers_of


@dataclass(frozen=True)
class Remark:
    """The words of one part: as they stand, and as somebody typed them when the two crossed."""

    part: str
    words: str
    revision: int
    typed: str = ""

    @property
    def is_crossed(self) -> bool:
        return self.typed != "" and self.typed != self.words


class RecordPage:
    """The account of a session and what may still be done with it. About fifteen queries."""

    def __init__(
        self, session: Session, reader: Person, *, may_write: bool, conflict: tuple[str, str] | None = None
    ) -> None:
        self.session, self.reader = session, reader
        self.minutes = Minutes.objects.filter(session=session).first()
        self.is_sealed = self.minutes is not None and self.minutes.state == MinutesState.SEALED
        self.is_signing = self.minutes is not None and self.minutes.state == MinutesState.SIGNING
        self.may_write = may_write and not self.is_sealed
        self.keeps = may_write
        self._conflict = conflict

    @property
    def has_begun(self) -> bool:
        return self.session.state in (SessionState.OPEN, SessionState.HELD)

    @property
    def is_held(self) -> bool:
        return self.session.state == SessionState.HELD

    @cached_property
    def account(self) -> Account:
        return account_of(self.session, self.minutes)

    @cached_property
    def hidden(self) -> set[str]:
        """Parts of the files this reader stepped aside from: not shown before the minutes are signed."""
        if self.is_sealed:
            return set()
        readable = set(readable_deliberations(self.reader))
        return {f"case.{key}" for key in self.session.cases.values_list("pk", flat=True) if key not in readable}

    @property
    def cases(self) -> list[tuple[CaseHeard, Remark, bool]]:
        return [(each, self._remark(each.part), each.part in self.hidden) for each in self.account.cases]

    @property
    def consultations(self) -> list[str]:
        """What is said of those asked in writing."""
        return [line for each in self.account.consultations for line in consultation_said(each)]

    @property
    def asked(self) -> set[str]:
        """Parts of the files members were asked about."""
        return {part for each in self.account.consultations for part in each.parts}

    @property
    def opening(self) -> Remark:
        return self._remark(OPENING)

    @property
    def closing(self) -> Remark:
        return self._remark(CLOSING)

    def _remark(self, part: str) -> Remark:
        words, revision = remark_in(self.minutes, part)
        typed = self._conflict[1] if self._conflict and self._conflict[0] == part else ""
        return Remark(part, words, revision, typed)

    @cached_property
    def signers(self) -> list[Signer]:
        return signers_of(self.session, self.minutes)
