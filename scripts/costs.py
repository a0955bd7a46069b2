"""`make test-costs`: time every test three times, and write in tests/slow.txt those `make test` cannot always try.

The least of three times counts: the first test which asks for a world lives it, the next ones find it again, and the
order changes. The costliest tests go on the list until the others fit the budget (docs/decisions/0026).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from scripts.steps import speak_everywhere, step
from tests.support import slow

ROUNDS = 3
BUDGET = 11.0  # seconds, each world already lived; with guards, house rules and the first of each world: 75
HEAD = """\
# Slow tests, of which `make test` draws a few (docs/decisions/0026): seconds, name.
# Measured and written by `make test-costs`; a new test is tried each time until it is measured.
"""


def main() -> int:
    speak_everywhere()
    rounds = []
    for number in range(1, ROUNDS + 1):
        with step(number, f"Tous les essais, {number} sur {ROUNDS}"):
            rounds.append(_seconds())
    costs = {test: min(each[test] for each in rounds if test in each) for test in set().union(*rounds)}
    names = too_many(costs, budget=BUDGET)
    slow.LIST.write_text(HEAD + "".join(f"{costs[name]:.2f} {name}\n" for name in names), encoding="utf-8")
    print(f"{len(names)} essais longs sur {len(costs)}, écrits dans tests/slow.txt.")
    return 0


def _seconds() -> Counter[str]:
    """What each test cost, in seconds, all its cases together; a run that fails says so and stops all."""
    with tempfile.TemporaryDirectory(prefix="ql-costs-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "logical", "--dist", "loadgroup", f"--junitxml={report}"]
        environment = {**os.environ, "TEST_EXAMPLES": "every"}
        subprocess.run(command, cwd=slow.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    found: Counter[str] = Counter()
    for case in cases:
        found[_name(case.attrib["classname"], case.attrib["name"])] += float(case.attrib["time"])
    return found


def _name(dotted: str, name: str) -> str:
    """What pytest calls tests/unit/test_money.py::Class::test_add[case], as it is timed."""
    folder = Path(*dotted.split(".")[:3])
    inner = dotted.split(".")[3:]
    return slow.measured_as("::".join([f"{folder.as_posix()}.py", *inner, name]))


def too_many(costs: dict[str, float], *, budget: float) -> list[str]:
    """The costliest tests, sorted by name: without them, those not always tried fit the budget."""
    spent, found = 0.0, []
    for test in sorted(costs, key=lambda test: (costs[test], test)):
        if slow.is_always_tried(test):
            continue
        spent += costs[test]
        if spent > budget:
            found.append(test)
    return sorted(found)


if __name__ == "__main__":
    sys.exit(main())
