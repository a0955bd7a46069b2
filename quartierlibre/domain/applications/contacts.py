"""Ways to reach a person, brought to one written form so that the same person is recognised."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

REGION = "FR"
OVERSEAS = ("RE", "GP", "MQ", "GF", "YT", "PM")
NOISE = re.compile(r"[^a-z0-9]+")
# Words that people add or drop when they write the name of the same group.
EMPTY_WORDS = frozenset(
    [
        "a",
        "l",
        "d",
        "le",
        "la",
        "les",
        "de",
        "des",
        "du",
        "et",
        "association",
        "asso",
        "collectif",
        "groupe",
        "habitants",
    ]
)


def normal_email(text: str) -> str:
    """An address in lower case without spaces around; empty when it is not one."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def normal_phone(text: str) -> str:
    """A French or foreign number as E.164 ("+33612345678"); empty when it cannot be called."""
    import phonenumbers  # two megabytes of numbering plans, once somebody gives a number

    for region in (REGION, *OVERSEAS):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return ""


def readable_phone(e164: str) -> str:
    """A number as it is read aloud in France: "06 12 34 56 78"."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, REGION)
    except phonenumbers.NumberParseException:
        return e164
    style = phonenumbers.PhoneNumberFormat
    national = phonenumbers.region_code_for_number(number) == REGION
    return str(phonenumbers.format_number(number, style.NATIONAL if national else style.INTERNATIONAL))


def name_key(name: str) -> str:
    """The name of a group without accents, capitals, signs nor empty words: « L’Asso des Voisins ! » is « voisins »."""
    bare = unicodedata.normalize("NFKD", re.sub(r"['’ʼ]", " ", name.casefold())).encode("ascii", "ignore").decode()
    words = [word for word in NOISE.split(bare) if word]
    telling = [word for word in words if word not in EMPTY_WORDS]
    return " ".join(telling or words)[:160]
