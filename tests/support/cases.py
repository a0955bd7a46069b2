"""Long lists of cases (`parametrize`) are drawn from at each change, as docs/decisions/0012 says.

Drawn for the whole suite only: who names a file, a test or a word (`-k`) asks for every case. All processes of a run
draw the same, from the seed pytest-randomly prints: `make test ARGS="--randomly-seed=…"` draws it again.
"""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.support import slow
from tests.support.examples import CHOSEN, SOME_TESTS, some

TESTS = Path(__file__).parents[1]
FEWEST, FEWEST_UNIT = 2, 5  # a case of a unit test costs the three milliseconds of any test, and no more
WHOLE = "contracts"  # each of their cases speaks of another line of the code


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The processes of a run are told what was asked of the one that starts them."""
    node.workerinput["whole_suite"] = _is_whole_suite(node.config)


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    if not _is_whole_suite(config):
        return
    folders = defaultdict(list)
    for item in items:
        folders[item.path.relative_to(TESTS).parts[0]].append(item.nodeid)
    seed = config.getoption("randomly_seed", 0)
    fewest = {"unit": FEWEST_UNIT}
    found = [
        kept(names, seed=seed, fewest=fewest.get(folder, FEWEST))
        for folder, names in folders.items()
        if folder != WHOLE
    ]
    chosen = set(folders[WHOLE]).union(*found, slow.of_guards(item.nodeid for item in items))
    if leaves_tests_out(config):
        chosen = slow.tried(chosen, seed=seed)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in chosen])
    items[:] = [item for item in items if item.nodeid in chosen]


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    """Who runs `make test` is told what it did not try."""
    if leaves_tests_out(config):
        some_slow, slow_ones = slow.drawn(seed=config.getoption("randomly_seed", 0)), slow.listed()
        terminalreporter.write_line(
            f"Essais longs : {len(some_slow)} tirés sur {len(slow_ones)}, les autres par make test-every."
        )


def leaves_tests_out(config: Any) -> bool:
    """`make test` without a word more: it must last a minute."""
    return SOME_TESTS and _is_whole_suite(config)


def _is_whole_suite(config: Any) -> bool:
    """Nobody chose: `make test` without ARGS."""
    told = getattr(config, "workerinput", None)
    if told is not None:
        return bool(told["whole_suite"])
    return config.args_source is config.ArgsSource.TESTPATHS and not config.option.keyword


def kept(names: Any, *, seed: Any, fewest: int = FEWEST, tier: str = CHOSEN) -> set[str]:
    """Of the cases of each test, a tenth, `fewest` at least: the same for the same seed, whatever their order."""
    cases = defaultdict(list)
    for name in names:
        cases[slow.without_case(name)].append(name)
    found: set[str] = set()
    for test, ids in cases.items():
        draw = random.Random(f"{seed} {test}")
        found.update(draw.sample(sorted(ids), min(len(ids), some(len(ids), tier=tier, fewest=fewest))))
    return found
