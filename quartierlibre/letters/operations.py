"""Reading what the journal has new, and queueing the letters it calls for."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from quartierlibre.domain.applications.operations import thread as threads
from quartierlibre.foundation.journal.models import Event, Unread
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.letters import registry
from quartierlibre.letters.writing import without_codes, write

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def write_due() -> int:
    """Write the letters of every event nobody has read; several readers may run together. Returns the events read."""
    read = 0
    while (done := _read_one()) is not None:
        read += done
    return read


@transaction.atomic
def _read_one() -> int | None:
    """One event: its letters and the fact that it was read are kept together, or not at all."""
    due = Unread.objects.filter(not_before__lte=timezone.now()).order_by("not_before", "pk")
    unread = due.select_for_update(skip_locked=True, of=("self",)).select_related("event").first()
    if unread is None:
        return None
    try:
        with transaction.atomic():
            _write_about(unread.event)
    except Exception as error:
        # One letter that cannot be written holds up no other: it is tried again later, and the trouble stays visible.
        logger.exception("No letter for %s (event %s)", unread.event.name, unread.pk)
        _put_off(unread, error)
        return 0
    unread.delete()
    return 1


def _write_about(event: Event) -> None:
    writer = registry.writers().get(event.name)
    if writer is None:
        return
    with translation.override("fr"):
        for letter in writer(event):
            words = write(letter)
            outbox.queue(
                to=letter.to,
                subject=words.subject,
                text=words.text,
                html=words.html,
                key=f"event:{event.pk}:{letter.name}:{letter.to}",
                territory_id=event.territory_id,
                secret=letter.secret,
                attachments=letter.attachments,
            )
            if letter.thread is not None:
                threads.file_letter(
                    application_id=letter.thread,
                    event=event,
                    subject=words.subject,
                    text=without_codes(words.text, letter),
                )


def _put_off(unread: Unread, error: Exception) -> None:
    unread.tries += 1
    unread.trouble = type(error).__name__
    unread.not_before = timezone.now() + min(FIRST_PAUSE * 2 ** min(unread.tries - 1, 10), LONGEST_PAUSE)
    unread.save(update_fields=["tries", "trouble", "not_before"])
