"""Secrets made again from the site's key when a letter is written: of a personal link, and codes good for an hour."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
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


def is_token(purpose: str, public_id: UUID, token: str) -> bool:
    """Whether it opens this thing, also after the site's key was changed: for links whose digest is not stored."""
    known = (token_of(purpose, public_id, secret=key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return any(hmac.compare_digest(token.encode(), each.encode()) for each in known)


CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8  # forty bits: nobody guesses it within the hour it lives
CODE_LIVES = timedelta(hours=1)


def code_of(purpose: str, about: str, *, at: datetime) -> str:
    """Eight letters that only the server can make, for one thing and one hour: nothing is stored."""
    hour = int(at.timestamp() // CODE_LIVES.total_seconds())
    made = salted_hmac(purpose, f"{about}:{hour}", algorithm="sha256")
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in made.digest()[:CODE_LENGTH])


def is_code(purpose: str, about: str, typed: str, *, at: datetime) -> bool:
    """The code of this hour or of the one before, however it was typed."""
    bare = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    good = (code_of(purpose, about, at=moment) for moment in (at, at - CODE_LIVES))
    return any(hmac.compare_digest(bare, each) for each in good)
