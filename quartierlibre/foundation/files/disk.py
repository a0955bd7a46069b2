"""Where the bytes are: random names under MEDIA_ROOT, for this user only, never served as they are."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

THUMBNAIL = ".thumb"
ARRIVING = "arriving"


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def new_path() -> str:
    """A random place, spread over 256 folders, that says nothing about the file."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token[2:]}"


@dataclass(frozen=True)
class Arrival:
    """The working files of one upload; they vanish with their folder, whatever happens."""

    folder: Path

    @property
    def received(self) -> Path:
        return self.folder / "received"

    @property
    def picture(self) -> Path:
        return self.folder / "picture"

    @property
    def thumbnail(self) -> Path:
        return self.folder / "thumbnail"


@contextmanager
def arrival() -> Iterator[Arrival]:
    waiting = root() / ARRIVING
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=waiting) as folder:
        yield Arrival(Path(folder))


def open_private(path: Path) -> BinaryIO:
    """A new file for writing and reading back, 0600 whatever the umask."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def keep(source: Path, path: str) -> None:
    """Move a finished file to its place so that it is there after a power cut, or not at all."""
    target = root() / path
    target.parent.mkdir(mode=0o700, exist_ok=True)
    _flush(source)
    source.replace(target)
    _flush(target.parent)
    _flush(root())


def discard(path: str) -> None:
    """Forget a file and its thumbnail. Safe to run twice."""
    for name in (path, path + THUMBNAIL):
        (root() / name).unlink(missing_ok=True)


def kept_before(moment: float) -> Iterator[str]:
    """Paths of the files last written before `moment` (seconds since 1970), thumbnails under the path of their file."""
    for found in root().glob("[0-9a-f][0-9a-f]/*"):
        if found.stat().st_mtime < moment:
            yield f"{found.parent.name}/{found.name.removesuffix(THUMBNAIL)}"


def arrivals_before(moment: float) -> Iterator[Path]:
    """Folders left behind by a process that was killed in the middle of an upload."""
    waiting = root() / ARRIVING
    if waiting.exists():
        yield from (folder for folder in waiting.iterdir() if folder.stat().st_mtime < moment)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
