"""How tests are shared out between processes: one by one, except modules whose tests live in one costly world.

`--dist loadgroup` should do it from the mark `xdist_group`, but loses the mark with pytest 9.2 (pytest-xdist #1386).
"""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling

KEPT_WHOLE = {
    "tests/commands/test_demo.py",  # the whole demo, told once
    "tests/commands/test_launcher.py",  # servers started and stopped, which look at what runs
    "tests/contracts/test_access.py",  # everyone signed in, once
}


class Sharing(LoadGroupScheduling):
    """Sends the tests of a module kept whole to one process, first; any other test wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path in KEPT_WHOLE else nodeid
