"""Numbered steps on the screen, each with what it does and how long it took. Standard library only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"
SECONDS_BETWEEN_LINES = 15

Say = Callable[[str], None]


def speak_everywhere() -> None:
    """A terminal which lacks some sign shows a question mark instead of stopping us."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace", line_buffering=True)  # type: ignore[union-attr]


def duration(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s".replace(".", ",")
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


@contextmanager
def step(number: int, title: str) -> Iterator[Say]:
    """Announce, show progress on the same line (or now and then when nobody watches), end with the time."""
    line = _Line(f"{NUMBERS[number - 1]} {title} …")
    start = time.monotonic()
    line.begin()
    try:
        yield line.progress
    except BaseException as reason:
        line.end("échec" if isinstance(reason, Exception) else "interrompu")
        raise
    line.end(duration(time.monotonic() - start))


class _Line:
    def __init__(self, head: str) -> None:
        self._head = head
        self._live = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._spoke = 0.0
        self._broken = False

    def begin(self) -> None:
        self._spoke = time.monotonic()
        print(self._head, end="", flush=True)

    def progress(self, text: str) -> None:
        if self._live:
            print(f"\r\033[K{self._head} {text}"[: _width()], end="", flush=True)
        elif time.monotonic() - self._spoke > SECONDS_BETWEEN_LINES:
            self._spoke = time.monotonic()
            print(f"\n   {text}", end="", flush=True)
            self._broken = True

    def end(self, text: str) -> None:
        clear = "\r\033[K" if self._live else ""
        head = self._head if self._live else ("\n  " if self._broken else "")
        print(f"{clear}{head} {text}", flush=True)


def _width() -> int:
    try:
        return os.get_terminal_size().columns + 4
    except OSError:
        return 120
