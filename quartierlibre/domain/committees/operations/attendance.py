"""Who is there: presence, proxies, departures, and the card that opens one phone."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.committees.models import Attendance, Session
from quartierlibre.domain.committees.operations.actors import Actor, ensure_runs, holds, lock_session, runs
from quartierlibre.domain.committees.queries import sessions as queries
from quartierlibre.domain.committees.rules import presence as rules
from quartierlibre.domain.committees.rules.seats import may_manage
from quartierlibre.domain.committees.states import IN_THE_ROOM, Presence, SessionState
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.rows import hand_on, has_read
from quartierlibre.foundation.verdicts import Verdict

OVER = (SessionState.HELD, SessionState.CANCELLED)
ANNOUNCED = (Presence.EXPECTED, Presence.EXCUSED, Presence.PROXY)  # what members may say of themselves


@transaction.atomic
def note_attendance(
    *, by: Actor, attendance: Attendance, presence: Presence | str, proxy_to: Attendance | None = None
) -> Attendance:
    """Someone is there, excused, represented… Late arrivals too: whose voice counts was settled at opening.

    Members may excuse themselves or give their proxy; the rest is noted by who runs the session. Raises Refused.
    """
    session, attendance = _lock(attendance)
    own = holds(by, attendance.seat) and presence in ANNOUNCED
    (may_manage(own or runs(by, session)) & _may_note(session, Presence(presence)) & _may_change(session)).enforce()
    attendance.proxy_to = _check_proxy(session, attendance, proxy_to) if presence == Presence.PROXY else None
    attendance.presence = presence
    if presence in IN_THE_ROOM:
        attendance.arrived_at, attendance.left_at = attendance.arrived_at or timezone.now(), None
    attendance.save(update_fields=["presence", "proxy_to", "arrived_at", "left_at"])
    _tell("committees.attendance.noted", by=by, attendance=attendance, session=session, presence=presence)
    return attendance


def _lock(attendance: Attendance) -> tuple[Session, Attendance]:
    known = has_read(attendance, "session")
    session = lock_session(attendance.session if known else Session(pk=attendance.session_id))
    held = Attendance.objects.select_for_update(of=("self",)).select_related("seat").get(pk=attendance.pk)
    if has_read(attendance, "seat"):
        hand_on(attendance.seat, held.seat, "person", "funder")
    return session, held


def _may_change(session: Session) -> Verdict:
    return rules.may_change_roll(consulted=session.regulation_id is not None and session.consultations.exists())


def _may_note(session: Session, presence: Presence) -> Verdict:
    return rules.may_note(
        is_over=session.state in OVER,
        is_open=session.state == SessionState.OPEN,
        presence=presence,
        remote=queries.rulebook_of(session).value("session.remote"),
    )


def _check_proxy(session: Session, giver: Attendance, chosen: Attendance | None) -> Attendance | None:
    """The bearer as the roll knows them now. The session is locked: two proxies to one bearer wait for each other."""
    rulebook, is_open = queries.rulebook_of(session), session.state == SessionState.OPEN
    roll = session.attendances.exclude(pk=giver.pk).select_related("seat")
    bearer = roll.filter(pk=chosen.pk).first() if chosen else None
    rules.may_give_proxy(
        rules.ProxyFacts(
            maximum=rulebook.value("session.proxies_maximum"),
            already_carried=roll.filter(proxy_to=bearer).count() if bearer else 0,
            giver_votes=giver.may_vote if is_open else queries.may_vote(giver.seat, rulebook),
            bearer=_bearer(bearer, rulebook, is_open=is_open) if bearer else None,
            giver_carries_some=roll.filter(proxy_to=giver).exists(),
        )
    ).enforce()
    return bearer


def _bearer(bearer: Attendance, rulebook: Rulebook, *, is_open: bool) -> rules.Bearer:
    return rules.Bearer(
        votes=bearer.may_vote if is_open else queries.may_vote(bearer.seat, rulebook),
        gave_theirs=bearer.presence == Presence.PROXY,
        is_away=bearer.presence in (Presence.EXCUSED, Presence.ABSENT) or bearer.left_at is not None,
    )


@transaction.atomic
def note_departure(*, by: Actor, attendance: Attendance) -> Attendance:
    """Someone leaves before the end: out of the quorum and of the votes to come. Noted again, nothing changes."""
    session, attendance = _lock(attendance)
    ensure_runs(by, session)
    (
        rules.may_leave(is_open=session.state == SessionState.OPEN, is_here=attendance.presence in IN_THE_ROOM)
        & _may_change(session)
    ).enforce()
    if attendance.left_at is None:
        attendance.left_at = timezone.now()
        attendance.save(update_fields=["left_at"])
        _tell("committees.attendance.left", by=by, attendance=attendance, session=session)
    return attendance


@transaction.atomic
def new_card(*, by: Actor, attendance: Attendance) -> str:
    """The token of an access card, told once: only its digest is kept, and the former card stops working."""
    session, attendance = _lock(attendance)
    ensure_runs(by, session)
    rules.may_note(is_over=session.state in OVER, is_open=True, presence=Presence.EXPECTED, remote=None).enforce()
    token = secrets.token_urlsafe(16)
    attendance.card = digest(token)
    attendance.save(update_fields=["card"])
    _tell("committees.card.made", by=by, attendance=attendance, session=session)
    return token


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def attendance_of_card(token: str) -> Attendance | None:
    """Whose card this is, while its session is open; nobody otherwise."""
    found = Attendance.objects.filter(card=digest(token), session__state=SessionState.OPEN)
    return found.select_related("session__committee__fund__territory", "seat__person").first() if token else None


def _tell(name: str, *, by: Actor, attendance: Attendance, session: Session, **data: object) -> None:
    territory = session.committee.fund.territory_id
    journal.record(name, by=by, about=attendance, territory=territory, session=session.pk, **data)
