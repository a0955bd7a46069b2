"""A session being prepared: its agenda, the recusals proposed, who will be reached and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from quartierlibre.domain.committees.models import Case, Interest, Seat, Session
from quartierlibre.domain.committees.queries import agenda_of, rulebook_of
from quartierlibre.domain.committees.queries.sessions import may_vote, seats_on
from quartierlibre.domain.committees.states import InterestNature, InterestState, SessionState
from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class Proposed:
    """A recusal to look at: whose, why (for who prepares only), and whether it can be set aside."""

    interest: Interest
    nature: str
    is_open: bool
    may_dismiss: bool


@dataclass(frozen=True)
class Line:
    """One file of the agenda."""

    case: Case
    place: int
    is_first: bool
    is_last: bool
    recusals: tuple[Proposed, ...]

    @property
    def asked(self) -> Cents | None:
        asked = self.case.application.asked_cents
        return None if asked is None else Cents(asked)

    @property
    def holder(self) -> str:
        return self.case.application.group_name or self.case.application.holder_name


class PreparePage:
    """Seven queries, however many files and members."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def is_to_come(self) -> bool:
        return self.session.state in (SessionState.PLANNED, SessionState.CALLED)

    @cached_property
    def lines(self) -> list[Line]:
        aside = self._recusals()
        listed = list(agenda_of(self.session))
        return [
            Line(case, place, place == 1, place == len(listed), tuple(aside[case.pk]))
            for place, case in enumerate(listed, start=1)
        ]

    def _recusals(self) -> dict[int, list[Proposed]]:
        found: dict[int, list[Proposed]] = defaultdict(list)
        known = Interest.objects.filter(case__session=self.session).select_related("seat__person").order_by("pk")
        for each in known:
            proposed = Proposed(
                interest=each,
                nature=str(InterestNature(each.nature).label),
                is_open=each.state == InterestState.PROPOSED,
                may_dismiss=each.state != InterestState.DISMISSED and each.nature != InterestNature.OWN,
            )
            found[each.case_id].append(proposed)
        return found

    @property
    def to_confirm(self) -> int:
        return sum(each.is_open for line in self.lines for each in line.recusals)

    @cached_property
    def members(self) -> Sequence[Seat]:
        """Who sits that day, by name."""
        day = timezone.localdate(self.session.starts_at)
        return list(seats_on(self.session.committee, day).order_by("person__name", "pk"))

    @property
    def by_email(self) -> list[Seat]:
        return [each for each in self.members if each.person.email]

    @property
    def by_letter(self) -> list[Seat]:
        return [each for each in self.members if not each.person.email]

    @cached_property
    def voices(self) -> int:
        rulebook = rulebook_of(self.session)
        return sum(may_vote(each, rulebook) for each in self.members)

    @property
    def asked(self) -> Cents:
        return Cents(sum(line.asked or 0 for line in self.lines))

    @property
    def left(self) -> Cents | None:
        """What the envelope of the first file still holds: the one the whole evening draws on."""
        for line in self.lines:
            if line.case.envelope is not None:
                return Cents(line.case.envelope.available.balance_cents)
        return None
