"""The order of the day: put files on it, in which order and at what time, hear them, put them off."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import note_adjourned
from quartierlibre.domain.applications.states import ApplicationState
from quartierlibre.domain.committees.models import WAITS_FOR_MONEY, Case, Committee, Session
from quartierlibre.domain.committees.operations.actors import (
    Actor,
    ensure_plans,
    ensure_runs,
    lock_case,
    lock_session,
)
from quartierlibre.domain.committees.queries import agenda as queries
from quartierlibre.domain.committees.rules import agenda as rules
from quartierlibre.domain.committees.states import (
    CASE_MOVES,
    LIVE_CASES,
    CaseState,
    HolderPresence,
    SessionState,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal

TO_COME = (SessionState.PLANNED, SessionState.CALLED)
OVER = (SessionState.HELD, SessionState.CANCELLED)


@transaction.atomic
def schedule(*, by: Actor, application: Application, session: Session | None = None, because: str = "") -> Case | None:
    """Put an admissible file before its committee: at the session given, else the first one it reaches in time.

    Said again it gives the same case. None when no session to come suits. A session the file missed needs `because`.
    Raises Refused.
    """
    committee = queries.committee_of(application)
    if committee is not None:
        ensure_plans(by, committee)
    chosen = session or (next(queries.sessions_for(application, committee), None) if committee else None)
    held = lock_session(chosen) if chosen else None
    application = Application.objects.select_for_update(of=("self",)).select_related("fund").get(pk=application.pk)
    waiting = queries.live_case(application)
    if waiting is not None and (session is None or waiting.session_id == session.pk):
        return waiting
    rules.may_schedule(
        is_admissible=application.state == ApplicationState.ADMISSIBLE,
        has_committee=committee is not None,
        waits_elsewhere=waiting is not None,
    ).enforce()
    if held is None or committee is None:
        return None
    return _put(by=by, application=application, session=held, committee=committee, because=because)


def _put(*, by: Actor, application: Application, session: Session, committee: Committee, because: str) -> Case:
    in_time = queries.arrives_in_time(application, session)
    rules.may_take(
        same_committee=session.committee_id == committee.pk,
        is_announced=session.state in TO_COME,
        in_time=in_time,
        because=because,
    ).enforce()
    case = Case.objects.filter(session=session, application=application).first()
    if case is None:
        case = Case(session=session, application=application)
    else:
        states.may_move(CASE_MOVES, CaseState(case.state), CaseState.WAITING).enforce()
        case.state = CaseState.WAITING
    case.position = _last_position(session) + 1
    case.envelope = queries.envelope_for(committee, session)
    case.note = because.strip()
    case.save()
    _tell("committees.case.scheduled", by=by, case=case, in_time=in_time)
    return case


def _last_position(session: Session) -> int:
    return session.cases.aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def move_case(*, by: Actor, case: Case, position: int) -> Case:
    """Take this file at that place (1 is first); the others keep their order. Hearing times follow the places."""
    case = lock_case(case)
    ensure_runs(by, case.session)
    rules.may_order(is_over=case.session.state in OVER).enforce()
    listed = list(queries.agenda_of(case.session).exclude(pk=case.pk))
    listed.insert(max(0, min(position - 1, len(listed))), case)
    times = sorted(each.hearing_at for each in listed if each.hearing_at is not None)
    keeps_times = len(times) == len(listed)
    for at, each in enumerate(listed):
        each.position = at + 1
        each.hearing_at = times[at] if keeps_times else each.hearing_at
    Case.objects.bulk_update(listed, ["position", "hearing_at"])
    _tell("committees.case.moved", by=by, case=case, position=case.position)
    return case


@transaction.atomic
def set_hearings(*, by: Actor, session: Session, first_at: datetime, minutes: int) -> list[Case]:
    """One hearing after the other from `first_at` (aware), in the order of the day, for the files still to be heard."""
    session = lock_session(session)
    ensure_runs(by, session)
    (rules.may_order(is_over=session.state in OVER) & rules.may_space(minutes)).enforce()
    listed = list(queries.agenda_of(session).filter(state=CaseState.WAITING))
    before = {each.pk: each.hearing_at for each in listed}
    for at, each in enumerate(listed):
        each.hearing_at = first_at + timedelta(minutes=minutes * at)
    Case.objects.bulk_update(listed, ["hearing_at"])
    journal.record(
        "committees.session.hearings_set",
        by=by,
        about=session,
        territory=session.committee.fund.territory_id,
        changed=[each.pk for each in listed if each.hearing_at != before[each.pk]],
        minutes=minutes,
    )
    return listed


@transaction.atomic
def take_off(*, by: Actor, case: Case, reason: str) -> Case:
    """A file leaves the order of the day before it is heard or voted; it may be put at another session."""
    return _put_off(by=by, case=case, state=CaseState.WITHDRAWN, reason=reason, event="committees.case.taken_off")


@transaction.atomic
def adjourn(*, by: Actor, case: Case, reason: str) -> Case:
    """Put off: the file waits for a later session, with the same number, the same rank and the same filing day."""
    case = _put_off(by=by, case=case, state=CaseState.ADJOURNED, reason=reason, event="committees.case.adjourned")
    if case.application.state == ApplicationState.ADMISSIBLE:
        note_adjourned(by=by if isinstance(by, Person) else None, application=case.application)
    return case


def _put_off(*, by: Actor, case: Case, state: CaseState, reason: str, event: str) -> Case:
    case = lock_case(case, with_file=True)
    ensure_runs(by, case.session)
    (
        rules.must_say_why(reason)
        & rules.may_order(is_over=case.session.state in OVER)
        & states.may_move(CASE_MOVES, CaseState(case.state), state)
    ).enforce()
    case.state, case.note, case.holder_in_room = state, reason.strip(), False
    case.save(update_fields=["state", "note", "holder_in_room"])
    _tell(event, by=by, case=case)
    return case


@transaction.atomic
def hear(*, by: Actor, case: Case, holder_presence: HolderPresence | str) -> Case:
    """The committee takes the file: its holders are there or not, and it says so. Said again, it corrects presence."""
    case = lock_case(case)
    ensure_runs(by, case.session)
    rules.may_hear(is_open=case.session.state == SessionState.OPEN, presence=holder_presence).enforce()
    if case.state != CaseState.HEARD:
        states.may_move(CASE_MOVES, CaseState(case.state), CaseState.HEARD).enforce()
        case.state, case.heard_at = CaseState.HEARD, case.heard_at or timezone.now()
    case.holder_presence = holder_presence
    case.holder_in_room = holder_presence in rules.HERE
    case.save(update_fields=["state", "heard_at", "holder_presence", "holder_in_room"])
    _tell("committees.case.heard", by=by, case=case, holder=holder_presence)
    return case


@transaction.atomic
def deliberate_alone(*, by: Actor, case: Case) -> Case:
    """The holders leave: the committee discusses. Said again, nothing changes."""
    case = lock_case(case)
    ensure_runs(by, case.session)
    rules.may_hear(is_open=case.session.state == SessionState.OPEN, presence="").enforce()
    if case.holder_in_room:
        case.holder_in_room = False
        case.save(update_fields=["holder_in_room"])
        _tell("committees.case.alone", by=by, case=case)
    return case


def put_off_the_rest(*, by: Actor, session: Session, reason: str) -> int:
    """What a session that ends did not decide waits for the next one, but for what only waits for money.

    The session must be locked.
    """
    live = Case.objects.filter(session=session, state__in=LIVE_CASES).exclude(WAITS_FOR_MONEY)
    left = list(live.select_for_update(of=("self",)))
    for case in left:
        adjourn(by=by, case=case, reason=reason)
    return len(left)


def _tell(name: str, *, by: Actor, case: Case, **data: object) -> None:
    journal.record(
        name,
        by=by,
        about=case,
        territory=case.session.committee.fund.territory_id,
        session=case.session_id,
        application=case.application_id,
        **data,
    )
