"""The secret of a personal link: made again from the site's key when a letter is written, stored as a digest."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode


def token_of(purpose: str, public_id: UUID, *, secret: str | bytes | None = None) -> str:
    """256 bits in 43 signs. Whoever reads the database cannot make it; whoever guesses, guesses 256 bits."""
    made = salted_hmac(purpose, str(public_id), secret=secret, algorithm="sha256")
    return urlsafe_base64_encode(made.digest())


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_for(purpose: str, public_id: UUID, digest: str) -> str:
    """The secret whose digest was stored, also after the site's key was changed; empty once no key known makes it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = token_of(purpose, public_id, secret=secret)
        if digest_of(token) == digest:
            return token
    return ""
