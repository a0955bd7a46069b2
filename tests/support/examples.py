"""How much a run tries (docs/decisions/0012, 0026): TEST_EXAMPLES=quick, every, full (`.ci/run`) or nightly.

`every` tries as few examples as `quick`, in every test: the slow ones too, of which `quick` draws a few.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

TIMES = {"quick": 0.1, "full": 1, "nightly": 20}
ASKED = os.environ.get("TEST_EXAMPLES", "quick")
SOME_TESTS = ASKED == "quick"
CHOSEN = "quick" if ASKED == "every" else ASKED
FEWEST, USUAL = 5, 100
STEPS = {"quick": 30, "full": 30, "nightly": 60}[CHOSEN]  # how long a story of money is
T = TypeVar("T")


def some(full: int, *, tier: str = CHOSEN, fewest: int = FEWEST) -> int:
    """Of so many examples in a full run: a tenth of them (five at least) by default, twenty times more at night."""
    if tier not in TIMES:
        raise ValueError(f"TEST_EXAMPLES={tier}: one of every, {', '.join(TIMES)}")
    return max(min(fewest, full), round(full * TIMES[tier]))


def drawn(every: Sequence[T], *, fewest: int = FEWEST, tier: str = CHOSEN) -> Sequence[T]:
    """Some of a known list, others each time (pytest-randomly says the seed); all of them in a full run."""
    return random.sample(every, min(len(every), some(len(every), tier=tier, fewest=fewest)))


def count_as_asked() -> None:
    """Tests that name no number of their own follow too. A test that says more knows why."""
    from hypothesis import settings

    settings.register_profile("asked", max_examples=some(USUAL), deadline=None)
    settings.load_profile("asked")
