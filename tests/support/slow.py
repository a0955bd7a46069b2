"""Slow tests (`tests/slow.txt`) are drawn too at each change, guards never, as docs/decisions/0026 says.

`make test` must last a minute on two processors. What it leaves out, `make test-every` and `.ci/run` try.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.sharing import KEPT_WHOLE

ROOT = Path(__file__).parents[2]
LIST = ROOT / "tests" / "slow.txt"
GUARDS = ROOT / "scripts" / "sabotage.toml"
# Each house rule speaks of another line of the code; every euro is followed at each change, over fewer sequences.
ALWAYS = ("tests/contracts/", "tests/property/test_every_euro.py")
DRAWN = 4.0  # seconds of slow tests a run takes, others each time; what lasts longer is never drawn


def without_case(name: str) -> str:
    return name.partition("[")[0]


def measured_as(name: str) -> str:
    """What is timed and drawn: a test with its cases, or the whole module whose tests live in one costly world."""
    path = name.partition("::")[0]
    return path if path in KEPT_WHOLE else without_case(name)


@cache
def listed() -> dict[str, float]:
    """Slow tests, by name without their cases, and slow modules, with their seconds; `make test-costs` writes them."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return {name: float(seconds) for seconds, name in pairs}


@cache
def guards() -> frozenset[str]:
    """For each guard, the test or the case that must turn red without it: the first its list names, the quickest."""
    listed_guards = tomllib.loads(GUARDS.read_text(encoding="utf-8"))["guard"]
    return frozenset(guard["tests"][0] for guard in listed_guards)


def of_guards(names: Iterable[str]) -> set[str]:
    """Cases of the tests of guards: the one named, or all of them. A guard nothing would answer for stops the run."""
    found = {name: name if name in guards() else without_case(name) for name in names}
    found = {name: guard for name, guard in found.items() if guard in guards()}
    if gone := guards() - set(found.values()):
        raise pytest.UsageError(f"scripts/sabotage.toml names tests that are not there: {sorted(gone)}")
    return set(found)


def is_always_tried(name: str) -> bool:
    """Whether this test, or a case of it, is tried at each change; its name comes without its cases."""
    return name.startswith(ALWAYS) or name in {measured_as(guard) for guard in guards()}


def is_written(name: str) -> bool:
    """Whether the file a test is named after has it: a function, or a module timed whole."""
    path, _, inner = without_case(name).partition("::")
    function = inner.rpartition("::")[2]
    return (ROOT / path).is_file() and (not function or f"def {function}(" in _text(path))


@cache
def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tried(names: Iterable[str], *, seed: Any) -> set[str]:
    """All that is not slow, and of the slow ones a few: the same for the same seed."""
    left_out = set(listed()).difference(drawn(seed=seed))
    return {name for name in names if measured_as(name) not in left_out}


def drawn(*, seed: Any) -> list[str]:
    """Slow tests in the order drawn, as many as hold in the seconds they have."""
    costs, left, found = listed(), DRAWN, []
    for name in random.Random(f"{seed} slow").sample(sorted(costs), len(costs)):
        if costs[name] <= left:
            left -= costs[name]
            found.append(name)
    return found
