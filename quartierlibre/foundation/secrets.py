"""Sealing what a stolen copy of the database must not tell, and comparing it without opening it.

Keys come from `SEALING_KEYS` (« version:secret », newest first). A new key is put in front; what older ones sealed is
still opened, until everything was sealed again and they can go. What is sealed says the version of its key.
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

# cryptography is loaded by the first secret: it takes 6 MB, and few pages of a web worker ever open one.
_SALT = b"quartierlibre"


class Unreadable(Exception):
    """No key known opens this: it was sealed elsewhere, or its key is gone."""


def seal(text: str) -> str:
    """Encrypted with the newest key, and never twice the same: `version:token`."""
    version, _secret = _keys()[0]
    return f"{version}:{_box(_keys()).encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str:
    """Raises Unreadable, which says nothing of what was inside."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(_keys()).decrypt(sealed.partition(":")[2].encode()).decode()
    except InvalidToken:
        raise Unreadable("no known key opens this") from None


def is_current(sealed: str) -> bool:
    """False once a newer key exists: seal it again."""
    return sealed.partition(":")[0] == _keys()[0][0]


def fingerprint(text: str) -> str:
    """64 signs, the same for the same text under the same key; nobody without the key can try every text."""
    return _digest(_keys()[0][1], text)


def fingerprints(text: str) -> list[str]:
    """One for each key known: what was written before the newest key is found too."""
    return [_digest(secret, text) for _version, secret in _keys()]


def _digest(secret: str, text: str) -> str:
    return hmac.new(_derived(secret, b"fingerprint"), text.encode(), "sha256").hexdigest()


def _keys() -> tuple[tuple[str, str], ...]:
    return _read(tuple(settings.SEALING_KEYS))


@lru_cache(maxsize=8)
def _read(written: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [each.partition(":") for each in written]
    return tuple((version, secret) for version, _colon, secret in pairs)


@lru_cache(maxsize=8)
def _box(keys: tuple[tuple[str, str], ...]) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret, b"seal"))) for _version, secret in keys])


@lru_cache(maxsize=32)
def _derived(secret: str, use: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=_SALT, info=use).derive(secret.encode())
