"""Resume codes: 60 random bits, read over the phone, typed in any case. Only a keyed hash is ever stored."""

from __future__ import annotations

import ipaddress
import secrets
from datetime import timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

# Crockford's alphabet: no I, L, O or U. What is read as one of those is folded back to the digit it looks like.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FOLDED = str.maketrans({"O": "0", "I": "1", "L": "1"})
LENGTH, GROUP = 12, 4
LIFETIME = timedelta(days=365)
TRIES, LETTERS, WINDOW = 10, 3, timedelta(minutes=15)
TRIES_KEPT = timedelta(days=1)


def new_code() -> str:
    """A fresh code in three groups of four: "7KQM-2F9T-XW4B"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def compact(code: str) -> str:
    """What was typed, without spaces, dashes or case, with look-alikes folded."""
    return "".join(sign for sign in code.upper().translate(FOLDED) if sign.isalnum())


def hash_of(code: str, *, secret: str | bytes | None = None) -> str:
    return salted_hmac("applications.resume", compact(code), secret=secret, algorithm="sha256").hexdigest()


def hashes_of(code: str) -> list[str]:
    """The hashes a code may be stored under: with today's key and, after a rotation, the former ones."""
    return [hash_of(code, secret=secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def source_of(address: str) -> str:
    """A keyed hash of where a try comes from. IPv6 visitors are told apart by their /64, which one home owns whole."""
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return salted_hmac("applications.source", "unknown", algorithm="sha256").hexdigest()
    network = ipaddress.ip_network((ip, 64 if ip.version == 6 else 32), strict=False)
    return salted_hmac("applications.source", str(network), algorithm="sha256").hexdigest()


def source_of_contact(contact: str) -> str:
    """A keyed hash of the contact a lost code is asked for, whatever its case and spaces."""
    return salted_hmac("applications.asked", "".join(contact.lower().split()), algorithm="sha256").hexdigest()
