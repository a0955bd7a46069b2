"""How tests are shared out between processes: one by one, except modules whose tests live in one costly world.

`--dist loadgroup` should do it from the mark `xdist_group`, but loses the mark with pytest 9.2 (pytest-xdist #1386).
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadGroupScheduling

KEPT_WHOLE = {
    "tests/commands/test_demo.py",  # the whole demo, told once
    "tests/commands/test_launcher.py",  # servers started and stopped, which look at what runs
    "tests/contracts/test_access.py",  # everyone signed in, once
}
JOURNEYS = "tests/browser/"  # each has a database, a world and a site of its own: made once, not once per process
# Who race there keep their connections from one test to the next: one crowd is enough for all of them.
CROWDS = {
    "tests/operations/test_ballots_at_once.py",
    "tests/operations/test_interleavings.py",
    "tests/operations/test_never_overspent.py",
    "tests/operations/test_registering_at_once.py",
}
# One test, or one module, that lasts a minute or more: begun last, a process would end it alone while the others wait.
LONG = (
    "tests/property/",
    "tests/browser/test_year_of_money.py",
    "tests/browser/test_three_labs.py",
    "tests/browser/test_manager_closes.py",
    "tests/browser/test_consulted_in_writing.py",
)


class Sharing(LoadGroupScheduling):
    """Sends tests of a module kept whole to one process, first, and those of crowds; any other where there is room.
    Long ones begin before all of them.
    """

    is_sorted = False

    def _assign_work_unit(self, node: Any) -> None:
        if not self.is_sorted:
            self.is_sorted = True
            for scope in [each for each in self.workqueue if each.startswith(LONG)]:
                self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if path in CROWDS:
            return "crowds"
        return path if path in KEPT_WHOLE or path.startswith(JOURNEYS) else nodeid
