"""Who acts on committees, and the rows they hold while they do.

Locks are always taken in this order: session, case, round, then the rest (an envelope last). Two people deciding at
once then wait for each other, and never for ever.
"""

from __future__ import annotations

from quartierlibre.domain.committees.models import Case, Committee, Seat, Session
from quartierlibre.domain.committees.rules import seats as rules
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.rows import hand_on, has_read

Actor = Person | Machine


def plans_for(by: Actor, committee: Committee) -> bool:
    """Plans sessions in the territory of this committee; a command of the platform names itself and may."""
    return isinstance(by, Machine) or by.may(Permission.PLAN_SESSIONS, within=committee.fund.territory)


def runs(by: Actor, session: Session) -> bool:
    """Plans sessions there, or is the chair or the secretary of this one."""
    return plans_for(by, session.committee) or _is_officer(by, session)


def _is_officer(by: Actor, session: Session) -> bool:
    officers = [key for key in (session.chair_id, session.secretary_id) if key is not None]
    return isinstance(by, Person) and bool(officers) and Seat.objects.filter(pk__in=officers, person=by).exists()


def ensure_plans(by: Actor, committee: Committee) -> None:
    """Raises Refused unless they plan sessions of this committee."""
    rules.may_manage(plans_for(by, committee)).enforce()


def ensure_runs(by: Actor, session: Session) -> None:
    """Raises Refused unless they run this session."""
    rules.may_manage(runs(by, session)).enforce()


def is_member(by: Actor, person: Person) -> bool:
    """True when someone acts for themselves."""
    return isinstance(by, Person) and by.pk == person.pk


def holds(by: Actor, seat: Seat) -> bool:
    """True when the seat is theirs."""
    return isinstance(by, Person) and by.pk == seat.person_id


def lock_session(session: Session) -> Session:
    """The session as it is now, held until the end of the transaction.

    Whose committee it is never changes, nor the words of the regulation it opened under: what was already read of them
    is not read again.
    """
    held = Session.objects.select_for_update(of=("self",))
    if not has_read(session, "committee__fund__territory"):
        return held.select_related("committee__fund__territory", "regulation").get(pk=session.pk)
    locked = held.get(pk=session.pk)
    hand_on(session, locked, "committee", "regulation")
    return locked


def lock_case(case: Case, *, with_file: bool = False) -> Case:
    """Its session first, then the case as it is now, both held until the end of the transaction.

    `with_file` reads the project's file at the same time; most acts of an evening never look at it.
    """
    session = lock_session(case.session if has_read(case, "session") else Session(pk=case.session_id))
    rows = Case.objects.select_for_update(of=("self",))
    held = (rows.select_related("application") if with_file else rows).get(pk=case.pk)
    held.session = session
    if with_file and held.application.fund_id == session.committee.fund_id:
        held.application.fund = session.committee.fund
    return held
