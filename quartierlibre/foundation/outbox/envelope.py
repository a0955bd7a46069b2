"""From a row to an e-mail: headers, parts, and what the server's answer means."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from quartierlibre.foundation.outbox.models import Message

_REFUSED_SUBJECT = re.compile(r"[\r\n@]")
# The server speaks of us, not of this recipient: credentials, sender, policy. Worth another try once repaired.
_OUR_FAULT = {530, 534, 535, 538}


@dataclass(frozen=True)
class Attachment:
    """A small text joined to an e-mail; `type` is its media type, like `text/calendar`."""

    name: str
    type: str
    text: str


def check(*, to: str, subject: str) -> None:
    """Raise ValueError for an address that cannot be one, or a subject that shows an address or holds two lines."""
    try:
        validate_email(to)
    except ValidationError as error:
        raise ValueError("This is no e-mail address.") from error
    if not subject.strip() or _REFUSED_SUBJECT.search(subject):
        raise ValueError("A subject is one line, without any address.")


def wrap(message: Message, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """Text first, HTML beside it; the Message-ID never changes from one try to the next."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.to],
        connection=server,
        headers={"Message-ID": f"<{message.public_id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for joined in message.attachments:
        mail.attach(joined["name"], joined["text"].encode(), joined["type"])
    return mail


def is_final(error: OSError) -> bool:
    """The server will never take this message for this recipient (answers 500 to 599 that are not our own fault)."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=answers):
            return all(_is_final_code(code) for code, _ in answers.values())
        case smtplib.SMTPSenderRefused() | smtplib.SMTPAuthenticationError():
            return False
        case smtplib.SMTPResponseException(smtp_code=code):
            return _is_final_code(code)
    return False


def _is_final_code(code: int) -> bool:
    return 500 <= code < 600 and code not in _OUR_FAULT
