"""What a convocation says to one member: the e-mail and the printed letter tell the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from quartierlibre.domain.committees.models import Attendance, Case, Session
from quartierlibre.domain.committees.queries.agenda import agenda_of
from quartierlibre.domain.committees.queries.interests import is_concerned
from quartierlibre.domain.committees.queries.sessions import may_vote, quorum_now, rulebook_of


@dataclass(frozen=True)
class FileCalled:
    """A file of the order of the day; `steps_aside`: this member is concerned and will not follow it."""

    case: Case
    number: str
    title: str
    asked_cents: int | None
    hearing_at: datetime | None
    steps_aside: bool


@dataclass(frozen=True)
class Convocation:
    """One member, one session. `proxies` is how many voices one may carry, None when the regulation does not say."""

    attendance: Attendance
    session: Session
    name: str
    votes: bool
    files: tuple[FileCalled, ...]
    quorum_said: str
    proxies: int | None
    remote: bool | None

    @property
    def is_printed(self) -> bool:
        """Nobody to write an e-mail to: the letter is printed."""
        return not self.attendance.seat.person.email


def convocation_of(attendance: Attendance) -> Convocation:
    """Everything their convocation says."""
    session = attendance.session
    rulebook = rulebook_of(session)
    return Convocation(
        attendance=attendance,
        session=session,
        name=attendance.seat.person.name,
        votes=may_vote(attendance.seat, rulebook),
        files=tuple(_file(case, attendance) for case in agenda_of(session)),
        quorum_said=quorum_now(session).base_said,
        proxies=rulebook.value("session.proxies_maximum"),
        remote=rulebook.value("session.remote"),
    )


def _file(case: Case, attendance: Attendance) -> FileCalled:
    return FileCalled(
        case=case,
        number=case.application.number,
        title=case.application.title,
        asked_cents=case.application.asked_cents,
        hearing_at=case.hearing_at,
        steps_aside=is_concerned(attendance.seat.person, case),
    )


def attendances_called(keys: Iterable[int]) -> QuerySet[Attendance]:
    """The lines of the roll with these keys, ready to be written to."""
    found = Attendance.objects.filter(pk__in=list(keys)).order_by("pk")
    return found.select_related("seat__person", "session__committee__fund__territory", "session__regulation")


def to_print(session: Session) -> QuerySet[Attendance]:
    """Members called who have no e-mail: their convocations are printed."""
    without = Q(seat__person__email=None) | Q(seat__person__email="")
    return attendances_called(session.attendances.filter(without).values_list("pk", flat=True))
