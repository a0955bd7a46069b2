"""What the journal refuses to learn: kept ten years, read by many, it holds ids and amounts, never names or votes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias
from uuid import UUID

Told: TypeAlias = bool | int | str | list["Told"] | dict[str, "Told"] | None

DENIED_WORDS = (
    {"name", "names", "firstname", "lastname", "surname", "nom", "prenom", "birth", "birthday", "birthdate", "age"}
    | {"address", "addresses", "adresse", "street", "rue", "email", "emails", "mail", "courriel", "phone", "phones"}
    | {"tel", "telephone", "mobile", "iban", "bic", "rib", "vote", "votes", "choice", "choices", "ballot"}
    | {"password", "secret", "token", "ip", "comment", "message", "text"}
)
LONGEST_TEXT = 120
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+"  # e-mail
    r"|(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}(?!\d)"  # French telephone
    r"|\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}"  # IBAN
)

# A seal or an id is random: ten digits in a row happen there, and are nobody's number.
_FINGERPRINT = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Indiscreet(ValueError):
    """An operation tried to tell the journal something about a person."""


def told(data: Mapping[str, object]) -> dict[str, Told]:
    """The data as the journal keeps it, or `Indiscreet` when a key or a value speaks of a person."""
    return {_key(key): _value(key, value) for key, value in data.items()}


def _key(key: str) -> str:
    if not DENIED_WORDS.isdisjoint(key.lower().split("_")):
        raise Indiscreet(f"The journal keeps no {key!r}: give an id or an amount.")
    return key


def _value(key: str, value: object) -> Told:
    match value:
        case Enum():
            return _value(key, value.value)
        case None | bool() | int():
            return value
        case UUID() | date() | datetime():
            return str(value)
        case str():
            return _text(key, value)
        case Mapping():
            return told(value)
        case Sequence() | set() | frozenset():
            return [_value(key, each) for each in (value if isinstance(value, Sequence) else sorted(value))]
    raise TypeError(
        f"The journal keeps whole numbers, short texts and lists of them, not {type(value).__name__} ({key})."
    )


def _text(key: str, value: str) -> str:
    if _FINGERPRINT.fullmatch(value):
        return value
    if len(value) > LONGEST_TEXT or _PERSONAL.search(value):
        raise Indiscreet(f"{key!r} looks like something about a person, or free text.")
    return value
