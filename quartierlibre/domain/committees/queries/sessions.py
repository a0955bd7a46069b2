"""An evening as its tables tell it: the rules in force, the roll, the quorum, whose voice counts on a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from quartierlibre.domain.committees.models import Attendance, Case, Committee, Interest, Seat, Session
from quartierlibre.domain.committees.rules.quorum import Member, QuorumRule, QuorumState, quorum
from quartierlibre.domain.committees.rules.recusals import STEPPED_ASIDE
from quartierlibre.domain.committees.rules.seats import VotingRules, carries_a_voice
from quartierlibre.domain.committees.states import IN_THE_ROOM, Presence, SessionState
from quartierlibre.domain.funds.models import Regulation
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.funds.rulebook import Rulebook

NOTHING_SAID = Rulebook()


def regulation_of(session: Session) -> Regulation | None:
    """The one frozen at opening; before, the one in force on the day announced."""
    if session.regulation_id is not None:
        return session.regulation
    return current_regulation(session.committee.fund, timezone.localdate(session.starts_at))


def rulebook_of(session: Session) -> Rulebook:
    """Its rules, or rules that say nothing when there is no regulation."""
    regulation = regulation_of(session)
    return regulation.rulebook if regulation else NOTHING_SAID


def voting_rules(rulebook: Rulebook) -> VotingRules:
    return VotingRules(
        funders_vote=rulebook.value("committee.funders_vote"),
        voters=rulebook.value("committee.voters"),
        non_voters=rulebook.value("committee.non_voters"),
    )


def may_vote(seat: Seat, rulebook: Rulebook) -> bool:
    """Whether this seat carries a voice under these rules."""
    return carries_a_voice(
        votes=seat.votes, college=seat.college, is_funder=seat.funder_id is not None, said=voting_rules(rulebook)
    )


def seats_on(committee: Committee, day: date) -> QuerySet[Seat]:
    """Seats held that day, with their person, funder and group."""
    return Seat.objects.held_on(day).filter(committee=committee).select_related("person", "funder", "group")


def roll_of(session: Session) -> QuerySet[Attendance]:
    """The feuille de présence, in the order of the seats, with persons."""
    return session.attendances.select_related("seat__person", "seat__funder", "proxy_to__seat__person").order_by("pk")


def quorum_rule(session: Session, rulebook: Rulebook) -> QuorumRule:
    clause = rulebook.one("session.quorum")
    return QuorumRule(
        unit=clause.unit if clause else None,
        value=clause.value if clause else 0,
        window=rulebook.value("session.quorum_window"),
        recusal=rulebook.value("session.recusal"),
        is_second_call=session.second_call_of_id is not None,
    )


@dataclass(frozen=True)
class Floor:
    """The room at this instant, read once: the roll, and the seats that step aside on the file being heard."""

    roll: tuple[Attendance, ...]
    aside: frozenset[int] = frozenset()


def floor_of(case: Case) -> Floor:
    """The roll and who steps aside on this file. Two queries."""
    roll = case.session.attendances.select_related("seat").order_by("pk")
    return Floor(tuple(roll), recused_seats(case))


def quorum_now(session: Session, case: Case | None = None) -> QuorumState:
    """The quorum at this instant, for the session or for one of its files (recusals change it as the rules say)."""
    rule = quorum_rule(session, rulebook_of(session))
    return quorum(rule, members_of(session, rule, recused=recused_seats(case) if case else frozenset()))


def quorum_on(floor: Floor, session: Session) -> QuorumState:
    """The same for a file of an open session, when its floor was already read."""
    rule = quorum_rule(session, rulebook_of(session))
    return quorum(rule, members_of(session, rule, recused=floor.aside, roll=floor.roll))


def members_of(
    session: Session, rule: QuorumRule, *, recused: Iterable[int] = (), roll: Iterable[Attendance] | None = None
) -> list[Member]:
    """The roll as the quorum reads it; before opening, who is expected to be on it."""
    aside = set(recused)
    active = active_people(session, rule.window) if rule.unit == "percent_of_active" and rule.window else set()
    if session.regulation_id is None:
        rulebook = rulebook_of(session)
        seats = seats_on(session.committee, timezone.localdate(session.starts_at))
        return [Member(may_vote(seat, rulebook), Presence.EXPECTED, active=seat.person_id in active) for seat in seats]
    return [
        Member(
            votes=each.may_vote,
            presence=each.presence,
            left=each.left_at is not None,
            recused=each.seat_id in aside,
            active=each.seat.person_id in active,
        )
        for each in (session.attendances.select_related("seat") if roll is None else roll)
    ]


def active_people(session: Session, window: int) -> set[int]:
    """Persons in the room at least once in the last `window` sessions held before this one, from whatever seat."""
    before = Session.objects.filter(
        committee=session.committee_id, state=SessionState.HELD, starts_at__lt=session.starts_at
    )
    last = list(before.order_by("-starts_at", "-pk").values_list("pk", flat=True)[:window])
    came = Attendance.objects.filter(session__in=last, presence__in=IN_THE_ROOM)
    return set(came.values_list("seat__person", flat=True))


def recused_seats(case: Case) -> frozenset[int]:
    """Seats that step aside on this file, proposed ones included until they are dismissed."""
    aside = Interest.objects.filter(case=case, state__in=STEPPED_ASIDE)
    return frozenset(aside.values_list("seat", flat=True))


@dataclass(frozen=True)
class Voice:
    """One voice on a file: whose it is, and who casts it (the same, or the bearer of their proxy)."""

    attendance: Attendance
    cast_by: Attendance


def voices_of(case: Case) -> tuple[Voice, ...]:
    """Who may vote on this file now: on the roll with a voice, here or represented by someone here, neither recused.

    A proxy given to a member who steps aside is lost for this file: nobody casts it.
    """
    return voices_on(floor_of(case))


def voices_on(floor: Floor) -> tuple[Voice, ...]:
    """The same, when the floor was already read."""
    roll = {each.pk: each for each in floor.roll if each.may_vote and each.seat_id not in floor.aside}
    found = []
    for each in roll.values():
        bearer = roll.get(each.proxy_to_id or 0) if each.presence == Presence.PROXY else each
        if bearer is not None and bearer.presence in IN_THE_ROOM and bearer.left_at is None:
            found.append(Voice(each, bearer))
    return tuple(found)
