"""`make sabotage`: take each guard away, in a copy, and see its tests turn red. One that stays green proves nothing.

First the same tests run on an untouched copy: they must all be green there. `make sabotage ARGS="B9 B11"` tries only
the guards of these bars, or whose name holds these words.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from steps import duration, speak_everywhere

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "scripts" / "sabotage.toml"
COPIED = ("quartierlibre", "tests", "docs", "pyproject.toml", "manage.py")
ALL_PASSED, SOME_FAILED = 0, 1
LONGEST = 600  # seconds for one guard
SAID = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)

# Added to the copy's conftest: the database loses its guard once it is made.
IN_THE_DATABASE = """

@pytest.fixture(scope="session", autouse=True)
def _sabotaged(django_db_setup, django_db_blocker):
    from django.db import connection

    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute({sql!r})
        connection.close()
"""


@dataclass(frozen=True)
class Guard:
    """One guard and how it is taken away."""

    name: str
    bar: str
    tests: list[str]
    edits: list[list[str]] = field(default_factory=list)
    sql: str = ""

    def answers_to(self, words: list[str]) -> bool:
        return not words or any(word in self.bar.split(", ") or word in self.name for word in words)


class Stale(Exception):
    """The text to replace is no longer there, or not once: the list must follow the code."""


def main() -> int:
    speak_everywhere()
    parser = argparse.ArgumentParser(prog="make sabotage", description=__doc__)
    parser.add_argument("words", nargs="*", help="une barre (B9) ou un mot du nom ; rien : tout")
    words = parser.parse_args().words
    guards = [Guard(**raw) for raw in tomllib.loads(LIST.read_text(encoding="utf-8"))["guard"]]
    chosen = [guard for guard in guards if guard.answers_to(words)]
    print(f"{len(chosen)} garde(s) à retirer, une par une, dans une copie.\n")
    if not _control(chosen):
        return 1
    silent = [guard for guard in chosen if not _turns_red(guard)]
    print()
    for guard in silent:
        print(f"RESTE VERT : {guard.name} ({guard.bar})")
    print("Chaque garde retirée fait rougir ses tests." if not silent else f"{len(silent)} garde(s) sans preuve.")
    return 1 if silent else 0


def _control(guards: list[Guard]) -> bool:
    """The tests must be green while nothing is taken away: red would otherwise prove nothing."""
    tests = sorted({test for guard in guards for test in guard.tests})
    start = time.monotonic()
    with _copy() as copy:
        code, said = _run(copy, tests)
    good = code == ALL_PASSED
    took = duration(time.monotonic() - start)
    print(f"{'✓' if good else '✗'} témoin : rien n’est retiré, {len(tests)} test(s) [{took}]")
    if not good:
        print(said[-3000:])
    return good


def _turns_red(guard: Guard) -> bool:
    start = time.monotonic()
    try:
        with _copy() as copy:
            _take_away(guard, copy)
            green = _still_green(copy, guard.tests)
            # A race or a drawn example may miss its chance once: what stays green is tried with every example.
            green = green and _still_green(copy, green, examples="full")
    except Stale as stale:
        print(f"✗ {guard.bar:8} {guard.name} : {stale}")
        return False
    good = not green
    print(f"{'✓' if good else '✗'} {guard.bar:8} {guard.name} [{duration(time.monotonic() - start)}]")
    for test in green:
        print(f"      vert : {test}")
    return good


def _still_green(copy: Path, tests: list[str], *, examples: str = "quick") -> list[str]:
    """Those of these tests which do not fail: all of them when pytest itself could not play them."""
    code, said = _run(copy, tests, examples=examples)
    red = set(SAID.findall(said)) if code == SOME_FAILED else set()
    return [test for test in tests if not any(each == test or each.startswith(f"{test}[") for each in red)]


@contextmanager
def _copy() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ql-sabotage-") as folder:
        copy = Path(folder)
        ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=ignore)
            else:
                shutil.copy(source, copy / name)
        yield copy


def _take_away(guard: Guard, copy: Path) -> None:
    for file, text, replacement in guard.edits:
        path = copy / file
        before = path.read_text(encoding="utf-8")
        if before.count(text) != 1:
            raise Stale(f"« {text} » se lit {before.count(text)} fois dans {file}")
        path.write_text(before.replace(text, replacement), encoding="utf-8")
    if guard.sql:
        with (copy / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
            conftest.write(IN_THE_DATABASE.format(sql=guard.sql))


def _run(copy: Path, tests: list[str], *, examples: str = "quick") -> tuple[int, str]:
    """The copy's own code, on the test server of this folder: its template is made once for all guards."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "-p", "no:randomly", *tests]
    environment = {**os.environ, "VAR_DIR": str(ROOT / "var"), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"}
    environment["TEST_EXAMPLES"] = examples
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=LONGEST)
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
