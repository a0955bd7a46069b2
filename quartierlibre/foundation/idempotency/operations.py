"""Claiming a key, keeping how the act ended, forgetting old keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from quartierlibre.foundation.idempotency.models import Submission

KEPT_FOR = timedelta(hours=48)  # a browser tab left open over a week-end day, and twice what is usual for such keys


@dataclass(frozen=True)
class Fresh:
    """Nobody did this yet: act, then `settle` in the same transaction."""

    submission_id: int


@dataclass(frozen=True)
class Replayed:
    """Already done, with the same answers: give the first outcome again."""

    outcome: dict[str, Any]


@dataclass(frozen=True)
class Mismatch:
    """The key was used for other answers, or by someone else: do nothing."""


Claim: TypeAlias = Fresh | Replayed | Mismatch


def claim(*, key: UUID, operation: str, digest: str, owner_id: int | None = None) -> Claim:
    """Take the key for this operation; waits for whoever is acting under it, then tells how that ended.

    The unique index makes the second of two identical requests wait for the first to commit or give up.
    Raises RuntimeError outside a transaction: a claim that outlives a failed act would swallow the next try.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A key is claimed in the transaction of the act.")
    submission_id = _insert(key, operation, digest, owner_id)
    if submission_id is not None:
        return Fresh(submission_id)
    before = Submission.objects.get(key=key, operation=operation)
    strangers = owner_id is not None and before.owner_id is not None and owner_id != before.owner_id
    if strangers or before.digest != digest or before.outcome is None:
        return Mismatch()
    return Replayed(before.outcome)


def _insert(key: UUID, operation: str, digest: str, owner_id: int | None) -> int | None:
    """ON CONFLICT DO NOTHING, in SQL because Django does not say whether its row went in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_submission (key, operation, digest, owner_id, created_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
            [key, operation, digest, owner_id, timezone.now()],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def settle(claimed: Fresh, outcome: dict[str, Any]) -> None:
    """Keep how the act ended, for whoever sends the same form again."""
    Submission.objects.filter(pk=claimed.submission_id).update(outcome=outcome)


def release(claimed: Fresh) -> None:
    """The act was refused and the form is shown again: its key may be used for the corrected answers."""
    Submission.objects.filter(pk=claimed.submission_id).delete()


@transaction.atomic
def purge() -> int:
    """Forget keys older than `KEPT_FOR`."""
    gone, _ = Submission.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return gone
