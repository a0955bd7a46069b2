"""Form committees and announce the dates they sit."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.committees import rules
from quartierlibre.domain.committees.models import Committee, Session
from quartierlibre.domain.committees.states import SESSION_MOVES, SessionState
from quartierlibre.domain.funds.models import Fund, Sector
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def form_committee(*, by: Person | None, fund: Fund, name: str, sector: Sector | None = None) -> Committee:
    """A fund has one committee, or one per sector."""
    committee = Committee.objects.create(fund=fund, sector=sector, name=name)
    journal.record("committees.committee.formed", by=by, about=committee, territory=fund.territory)
    return committee


@transaction.atomic
def plan_session(*, by: Person | None, committee: Committee, starts_at: datetime, place: str = "") -> Session:
    """Announce a sitting. `starts_at` is aware. Raises Refused for a day that is past."""
    rules.may_plan(day=timezone.localdate(starts_at), today=timezone.localdate()).enforce()
    session = Session.objects.create(committee=committee, starts_at=starts_at, place=place)
    journal.record("committees.session.planned", by=by, about=session, territory=committee.fund.territory)
    return session


@transaction.atomic
def cancel_session(*, by: Person, session: Session) -> Session:
    """A sitting that will not be held is said so; it is never deleted."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    states.may_move(SESSION_MOVES, SessionState(session.state), SessionState.CANCELLED).enforce()
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    journal.record("committees.session.cancelled", by=by, about=session, territory=session.committee.fund.territory)
    return session
