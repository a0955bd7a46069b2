"""Tests of crowds play as many rounds as asked by TEST_EXAMPLES (docs/decisions/0012), each time all their kinds."""

from tests.support.examples import CHOSEN


def times(quick: int, full: int, nightly: int | None = None) -> int:
    """How many rounds this run plays: a few at each change, all of them in `.ci/run`, more at night."""
    return {"quick": quick, "full": full, "nightly": nightly or full}[CHOSEN]
