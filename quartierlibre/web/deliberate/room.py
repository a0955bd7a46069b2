"""The evening as the secretary sees it: who is there, which file is being dealt with, what the quorum says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.models import Attendance, Case, Session
from quartierlibre.domain.committees.queries import agenda_of, quorum_now, rulebook_of
from quartierlibre.domain.committees.queries.interests import readable_deliberations
from quartierlibre.domain.committees.queries.minutes import college_said
from quartierlibre.domain.committees.queries.sessions import roll_of
from quartierlibre.domain.committees.rules.quorum import QuorumState
from quartierlibre.domain.committees.states import IN_THE_ROOM, CaseState, Presence, SessionState
from quartierlibre.domain.people.models import Person
from quartierlibre.web.deliberate.consulting import ConsultingDesk

# The file on the table: one being voted, then one voted and not decided, then one being heard, then the next in line.
ON_THE_TABLE = (CaseState.VOTING, CaseState.VOTED, CaseState.HEARD, CaseState.WAITING)
DEALT_WITH = (CaseState.DECIDED, CaseState.ADJOURNED, CaseState.WITHDRAWN)


def on_the_table(cases: Iterable[Case]) -> Case | None:
    """The file everyone should be looking at."""
    waiting = [each for each in cases if each.state in ON_THE_TABLE]
    return min(waiting, key=lambda each: (ON_THE_TABLE.index(CaseState(each.state)), each.position), default=None)


def mark_of(*told: object) -> str:
    """A short name for what a screen shows: the same as long as nothing moved. Used as ETag."""
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:24]}"'


def quorum_said(state: QuorumState) -> str:
    """« Quorum : 5 sur 9, il en faut 5 », or why none is asked."""
    if state.needed is None:
        present = ngettext("%(n)s membre présent", "%(n)s membres présents", state.counted) % {"n": state.counted}
        return _("%(present)s. %(why)s") % {"present": present, "why": state.base_said}
    said = {"counted": state.counted, "needed": state.needed, "base": state.base}
    if state.base is None:
        return _("Quorum : %(counted)s présents, il en faut %(needed)s") % said
    return _("Quorum : %(counted)s sur %(base)s, il en faut %(needed)s") % said


@dataclass(frozen=True)
class Row:
    """One member on the attendance list."""

    attendance: Attendance
    college: str

    @property
    def is_here(self) -> bool:
        return self.attendance.presence in IN_THE_ROOM and self.attendance.left_at is None

    @property
    def has_left(self) -> bool:
        return self.attendance.presence in IN_THE_ROOM and self.attendance.left_at is not None

    @property
    def said(self) -> str:
        if self.has_left:
            return _("Parti·e avant la fin")
        if self.attendance.proxy_to:
            return _("A donné procuration à %(name)s") % {"name": self.attendance.proxy_to.seat.person}
        return str(Presence(self.attendance.presence).label)

    @property
    def tone(self) -> str:
        if self.is_here:
            return "success"
        return "info" if self.attendance.presence in (Presence.PROXY, Presence.EXCUSED) else "neutral"


class EveningPage:
    """The attendance list and the files, with the one on the table. Eight queries, however long both are."""

    def __init__(self, session: Session, reader: Person) -> None:
        self.session, self.reader = session, reader

    @cached_property
    def rows(self) -> list[Row]:
        listed = sorted(roll_of(self.session), key=lambda each: (each.seat.person.name, each.pk))
        return [Row(each, college_said(each.seat.college)) for each in listed]

    @cached_property
    def cases(self) -> list[Case]:
        return list(agenda_of(self.session))

    @cached_property
    def readable(self) -> set[int]:
        return set(readable_deliberations(self.reader))

    @property
    def agenda(self) -> list[tuple[Case, bool]]:
        """Each file, and whether this reader may follow its deliberation."""
        return [(each, each.pk in self.readable) for each in self.cases]

    @cached_property
    def current(self) -> Case | None:
        return on_the_table(self.cases)

    @property
    def may_open_current(self) -> bool:
        return self.current is not None and self.current.pk in self.readable

    @cached_property
    def quorum(self) -> QuorumState:
        return quorum_now(self.session)

    @property
    def quorum_words(self) -> str:
        return quorum_said(self.quorum)

    @property
    def here(self) -> int:
        return sum(row.is_here for row in self.rows)

    @property
    def bearers(self) -> list[Row]:
        """Who may carry a proxy: those here with a vote."""
        return [row for row in self.rows if row.is_here and row.attendance.may_vote]

    @cached_property
    def allows_remote(self) -> bool:
        return rulebook_of(self.session).value("session.remote") is not False

    @cached_property
    def allows_proxies(self) -> bool:
        return bool(rulebook_of(self.session).value("session.proxies_maximum"))

    @property
    def second_call(self) -> bool:
        """True when the regulation provides a second sitting that decides whoever comes."""
        return bool(rulebook_of(self.session).value("session.no_quorum") == "second_call")

    @cached_property
    def called_again(self) -> Session | None:
        """That second sitting, once announced."""
        return self.session.second_calls.exclude(state=SessionState.CANCELLED).first()

    @property
    def may_call_again(self) -> bool:
        """True when it is the one way forward: no quorum, a regulation that provides it, nothing announced."""
        under_way = self.is_open or self.is_over
        return under_way and not self.quorum.met and self.second_call and self.called_again is None

    @cached_property
    def desk(self) -> ConsultingDesk:
        """What was or may be asked in writing."""
        return ConsultingDesk(self.session)

    @property
    def is_asking(self) -> bool:
        """The one thing to do with the file on the table is to ask about it in writing, or to wait for the answers."""
        return self.desk.is_under_way or self.current in self.desk.to_ask

    @property
    def roll_is_open(self) -> bool:
        """Who is there may still be noted: nobody was asked in writing."""
        return not self.is_over and self.desk.held is None

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN

    @property
    def is_over(self) -> bool:
        return self.session.state == SessionState.HELD

    @property
    def left(self) -> int:
        return sum(each.state not in DEALT_WITH for each in self.cases)

    @property
    def mark(self) -> str:
        people = [(row.attendance.pk, row.attendance.presence, row.has_left) for row in self.rows]
        files = [(each.pk, each.state, each.position) for each in self.cases]
        asked = self.desk.held and (self.desk.held.pk, self.desk.held.closed_at)
        return mark_of(self.session.state, people, files, self.reader.pk, asked)


def officer_choices(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return [(str(row.attendance.seat.public_id), str(row.attendance.seat.person)) for row in rows]
