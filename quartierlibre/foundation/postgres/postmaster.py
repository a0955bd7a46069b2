"""The server process of a data folder: is it alive, is its pid file stale, stop it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROC = Path("/proc")
STOP_SECONDS = 60


def running_pid(cluster: Path) -> int | None:
    """Process number of the live server of `cluster`; a zombie or a recycled number does not count."""
    pid = _pid_in_file(cluster)
    return pid if pid and _is_server(pid, cluster) else None


def forget_stale(cluster: Path) -> bool:
    """Remove a pid file which would fool PostgreSQL; one whose process is simply gone is left for it to judge.

    Two cases fool it: a killed server not yet reaped by process 1 (a zombie answers to signals), and a number
    given since then to another program (usual in containers). Any backend still attached is waited for first:
    the pid file is what keeps a second server away from their shared memory.
    """
    pid = _pid_in_file(cluster)
    if pid is None or _is_server(pid, cluster):
        return False
    _wait_until(lambda: not any(_attached(cluster)), seconds=30)
    if not _exists(pid):
        return False
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    return True


def stop(cluster: Path) -> None:
    """Roll back open transactions, write everything down and end; insist after a minute."""
    for sig in (signal.SIGINT, signal.SIGQUIT):
        pid = running_pid(cluster)
        if pid is None:
            return
        os.kill(pid, sig)
        _wait_until(lambda: running_pid(cluster) is None, seconds=STOP_SECONDS)


def _wait_until(done: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.02)


def _pid_in_file(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_server(pid: int, cluster: Path) -> bool:
    return _works_in(pid, cluster) if sys.platform.startswith("linux") else _is_server_by_ps(pid)


def _works_in(pid: int, cluster: Path) -> bool:
    """PostgreSQL's processes all work inside their data folder; a zombie works nowhere any more."""
    try:
        return (PROC / str(pid) / "cwd").samefile(cluster)
    except OSError:
        return False


def _is_server_by_ps(pid: int) -> bool:
    shown = subprocess.run(  # noqa: S603 - no outside input
        ["/bin/ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, program = shown.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and "postgres" in program


def _attached(cluster: Path) -> Iterator[int]:
    """Live processes still working inside the data folder (Linux only)."""
    for entry in PROC.glob("[0-9]*") if PROC.is_dir() else ():
        pid = int(entry.name)
        if _works_in(pid, cluster):
            yield pid
