"""A vote: the roll frozen at opening, one voice each, ten seconds to take it back, closing for good."""

import pytest

from quartierlibre.domain.committees import operations, queries
from tests.factories import votes


def test_smoke():
    case = votes.case()
    held = votes.opened(case)
    for voter in votes.voters(held):
        print(votes.cast(voter, votes.FOR, 10_000))
    held = operations.close_round(by=votes.MACHINE, round=held)
    assert (held.votes_for, held.votes_against) == (3, 0)
    decision = votes.decide(case, amount=10_000)
    assert decision.outcome == "part"
    assert decision.number == 1
