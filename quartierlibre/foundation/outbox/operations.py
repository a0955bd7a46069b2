"""Queueing an e-mail, and sending what is due."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from quartierlibre.foundation.jobs import operations as jobs
from quartierlibre.foundation.outbox import envelope
from quartierlibre.foundation.outbox.envelope import Attachment
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.outbox.states import MessageState

CLAIM_LASTS = timedelta(minutes=15)  # far more than EMAIL_TIMEOUT: a slow sender is not a dead one
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
MOST_TRIES = 24  # about three days
KEPT_FOR = timedelta(days=90)  # docs/retention.md, « outbox »


def queue(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    key: str = "",
    territory_id: int = 0,
    secret: bool = False,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Write an e-mail that leaves after commit. A `key` already queued adds nothing; without key, a new one is made.

    `secret`: the words are forgotten once the message is sent (sign-in codes). The subject says nothing about anyone.
    Raises RuntimeError outside a transaction, ValueError when the subject holds an address or several lines.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An e-mail is queued in the transaction of the change it announces.")
    envelope.check(to=to, subject=subject)
    message = Message(
        key=key or uuid.uuid4().hex,
        to=to,
        subject=subject,
        text=text,
        html=html,
        territory_id=territory_id,
        is_secret=secret,
        attachments=[asdict(each) for each in attachments],
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    jobs.wake("outbox.send")


def send_due() -> int:
    """Send all that may leave now, one message at a time, with one connection; several senders may run together."""
    if not settings.OUTBOX_SENDS:
        return _keep_for_the_demo()
    server = get_connection()
    sent = 0
    try:
        while message := _claim():
            sent += _send(message, server)
    finally:
        server.close()
    return sent


def purge() -> int:
    """Forget the messages that ended long ago."""
    gone, _ = Message.objects.filter(ended_at__lt=timezone.now() - KEPT_FOR).delete()
    return gone


def _keep_for_the_demo() -> int:
    """Without an e-mail server the demo keeps its mail readable at /demo/courrier/."""
    return Message.objects.filter(state=MessageState.WAITING).update(state=MessageState.KEPT, ended_at=timezone.now())


@transaction.atomic
def _claim() -> Message | None:
    """Take one message for this sender alone; committed before the e-mail server is called."""
    now = timezone.now()
    message = Message.objects.due(now - CLAIM_LASTS).select_for_update(skip_locked=True, of=("self",)).first()
    if message:
        message.state, message.claimed_at, message.tries = MessageState.SENDING, now, message.tries + 1
        message.save(update_fields=["state", "claimed_at", "tries"])
    return message


def _send(message: Message, server: BaseEmailBackend) -> int:
    try:
        envelope.wrap(message, server).send()
    except OSError as error:  # every SMTP and network error
        server.close()  # the next message starts from a sane conversation
        _not_sent(message, error)
        return 0
    _end(message, MessageState.SENT)
    return 1


def _not_sent(message: Message, error: OSError) -> None:
    message.trouble = str(error)[:300]
    if envelope.is_final(error) or message.tries >= MOST_TRIES:
        _end(message, MessageState.FAILED)
        return
    message.state, message.claimed_at = MessageState.WAITING, None
    message.not_before = timezone.now() + pause_after(message.tries)
    message.save(update_fields=["state", "claimed_at", "not_before", "trouble"])


def pause_after(tries: int) -> timedelta:
    """Twice as long each time, half of it at random: a server coming back is not met by everyone at once."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    return pause / 2 + pause / 2 * random.random()  # noqa: S311 - no secret here


def _end(message: Message, state: MessageState) -> None:
    if message.is_secret:
        message.text = message.html = ""
        message.attachments = []
    message.state, message.ended_at = state, timezone.now()
    message.save(update_fields=["state", "ended_at", "trouble", "text", "html", "attachments"])
