"""Reading what is kept: place taken, bytes on disk, and what does not match."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.utils import timezone

from quartierlibre.foundation.files import disk
from quartierlibre.foundation.files.models import StoredFile


def now() -> datetime:
    return timezone.now()


def counted(*, owner_key: str, owner_id: int | None) -> list[int]:
    """Bytes counted in each quota that binds: the owner key's, and the person's when there is one."""
    used = [StoredFile.objects.of(owner_key).counted_bytes()]
    if owner_id is not None:
        used.append(StoredFile.objects.kept().filter(owner_id=owner_id).counted_bytes())
    return used


def open_content(file: StoredFile, *, thumbnail: bool = False) -> BinaryIO:
    """The bytes of a kept file, to close after use; FileNotFoundError when it was removed or has no thumbnail."""
    if file.removed_at is not None or (thumbnail and not file.thumbnail_bytes):
        raise FileNotFoundError(file.path)
    return (disk.root() / (file.path + (disk.THUMBNAIL if thumbnail else ""))).open("rb")


def without_row(paths: Iterable[str]) -> list[str]:
    """Those of these paths that no kept file points at."""
    candidates = set(paths)
    pointed = StoredFile.objects.kept().filter(path__in=candidates).values_list("path", flat=True)
    return sorted(candidates.difference(pointed))


def paths_without_bytes() -> list[str]:
    """Public ids of the kept files whose bytes are not there with their size: a backup is to be looked for."""
    missing = []
    for file in StoredFile.objects.kept().only("public_id", "path", "size_bytes").order_by("pk").iterator():
        content = disk.root() / file.path
        if not content.is_file() or content.stat().st_size != file.size_bytes:
            missing.append(str(file.public_id))
    return missing
