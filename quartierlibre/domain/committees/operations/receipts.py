"""What a voter keeps: a receipt that names nothing, and for ten seconds the means to take their voice back.

The token of undoing lives in the voter's page and nowhere else. It says which voice, hidden: whoever finds it in a log
learns nothing without the key of the platform. It is worth nothing once the voice was taken back or cast again.
"""

from __future__ import annotations

import secrets

from django.core import signing
from django.utils.crypto import salted_hmac

from quartierlibre.domain.committees.models import Voter
from quartierlibre.domain.committees.rules.votes import UNDO_SECONDS
from quartierlibre.domain.committees.states import Choice
from quartierlibre.foundation.money import Cents

_SALT = "quartierlibre.committees.undo"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no letter that looks like a figure: receipts are read aloud
_CHOICES = tuple(Choice)
_SIZE = 9  # one byte of choice, eight of amount


def new_receipt() -> str:
    """Forty bits said in eight letters: « K7QM-2XHB »."""
    word = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{word[:4]}-{word[4:]}"


def undo_token(voter: Voter, choice: Choice, amount: Cents | None) -> str:
    """Signed and dated; the choice is hidden under a mask made for this receipt only."""
    said = bytes([_CHOICES.index(choice)]) + (amount or 0).to_bytes(_SIZE - 1, "big")
    hidden = _masked(voter.receipt, said).hex()
    return signing.TimestampSigner(salt=_SALT).sign(f"{voter.pk}.{voter.receipt}.{hidden}")


class NotHis(Exception):
    """The token is for another voice, or was made up."""


class TooLate(Exception):
    """The ten seconds are over."""


def read_undo(voter: Voter, token: str) -> tuple[Choice, Cents | None]:
    """What the voice said. Raises NotHis or TooLate."""
    try:
        # The signature counts whole seconds: one more, so that nobody gets nine.
        text = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=UNDO_SECONDS + 1)
    except signing.SignatureExpired as late:
        raise TooLate from late
    except signing.BadSignature as wrong:
        raise NotHis from wrong
    key, receipt, hidden = text.split(".")
    if (key, receipt) != (str(voter.pk), voter.receipt):
        raise NotHis
    said = _masked(receipt, bytes.fromhex(hidden))
    return _CHOICES[said[0]], Cents(int.from_bytes(said[1:], "big")) or None


def _masked(receipt: str, said: bytes) -> bytes:
    """Exclusive or with a keyed digest of the receipt, which is drawn anew for every voice: no mask serves twice."""
    mask = salted_hmac(f"{_SALT}.mask", receipt, algorithm="sha256").digest()
    return bytes(byte ^ over for byte, over in zip(said, mask, strict=False))
