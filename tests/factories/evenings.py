"""One full evening: two files, a recusal, a vote by name, a secret vote, two decisions, closed."""

from __future__ import annotations

from typing import Any

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.committees.states import BallotMode, Outcome
from tests.factories import committees, votes
from tests.factories.applications import MACHINE
from tests.factories.funds import clause
from tests.support.memory import remembered

QUORUM = {**clause(50, "percent_of_enrolled"), "source": "text"}


@remembered
def held(**rules_said: Any) -> Session:
    """Closed: five members, the second file has one of them step aside; what they decided is in the books."""
    fund = votes.fund(session__quorum=QUORUM, session__recusal=committees.choice("leaves_not_counted"), **rules_said)
    first, second = votes.cases(fund, files=2, members=5)
    session = first.session
    vote = votes.opened(first, BallotMode.BY_NAME)
    for voter, choice in zip(votes.voters(vote), [votes.FOR] * 3 + [votes.AGAINST], strict=False):
        votes.cast(voter, choice, 15_000 if choice == votes.FOR else None)
    operations.close_round(by=MACHINE, round=vote)
    votes.decide(first, Outcome.PART, amount=12_000)
    seat = session.attendances.order_by("pk")[0].seat
    operations.declare_interest(by=seat.person, case=second, seat=seat, nature="neighbour")
    vote = votes.opened(second, BallotMode.SECRET)
    for voter, choice in zip(votes.voters(vote), [votes.AGAINST] * 3 + [votes.FOR], strict=True):
        votes.cast(voter, choice)
    operations.close_round(by=MACHINE, round=vote)
    votes.decide(second, Outcome.REFUSED)
    return operations.close_session(by=MACHINE, session=session)
