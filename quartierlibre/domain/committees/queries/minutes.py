"""The minutes of a session as they stand: one frozen account that the page, the printed sheet and the seal share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import (
    WAITS_FOR_MONEY,
    Attendance,
    Case,
    Consultation,
    Decision,
    Interest,
    Minutes,
    Round,
    Seat,
    Session,
    Signature,
    Voter,
)
from quartierlibre.domain.committees.queries.consultations import who_answered
from quartierlibre.domain.committees.queries.votes_said import VoteTaken, vote_taken
from quartierlibre.domain.committees.states import (
    IN_THE_ROOM,
    BallotMode,
    CaseState,
    HolderPresence,
    InterestState,
    Presence,
    RoundState,
)
from quartierlibre.domain.funds.vocabulary import COLLEGES

OVER = (CaseState.DECIDED, CaseState.ADJOURNED, CaseState.WITHDRAWN)
OPENING, CLOSING = "opening", "closing"


@dataclass(frozen=True)
class Sitting:
    """Somebody on the roll and where they were: words to print, times in UTC."""

    name: str
    college: str
    votes: bool
    funder: str
    presence: str
    presence_said: str
    proxy_to: str
    arrived_at: datetime | None
    left_at: datetime | None

    @property
    def was_there(self) -> bool:
        return self.presence in IN_THE_ROOM


@dataclass(frozen=True)
class DecisionTaken:
    """What was decided and why; amounts in cents."""

    number: int
    outcome: str
    outcome_said: str
    amount_cents: int | None
    reason: str
    conditions: str
    bounds: tuple[str, ...]
    overridden_because: str
    is_in_force: bool


@dataclass(frozen=True)
class CaseHeard:
    """One file of the evening. `left_room` are names only: why a member steps aside is never told."""

    part: str
    number: str
    title: str
    holder: str
    asked_cents: int | None
    state: str
    state_said: str
    holder_said: str
    left_room: tuple[str, ...]
    rounds: tuple[VoteTaken, ...]
    decisions: tuple[DecisionTaken, ...]
    waiting_cents: int | None
    note: str
    remark: str

    @property
    def decision(self) -> DecisionTaken | None:
        return next((each for each in self.decisions if each.is_in_force), None)


@dataclass(frozen=True)
class Consulted:
    """Members asked in writing: until when, about which files (`parts`), who answered and who did not, once closed."""

    number: int
    opened_at: datetime
    last_day: str
    closed_at: datetime | None
    parts: tuple[str, ...]
    answered: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """Everything the minutes say, without their signatures."""

    scheme: str
    fund: str
    committee: str
    regulation: str
    number: int | None
    place: str
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    chair: str
    secretary: str
    is_second_call: bool
    roll: tuple[Sitting, ...]
    cases: tuple[CaseHeard, ...]
    opening: str
    closing: str
    consultations: tuple[Consulted, ...] = ()

    @property
    def granted_cents(self) -> int:
        return sum(each.decision.amount_cents or 0 for each in self.cases if each.decision)

    @property
    def present(self) -> int:
        return sum(each.was_there for each in self.roll)

    @property
    def undecided(self) -> int:
        """Files that still wait for an outcome; one voted and waiting for money has its own."""
        return sum(each.state not in OVER and each.waiting_cents is None for each in self.cases)

    @property
    def sha256(self) -> str:
        """What a signature signs: a digest of every word above, in one order, whoever prints it."""
        told = asdict(self)
        if not self.consultations:
            del told["consultations"]  # minutes signed before anybody could be asked in writing keep their digest
        said = json.dumps(told, ensure_ascii=False, sort_keys=True, default=_instant)
        return hashlib.sha256(said.encode()).hexdigest()


def _instant(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no place in minutes")


def part_of(case: Case) -> str:
    """The name of a case among the parts that take remarks."""
    return f"case.{case.pk}"


def remark_in(minutes: Minutes | None, part: str) -> tuple[str, int]:
    """The words added to a part, and the revision they were written at (0: none yet)."""
    held = minutes.remarks.get(part, {}) if minutes else {}
    return str(held.get("words", "")), int(held.get("revision", 0))


# Read again at each signature, from wide tables: the words that are printed and no other.
_WITH_SESSION = ("committee__fund__scheme", "regulation", "chair__person", "secretary__person")
_OF_SESSION = (
    *("number", "place", "starts_at", "opened_at", "closed_at", "second_call_of"),
    *("committee__name", "committee__fund__name", "committee__fund__scheme__name"),
    *("regulation__title", "regulation__version", "chair__person__name", "secretary__person__name"),
)
_WITH_SITTING = ("seat__person", "seat__funder", "proxy_to__seat__person")
_OF_SITTING = (
    *("may_vote", "presence", "arrived_at", "left_at", "seat__college", "seat__funder__name", "seat__person__name"),
    "proxy_to__seat__person__name",
)
_WITH_CASE = ("application", "waiting_place")
_OF_CASE = (
    *("session", "position", "state", "heard_at", "holder_presence", "note"),
    *("application__filing_year", "application__filing_number", "application__title"),
    *("application__group_name", "application__holder_name", "application__asked_cents"),
    *("waiting_place__amount_cents", "waiting_place__ended_at"),
)
_OF_VOTER = (
    *("round", "voided_at", "attendance__seat__person__name"),
    *("ballot__choice", "ballot__voided_at"),
)
_ANSWERS = Count("voters", filter=Q(voters__has_voted=True))
_OF_INTEREST = ("case", "state", "seat__person__name")


def account_of(session: Session, minutes: Minutes | None) -> Account:
    """What the tables say of a session, with the words people added. Eleven queries, however many files and members."""
    session = Session.objects.select_related(*_WITH_SESSION).only(*_OF_SESSION).get(pk=session.pk)
    roll = Attendance.objects.filter(session=session).select_related(*_WITH_SITTING).only(*_OF_SITTING)
    committee = session.committee
    return Account(
        scheme=committee.fund.scheme.name,
        fund=committee.fund.name,
        committee=committee.name,
        regulation=_regulation(session),
        number=session.number,
        place=session.place,
        starts_at=session.starts_at,
        opened_at=session.opened_at,
        closed_at=session.closed_at,
        chair=name_of(session.chair),
        secretary=name_of(session.secretary),
        is_second_call=session.second_call_of_id is not None,
        roll=tuple(_sitting(each) for each in sorted(roll, key=lambda each: (each.seat.person.name, each.pk))),
        cases=tuple(_case(each, minutes) for each in _cases(session)),
        opening=remark_in(minutes, OPENING)[0],
        closing=remark_in(minutes, CLOSING)[0],
        consultations=tuple(_consulted(each) for each in session.consultations.order_by("number")),
    )


def _consulted(held: Consultation) -> Consulted:
    asked = who_answered(held) if held.closed_at else []
    return Consulted(
        number=held.number,
        opened_at=held.opened_at,
        last_day=held.last_day.isoformat(),
        closed_at=held.closed_at,
        parts=tuple(f"case.{case}" for case in held.rounds.order_by("case").values_list("case", flat=True)),
        answered=tuple(each.name for each in asked if each.cast),
        silent=tuple(each.name for each in asked if not each.cast),
    )


def undecided_in(session: Session) -> int:
    """The same figure as `Account.undecided`, in one query, when nothing else of the account is wanted."""
    return session.cases.exclude(state__in=OVER).exclude(WAITS_FOR_MONEY).count()


def name_of(seat: Seat | None) -> str:
    return str(seat.person) if seat else ""


def college_said(college: str) -> str:
    """A college in the words of the rulebooks."""
    label = COLLEGES.get(college)
    return str(label) if label else college


def _regulation(session: Session) -> str:
    if session.regulation is None:
        return ""
    return _("%(title)s, version %(number)s") % {
        "title": session.regulation.title,
        "number": session.regulation.version,
    }


def _sitting(attendance: Attendance) -> Sitting:
    seat = attendance.seat
    carrier = attendance.proxy_to
    return Sitting(
        name=str(seat.person),
        college=college_said(seat.college),
        votes=attendance.may_vote,
        funder=seat.funder.name if seat.funder else "",
        presence=attendance.presence,
        presence_said=str(Presence(attendance.presence).label),
        proxy_to=str(carrier.seat.person) if carrier else "",
        arrived_at=attendance.arrived_at,
        left_at=attendance.left_at,
    )


def _cases(session: Session) -> Iterable[Case]:
    named = Voter.objects.filter(round__mode=BallotMode.BY_NAME)  # of other votes, nobody's voice is told
    voters = named.select_related("ballot", "attendance__seat__person").only(*_OF_VOTER).order_by("pk")
    stepped_aside = Interest.objects.exclude(state=InterestState.DISMISSED).select_related("seat__person")
    return (
        session.cases.select_related(*_WITH_CASE)
        .only(*_OF_CASE)
        .prefetch_related(
            Prefetch("rounds", queryset=Round.objects.annotate(answers=_ANSWERS).order_by("number")),
            Prefetch("rounds__voters", queryset=voters),
            Prefetch("decisions", queryset=Decision.objects.order_by("pk")),
            Prefetch("interests", queryset=stepped_aside.only(*_OF_INTEREST).order_by("pk")),
        )
        .order_by("position", "pk")
    )


def _case(case: Case, minutes: Minutes | None) -> CaseHeard:
    application = case.application
    waiting = getattr(case, "waiting_place", None)
    return CaseHeard(
        part=part_of(case),
        number=application.number,
        title=application.title,
        holder=application.group_name or application.holder_name,
        asked_cents=application.asked_cents,
        state=case.state,
        state_said=str(CaseState(case.state).label),
        holder_said=_holder(case),
        left_room=tuple(str(each.seat.person) for each in case.interests.all() if each.state == InterestState.DECLARED),
        rounds=tuple(vote_taken(each) for each in case.rounds.all() if each.state != RoundState.OPEN),
        decisions=tuple(_decision(each) for each in case.decisions.all()),
        waiting_cents=waiting.amount_cents if waiting and waiting.ended_at is None else None,
        note=case.note,
        remark=remark_in(minutes, part_of(case))[0],
    )


def _holder(case: Case) -> str:
    """Whether the holder came, once the file was heard."""
    if case.heard_at is None and case.holder_presence == HolderPresence.EXPECTED:
        return ""
    return str(HolderPresence(case.holder_presence).label)


def _decision(decision: Decision) -> DecisionTaken:
    return DecisionTaken(
        number=decision.number,
        outcome=decision.outcome,
        outcome_said=str(decision.get_outcome_display()),
        amount_cents=decision.amount_cents,
        reason=decision.reason,
        conditions=decision.conditions,
        bounds=bounds_said(decision),
        overridden_because=decision.overridden_because,
        is_in_force=decision.superseded_at is None,
    )


def bounds_said(decision: Decision) -> tuple[str, ...]:
    """What held the amount below what was asked, in the words shown that evening; nothing when nothing did."""
    limits = [each for each in decision.bounds if decision.asked_cents is None or each["cents"] < decision.asked_cents]
    lowest = min((each["cents"] for each in limits), default=None)
    return tuple(str(each["reason"]) for each in limits if each["cents"] == lowest)


def signatures_of(minutes: Minutes) -> Sequence[Signature]:
    """Chair first."""
    return list(minutes.signatures.select_related("person", "scan").order_by("role"))
