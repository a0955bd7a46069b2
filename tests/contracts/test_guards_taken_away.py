"""`make sabotage` takes away what is there: its list follows the code, or it would prove nothing for hours."""

import tomllib
from pathlib import Path

from tests.support.slow import is_written

ROOT = Path(__file__).resolve().parents[2]
GUARDS = tomllib.loads((ROOT / "scripts" / "sabotage.toml").read_text(encoding="utf-8"))["guard"]


def test_what_is_taken_away_is_written_once_where_the_list_says():
    edits = [(guard["name"], *edit) for guard in GUARDS for edit in guard.get("edits", [])]
    stale = [(name, path) for name, path, text, _instead in edits if (ROOT / path).read_text("utf-8").count(text) != 1]
    assert stale == []


def test_the_tests_which_must_turn_red_exist():
    named = {test for guard in GUARDS for test in guard["tests"]}
    assert [test for test in sorted(named) if not is_written(test)] == []
