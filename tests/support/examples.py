"""How many examples the property tests try (docs/decisions/0012): TEST_EXAMPLES=quick, full (`.ci/run`) or nightly."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

TIMES = {"quick": 0.1, "full": 1, "nightly": 20}
CHOSEN = os.environ.get("TEST_EXAMPLES", "quick")
FEWEST, USUAL = 5, 100
STEPS = {"quick": 30, "full": 30, "nightly": 60}[CHOSEN]  # how long a story of money is
T = TypeVar("T")


def some(full: int, *, tier: str = CHOSEN, fewest: int = FEWEST) -> int:
    """Of so many examples in a full run: a tenth of them (five at least) by default, twenty times more at night."""
    if tier not in TIMES:
        raise ValueError(f"TEST_EXAMPLES={tier}: one of {', '.join(TIMES)}")
    return max(min(fewest, full), round(full * TIMES[tier]))


def drawn(every: Sequence[T], *, fewest: int = FEWEST, tier: str = CHOSEN) -> Sequence[T]:
    """Some of a known list, others each time (pytest-randomly says the seed); all of them in a full run."""
    return random.sample(every, min(len(every), some(len(every), tier=tier, fewest=fewest)))


def count_as_asked() -> None:
    """Tests that name no number of their own follow too. A test that says more knows why."""
    from hypothesis import settings

    settings.register_profile("asked", max_examples=some(USUAL), deadline=None)
    settings.load_profile("asked")
