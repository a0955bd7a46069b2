"""What deserves a second look before or during a session."""

from __future__ import annotations

from django.utils import timezone

from quartierlibre.domain.committees.models import Interest, Session
from quartierlibre.domain.committees.queries.sessions import may_vote, quorum_rule, rulebook_of, seats_on
from quartierlibre.domain.committees.rules.advice import Advice, AdviceFacts, advice
from quartierlibre.domain.committees.rules.recusals import STEPPED_ASIDE
from quartierlibre.domain.people.models import Mandate
from quartierlibre.domain.people.permissions import Role


def advice_for(session: Session) -> tuple[Advice, ...]:
    """Read from the seats of the day announced, under the rules of the session."""
    rulebook, day = rulebook_of(session), timezone.localdate(session.starts_at)
    seats = list(seats_on(session.committee, day))
    voting = [seat for seat in seats if may_vote(seat, rulebook)]
    managers = Mandate.objects.current().filter(
        role=Role.FUND_MANAGER, territory=session.committee.fund.territory_id, person__in=[s.person_id for s in voting]
    )
    return advice(
        AdviceFacts(
            seats=len(seats),
            voters=len(voting),
            voting_funders=sum(seat.funder_id is not None for seat in voting),
            voting_managers=managers.count(),
            recused=Interest.objects.filter(case__session=session, state__in=STEPPED_ASIDE).count(),
            funders_vote=rulebook.value("committee.funders_vote"),
            minimum_size=rulebook.value("committee.minimum_size"),
            recusal=rulebook.value("session.recusal"),
            quorum=quorum_rule(session, rulebook).unit,
            majority=rulebook.value("session.majority"),
        )
    )
