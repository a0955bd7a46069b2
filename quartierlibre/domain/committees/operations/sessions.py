"""Form committees, announce the dates they sit, call their members, open and close an evening."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.states import ApplicationState
from quartierlibre.domain.committees import rules
from quartierlibre.domain.committees.models import WAITS_FOR_MONEY, Attendance, Committee, Seat, Session
from quartierlibre.domain.committees.operations.actors import Actor, ensure_plans, ensure_runs, lock_session
from quartierlibre.domain.committees.operations.agenda import put_off_the_rest, take_off
from quartierlibre.domain.committees.operations.interests import propose_recusals
from quartierlibre.domain.committees.queries import sessions as queries
from quartierlibre.domain.committees.queries.consultations import open_consultation_of
from quartierlibre.domain.committees.rules import presence
from quartierlibre.domain.committees.states import (
    SESSION_MOVES,
    CaseState,
    Presence,
    SeatTitle,
    SessionState,
)
from quartierlibre.domain.funds.models import Fund, Sector
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def form_committee(*, by: Actor | None, fund: Fund, name: str, sector: Sector | None = None) -> Committee:
    """A fund has one committee, or one per sector. Raises Refused without the right."""
    committee = Committee(fund=fund, sector=sector, name=name)
    _ensure_plans(by, committee)
    committee.save()
    journal.record("committees.committee.formed", by=by, about=committee, territory=fund.territory)
    return committee


def _ensure_plans(by: Actor | None, committee: Committee) -> None:
    if by is not None:
        ensure_plans(by, committee)


@transaction.atomic
def plan_session(*, by: Actor | None, committee: Committee, starts_at: datetime, place: str = "") -> Session:
    """Announce a sitting. `starts_at` is aware. Raises Refused without the right, or for a day that is past."""
    _ensure_plans(by, committee)
    rules.may_plan(day=timezone.localdate(starts_at), today=timezone.localdate()).enforce()
    session = Session.objects.create(committee=committee, starts_at=starts_at, place=place)
    journal.record("committees.session.planned", by=by, about=session, territory=committee.fund.territory)
    return session


@transaction.atomic
def cancel_session(*, by: Actor, session: Session) -> Session:
    """A sitting that will not be held is said so, never deleted; its files wait for another one."""
    session = lock_session(session)
    ensure_runs(by, session)
    states.may_move(SESSION_MOVES, SessionState(session.state), SessionState.CANCELLED).enforce()
    put_off_the_rest(by=by, session=session, reason=_("La séance a été annulée."))
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    called = list(session.attendances.order_by("pk").values_list("pk", flat=True))
    _tell("committees.session.cancelled", by=by, session=session, attendances=called)
    return session


@transaction.atomic
def call_session(*, by: Actor, session: Session, word: str = "") -> Session:
    """Send the convocations: one per member who sits that day. Called again, only those not called yet are.

    Recusals are proposed at the same time, so that nobody prepares a file they will not follow.
    """
    session = lock_session(session)
    ensure_runs(by, session)
    seats = queries.seats_on(session.committee, timezone.localdate(session.starts_at))
    presence.may_call(seats=len(seats)).enforce()
    if session.state != SessionState.CALLED:
        states.may_move(SESSION_MOVES, SessionState(session.state), SessionState.CALLED).enforce()
        session.state, session.called_at = SessionState.CALLED, timezone.now()
        session.word_of_convocation = word.strip()
        session.save(update_fields=["state", "called_at", "word_of_convocation"])
    called = _add_to_the_roll(session, list(seats))
    propose_recusals(by=by, session=session)
    if called:
        _tell("committees.session.called", by=by, session=session, attendances=[each.pk for each in called])
    return session


def _add_to_the_roll(session: Session, seats: list[Seat]) -> list[Attendance]:
    """One line per seat that has none yet."""
    known = set(session.attendances.values_list("seat", flat=True))
    missing = [Attendance(session=session, seat=seat) for seat in seats if seat.pk not in known]
    return Attendance.objects.bulk_create(missing)


@transaction.atomic
def open_session(*, by: Actor, session: Session, chair: Seat | None = None, secretary: Seat | None = None) -> Session:
    """Freeze the regulation in force today and the roll of today's seats, with whose voice counts. Opened once.

    Chair and secretary are those given, else the seats that carry the title. Raises Refused.
    """
    session = lock_session(session)
    ensure_runs(by, session)
    today = timezone.localdate()
    regulation = current_regulation(session.committee.fund, today)
    seats = list(queries.seats_on(session.committee, today))
    chosen = [seat.committee_id == session.committee_id for seat in (chair, secretary) if seat is not None]
    (
        states.may_move(SESSION_MOVES, SessionState(session.state), SessionState.OPEN)
        & presence.may_open(has_regulation=regulation is not None, seats=len(seats))
        & presence.may_officiate(sits_here=all(chosen))
    ).enforce()
    session.regulation, session.opened_at, session.state = regulation, timezone.now(), SessionState.OPEN
    session.chair, session.secretary = (
        chair or _titled(seats, SeatTitle.CHAIR),
        secretary or _titled(seats, SeatTitle.SECRETARY),
    )
    session.number = _next_number(session.committee, today.year)
    _freeze_the_roll(session, seats)
    session.save()
    _let_go_of_withdrawn_files(by=by, session=session)
    propose_recusals(by=by, session=session)
    _tell("committees.session.opened", by=by, session=session, regulation=session.regulation_id, seats=len(seats))
    return session


def _titled(seats: list[Seat], title: SeatTitle) -> Seat | None:
    return next((seat for seat in seats if seat.title == title), None)


def _next_number(committee: Committee, year: int) -> int:
    """Sittings are numbered as they open, in the year they open; the committee is locked meanwhile."""
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    opened = Session.objects.filter(committee=committee, opened_at__year=year)
    return (opened.aggregate(last=Max("number"))["last"] or 0) + 1


def _freeze_the_roll(session: Session, seats: list[Seat]) -> None:
    """Today's seats, no more and no less; the database keeps `may_vote` as written here for ever."""
    held = {seat.pk: seat for seat in seats}
    gone = session.attendances.exclude(seat__in=held)
    session.attendances.filter(proxy_to__in=gone).update(presence=Presence.EXPECTED, proxy_to=None)
    gone.delete()
    _add_to_the_roll(session, seats)
    rulebook = queries.rulebook_of(session)
    roll = list(session.attendances.all())
    for each in roll:
        each.may_vote = queries.may_vote(held[each.seat_id], rulebook)
    Attendance.objects.bulk_update(roll, ["may_vote"])


def _let_go_of_withdrawn_files(*, by: Actor, session: Session) -> None:
    taken_back = session.cases.filter(state=CaseState.WAITING, application__state=ApplicationState.WITHDRAWN)
    for case in taken_back:
        take_off(by=by, case=case, reason=_("Retiré par ses porteurs."))


@transaction.atomic
def close_session(*, by: Actor, session: Session) -> Session:
    """The evening ends: cards die, the absent are noted, files not decided wait for the next session."""
    session = lock_session(session)
    ensure_runs(by, session)
    states.may_move(SESSION_MOVES, SessionState(session.state), SessionState.HELD).enforce()
    under_way = session.cases.filter(state__in=[CaseState.VOTING, CaseState.VOTED]).exclude(WAITS_FOR_MONEY).count()
    asking = open_consultation_of(session) is not None
    presence.may_close(votes_under_way=under_way, consulting=asking).enforce()
    put_off = put_off_the_rest(by=by, session=session, reason=_("La séance s’est terminée sans décision."))
    session.attendances.filter(presence=Presence.EXPECTED).update(presence=Presence.ABSENT)
    session.attendances.exclude(card="").update(card="")
    session.state, session.closed_at = SessionState.HELD, timezone.now()
    session.save(update_fields=["state", "closed_at"])
    _tell("committees.session.closed", by=by, session=session, put_off=put_off)
    return session


@transaction.atomic
def plan_second_call(*, by: Actor, session: Session, starts_at: datetime, place: str = "") -> Session:
    """Announce the sitting that will decide whoever comes, where the regulation provides one. Raises Refused."""
    session = lock_session(session)
    ensure_runs(by, session)
    policy = queries.rulebook_of(session).value("session.no_quorum")
    (
        presence.may_call_again(
            policy=policy,
            quorum_met=queries.quorum_now(session).met,
            already_called=session.second_calls.exclude(state=SessionState.CANCELLED).exists(),
            is_open=session.state in (SessionState.OPEN, SessionState.HELD),
        )
        & rules.may_plan(day=timezone.localdate(starts_at), today=timezone.localdate())
    ).enforce()
    second = Session.objects.create(
        committee=session.committee, starts_at=starts_at, place=place or session.place, second_call_of=session
    )
    _tell("committees.session.called_again", by=by, session=second, first=session.pk)
    return second


def _tell(name: str, *, by: Actor, session: Session, **data: object) -> None:
    journal.record(name, by=by, about=session, territory=session.committee.fund.territory_id, **data)
