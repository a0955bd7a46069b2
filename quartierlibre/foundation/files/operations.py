"""Receiving, removing and sweeping private files."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from quartierlibre.foundation import states
from quartierlibre.foundation.files import antivirus, disk, queries, refusals, sandbox
from quartierlibre.foundation.files.kinds import ENDINGS, HEAD_BYTES, KEPT_AS, Kind, kind_of, likely_ending
from quartierlibre.foundation.files.models import SMALLEST_COUNTED, StoredFile
from quartierlibre.foundation.files.names import clean_name
from quartierlibre.foundation.files.states import MOVES, FileState
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.verdicts import Refused

CHUNK = 64 * 1024
ORPHAN_AFTER = timedelta(days=1)


class Upload(Protocol):
    """What a form hands over; `size` is not asked for, since only counting the bytes tells it."""

    @property
    def name(self) -> str | None: ...

    def read(self, size: int, /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...


@transaction.atomic
def store(
    *,
    upload: Upload,
    owner_key: str,
    purpose: str,
    by: AbstractBaseUser | None,
    on_behalf: bool = False,
    kept_until: date | None = None,
    pictures_only: bool = False,
) -> StoredFile:
    """Keep a file after every check: size, kind, virus, content, then the quota of its owner key and of the person.

    A picture is kept as a new JPEG without metadata and a PDF as it came; `Refused` tells every reason otherwise.
    `on_behalf` spares the quota of an agent who files for others; `pictures_only` is for what is shown as a picture.
    Call it before `journal.record`: it takes about half a second, and its lock on the quota lasts until the
    transaction ends.
    """
    owner_id = None if by is None or on_behalf else by.pk
    _enforce_quota(owner_key, owner_id, coming=0)
    with disk.arrival() as arrival:
        kind = _recognise(_receive(upload, arrival.received), pictures_only=pictures_only)
        _look_for_virus(arrival.received)
        report = sandbox.examine(kind, arrival)
        if report.refused:
            raise refusals.refused(*report.refused)
        file = StoredFile(owner_key=owner_key, owner_id=owner_id, purpose=purpose, kept_until=kept_until)
        file.media_type, file.width, file.height = KEPT_AS[kind], report.width, report.height
        file.original_name = clean_name(upload.name or "", ending=ENDINGS[file.media_type])
        return _keep(file, arrival)


@transaction.atomic
def keep_made(*, content: bytes, name: str, owner_key: str, purpose: str) -> StoredFile:
    """Keep a PDF the platform has just made: nothing of a stranger is in it, so it is neither checked nor counted."""
    with disk.arrival() as arrival:
        with disk.open_private(arrival.received) as copy:
            copy.write(content)
        file = StoredFile(owner_key=owner_key, purpose=purpose, media_type=KEPT_AS[Kind.PDF])
        file.original_name = clean_name(name, ending=ENDINGS[file.media_type])
        return _placed(file, arrival)


@transaction.atomic
def remove(*, file: StoredFile, by: AbstractBaseUser | journal.Machine | None) -> StoredFile:
    """Erase the bytes once the transaction has committed, the name at once; the row stays for who points at it."""
    file = StoredFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    states.may_move(MOVES, FileState(file.state), FileState.REMOVED).enforce()
    file.state, file.removed_at, file.original_name = FileState.REMOVED, queries.now(), ""
    file.save(update_fields=["state", "removed_at", "original_name"])
    journal.record("files.file.removed", by=by, about=file, purpose=file.purpose, size_bytes=file.size_bytes)
    transaction.on_commit(lambda: disk.discard(file.path))
    return file


@transaction.atomic
def note_download(*, file: StoredFile, by: AbstractBaseUser | None, territory: int | None = None) -> None:
    """Leave a trace that this person was sent this sensitive file."""
    journal.record("files.file.downloaded", by=by, about=file, territory=territory, purpose=file.purpose)


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: files past their date, bytes without a row, and rows whose bytes are missing (a damage)."""

    expired: int
    orphans: int
    missing: list[str]


def sweep(*, now: datetime) -> Sweep:
    """Remove what is past its date and what no row points at for a day. Safe to run at any time, twice, or half."""
    expired = list(StoredFile.objects.kept().filter(kept_until__lt=timezone.localdate(now)).order_by("pk"))
    for file in expired:
        with suppress(Refused):  # somebody removed it meanwhile
            remove(file=file, by=journal.Machine("sweep_files"))
    limit = (now - ORPHAN_AFTER).timestamp()
    for folder in disk.arrivals_before(limit):
        shutil.rmtree(folder, ignore_errors=True)
    orphans = queries.without_row(disk.kept_before(limit))
    for path in orphans:
        disk.discard(path)
    return Sweep(expired=len(expired), orphans=len(orphans), missing=queries.paths_without_bytes())


def _receive(upload: Upload, target: Path) -> bytes:
    """Copy the upload while counting it, whatever size it announces; the first bytes come back."""
    upload.seek(0)
    size, head = 0, b""
    with disk.open_private(target) as copy:
        while chunk := upload.read(CHUNK):
            head = head or chunk[:HEAD_BYTES]
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise refusals.refused("too_big", most=settings.UPLOAD_MAX_BYTES // 1_000_000)
            copy.write(chunk)
    if not size:
        raise refusals.refused("empty")
    return head


def _recognise(head: bytes, *, pictures_only: bool) -> Kind:
    kind = kind_of(head)
    if kind is None or (pictures_only and kind is Kind.PDF):
        ending = likely_ending(head)
        reason = "not_a_picture" if pictures_only else "kind"
        raise refusals.refused(reason, seen=f" ({ending})" if ending else "")
    return kind


def _look_for_virus(received: Path) -> None:
    """An antivirus that is wanted and does not answer closes the door."""
    try:
        with received.open("rb") as content:
            infected = antivirus.is_infected(content)
    except antivirus.AntivirusDown as down:
        raise refusals.refused("antivirus_down") from down
    if infected:
        raise refusals.refused("virus")


def _keep(file: StoredFile, arrival: disk.Arrival) -> StoredFile:
    """Give the bytes their place, then write the row: a crash leaves bytes without a row, never the reverse."""
    is_pdf = file.media_type == KEPT_AS[Kind.PDF]
    final = arrival.received if is_pdf else arrival.picture
    file.size_bytes = final.stat().st_size
    file.thumbnail_bytes = 0 if is_pdf else arrival.thumbnail.stat().st_size
    _enforce_quota(file.owner_key, file.owner_id, coming=max(file.size_bytes + file.thumbnail_bytes, SMALLEST_COUNTED))
    return _placed(file, arrival)


def _placed(file: StoredFile, arrival: disk.Arrival) -> StoredFile:
    is_pdf = file.media_type == KEPT_AS[Kind.PDF]
    final = arrival.received if is_pdf else arrival.picture
    file.size_bytes = final.stat().st_size
    with final.open("rb") as content:
        file.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    file.path = disk.new_path()
    try:
        disk.keep(final, file.path)
        if not is_pdf:
            disk.keep(arrival.thumbnail, file.path + disk.THUMBNAIL)
        file.save(force_insert=True)
    except BaseException:
        disk.discard(file.path)
        raise
    return file


def _enforce_quota(owner_key: str, owner_id: int | None, *, coming: int) -> None:
    """Refuse when what is there and what comes do not fit, one upload at a time per owner once bytes are coming."""
    most = settings.UPLOAD_QUOTA_BYTES
    if coming:
        _wait_for_turn(owner_key, owner_id)
    if any(used + coming > most or used >= most for used in queries.counted(owner_key=owner_key, owner_id=owner_id)):
        raise refusals.refused("quota", most=most // 1_000_000)


def _wait_for_turn(owner_key: str, owner_id: int | None) -> None:
    """Hold this owner key and this person until the transaction ends; always in this order, so no deadlock."""
    names = [f"files.quota.key:{owner_key}"] + ([f"files.quota.person:{owner_id}"] if owner_id is not None else [])
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
