"""CPU used by a process and all its descendants, threads included, read from /proc (Linux)."""

import os
from collections import defaultdict
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def family(root: int) -> list[int]:
    """`root` and its descendants alive now."""
    children = defaultdict(list)
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            children[int(_stat(int(entry))[1])].append(int(entry))
        except OSError:
            continue
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue.extend(children[pid])
    return found


def _thread_ns(pid: int) -> int:
    total = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((thread / "schedstat").read_text().split()[0])
        except OSError:
            continue
    return total


def milliseconds(root: int) -> float:
    """CPU of the family so far, in ms: living threads to the nanosecond, children already gone to the tick."""
    total = 0.0
    for pid in family(root):
        try:
            total += _thread_ns(pid) + (int(_stat(pid)[13]) + int(_stat(pid)[14])) * 1e9 / TICK
        except OSError:
            continue
    return total / 1e6


def largest_rss_mb(root: int) -> float:
    """Memory of the largest process of the family, in MB (10^6 bytes)."""
    sizes = []
    for pid in family(root):
        try:
            sizes.append(int(_stat(pid)[21]) * PAGE / 1e6)
        except OSError:
            continue
    return max(sizes, default=0.0)
