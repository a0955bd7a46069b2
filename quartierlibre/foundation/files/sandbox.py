"""The parent's side of the child process: hand over open files, wait a bounded time, believe little."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from quartierlibre.foundation.files import disk, refusals
from quartierlibre.foundation.files.kinds import Kind

CLEANER = Path(__file__).parent / "cleaner" / "run.py"
WALL_SECONDS = 10.0
PATIENCE_SECONDS = 15.0
LONGEST_ANSWER = 4096
JPEG_START = b"\xff\xd8\xff"

_PLACES = threading.BoundedSemaphore(2)  # each child may take 256 MB: the others wait for their turn


@dataclass(frozen=True)
class Report:
    """What the child process says: the reasons to refuse, else the size of the cleaned picture in points."""

    refused: tuple[str, ...] = ()
    width: int | None = None
    height: int | None = None


def examine(kind: Kind, arrival: disk.Arrival) -> Report:
    """Clean a picture into `arrival.picture` and `arrival.thumbnail`, or check a PDF, in a process with limits.

    A child that crashes, hangs, or eats too much only makes the file refused.
    """
    if not _PLACES.acquire(timeout=PATIENCE_SECONDS):
        return Report(refused=("busy",))
    try:
        answer = _run(kind, arrival)
    finally:
        _PLACES.release()
    return _believed(kind, arrival, answer)


def _run(kind: Kind, arrival: disk.Arrival) -> bytes:
    """The answer of the child, empty when it did not end well."""
    with (
        tempfile.TemporaryDirectory(dir=arrival.folder) as nowhere,
        arrival.received.open("rb") as received,
        disk.open_private(arrival.picture) as picture,
        disk.open_private(arrival.thumbnail) as thumbnail,
        tempfile.TemporaryFile(dir=arrival.folder) as answer,
    ):
        results = (picture.fileno(), thumbnail.fileno())
        command = [sys.executable, "-I", str(CLEANER), kind.value, *map(str, results)]
        try:
            subprocess.run(  # noqa: S603 - our own script, and nothing the sender chose on its command line
                command,
                stdin=received,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                pass_fds=results,
                cwd=nowhere,
                env={},
                timeout=WALL_SECONDS,
                check=True,
            )
        except subprocess.SubprocessError:
            return b""
        answer.seek(0)
        return answer.read(LONGEST_ANSWER)


def _believed(kind: Kind, arrival: disk.Arrival, answer: bytes) -> Report:
    unreadable = Report(refused=(refusals.UNREADABLE_PDF if kind is Kind.PDF else refusals.UNREADABLE_PICTURE,))
    try:
        said = json.loads(answer)
        reasons = refusals.known(said["refused"])
        if len(reasons) != len(said["refused"]):
            return unreadable
        if reasons or kind is Kind.PDF:
            return Report(refused=tuple(reasons))
        report = Report(width=int(said["width"]), height=int(said["height"]))
    except (ValueError, TypeError, LookupError):
        return unreadable
    return report if _is_jpeg(arrival.picture) and _is_jpeg(arrival.thumbnail) else unreadable


def _is_jpeg(path: Path) -> bool:
    with path.open("rb") as start:
        return start.read(3) == JPEG_START
