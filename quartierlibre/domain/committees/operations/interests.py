"""Step aside: what the system proposes, what members declare, what is looked into and set aside."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.committees.models import Case, Interest, Round, Seat, Session
from quartierlibre.domain.committees.operations.actors import (
    Actor,
    ensure_runs,
    is_member,
    lock_case,
    lock_session,
    runs,
)
from quartierlibre.domain.committees.operations.annulling import void_voices
from quartierlibre.domain.committees.queries import interests as queries
from quartierlibre.domain.committees.queries.sessions import seats_on
from quartierlibre.domain.committees.rules import recusals as rules
from quartierlibre.domain.committees.states import InterestNature, InterestState, SessionState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal

OVER = (SessionState.HELD, SessionState.CANCELLED)


@transaction.atomic
def propose_recusals(*, by: Actor, session: Session) -> list[Interest]:
    """Compare every file of the session with the ties of every member. Proposed again, only what is new is added.

    A member's own project is confirmed at once; the rest is proposed, and already counts as a recusal.
    """
    session = lock_session(session)
    ensure_runs(by, session)
    if session.state in OVER:
        return []
    seats = seats_on(session.committee, timezone.localdate(session.starts_at))
    return [
        _write(by=by, case=case, seat=seat, nature=nature, state=_state_of(nature))
        for case, seat, nature in queries.recusals_to_propose(session, seats)
    ]


def _state_of(nature: InterestNature) -> InterestState:
    return InterestState.DECLARED if nature == InterestNature.OWN else InterestState.PROPOSED


@transaction.atomic
def declare_interest(*, by: Actor, case: Case, seat: Seat, nature: InterestNature | str) -> Interest:
    """A member steps aside on a file. Declared again, it stays one; on a recusal once dismissed, it stands again.

    Once a vote has begun it is late: what the member cast is voided in the open. Raises Refused.
    """
    case = lock_case(case)
    rules.may_declare(
        is_own_seat=is_member(by, seat.person),
        runs_session=runs(by, case.session),
        sits_here=seat.committee_id == case.session.committee_id,
        is_over=case.session.state in OVER,
    ).enforce()
    known = Interest.objects.filter(case=case, seat=seat).first()
    if known is not None and known.state == InterestState.DECLARED:
        return known
    if known is not None and known.state == InterestState.PROPOSED:
        return _move(by=by, interest=known, state=InterestState.DECLARED, event="committees.interest.confirmed")
    if known is not None:
        known.dismissal_reason = ""
        known.nature = nature
        return _stand(by=by, interest=known)
    return _write(by=by, case=case, seat=seat, nature=InterestNature(nature), state=InterestState.DECLARED)


@transaction.atomic
def confirm_interest(*, by: Actor, interest: Interest) -> Interest:
    """The member, or who runs the session, agrees with what the system proposed. Confirmed again, nothing changes."""
    return declare_interest(by=by, case=interest.case, seat=interest.seat, nature=interest.nature)


@transaction.atomic
def dismiss_interest(*, by: Actor, interest: Interest, reason: str) -> Interest:
    """Someone else looked into it: this tie does not keep the member from deciding. Raises Refused."""
    case = lock_case(interest.case)
    interest = Interest.objects.select_for_update(of=("self",)).select_related("seat__person").get(pk=interest.pk)
    ensure_runs(by, case.session)
    rules.may_dismiss(
        state=interest.state,
        nature=interest.nature,
        is_own_seat=is_member(by, interest.seat.person),
        reason=reason,
        is_over=case.session.state in OVER,
    ).enforce()
    interest.case = case
    interest.dismissal_reason = reason.strip()[:300]
    return _move(by=by, interest=interest, state=InterestState.DISMISSED, event="committees.interest.dismissed")


@transaction.atomic
def leave_room(*, by: Actor, interest: Interest) -> Interest:
    """The secretary notes the minute a recused member left; noted again, the first minute stays."""
    return _note(by=by, interest=interest, field="left_room_at")


@transaction.atomic
def come_back(*, by: Actor, interest: Interest) -> Interest:
    """And the minute they came back."""
    return _note(by=by, interest=interest, field="back_at")


def _note(*, by: Actor, interest: Interest, field: str) -> Interest:
    case = lock_case(interest.case)
    ensure_runs(by, case.session)
    interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if getattr(interest, field) is None:
        setattr(interest, field, timezone.now())
        interest.save(update_fields=[field])
        _tell("committees.interest.moved", by=by, interest=interest, case=case, step=field)
    return interest


def _write(*, by: Actor, case: Case, seat: Seat, nature: InterestNature, state: InterestState) -> Interest:
    late = Round.objects.filter(case=case).exists()
    author = by if isinstance(by, Person) and state == InterestState.DECLARED else None
    interest = Interest.objects.create(case=case, seat=seat, nature=nature, state=state, late=late, declared_by=author)
    name = "committees.interest.declared" if state == InterestState.DECLARED else "committees.interest.proposed"
    _tell(name, by=by, interest=interest, case=case, late=late)
    if late:
        void_voices(by=by, case=case, seat=seat)
    return interest


def _stand(*, by: Actor, interest: Interest) -> Interest:
    """A recusal once dismissed stands again."""
    interest.late = interest.late or Round.objects.filter(case=interest.case).exists()
    interest.save(update_fields=["nature", "late"])
    _move(by=by, interest=interest, state=InterestState.DECLARED, event="committees.interest.declared")
    if interest.late:
        void_voices(by=by, case=interest.case, seat=interest.seat)
    return interest


def _move(*, by: Actor, interest: Interest, state: InterestState, event: str) -> Interest:
    interest.state = state
    interest.save(update_fields=["state", "dismissal_reason"])
    _tell(event, by=by, interest=interest, case=interest.case, late=interest.late)
    return interest


def _tell(name: str, *, by: Actor, interest: Interest, case: Case, **data: object) -> None:
    journal.record(
        name, by=by, about=interest, territory=case.session.committee.fund.territory_id, case=case.pk, **data
    )
