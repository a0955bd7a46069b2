"""A real SMTP server on this machine, which may be stopped, started again, or told to refuse."""

from __future__ import annotations

import email
import socket
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller


class MailServer:
    """Keeps what it accepted in `received`; `answers` gives an answer other than yes, by recipient."""

    def __init__(self):
        self.received, self.answers = [], {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - named by aiosmtpd
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - named by aiosmtpd
        self.received.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def recipients(self):
        return sorted(message["To"] for message in self.received)


@contextmanager
def mail_server(settings):
    """`settings` is the fixture: an override of our own, undone before the test's, would come back after them."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    try:
        yield server
    finally:
        server.stop()
