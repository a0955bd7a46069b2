"""The name a person gave to a file, made safe to show, to store and to save on any computer."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 150
WITHOUT_NAME = "fichier"

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, direction overrides, half characters, private use
_RESERVED = re.compile(r'[<>:"|?*]')
_ENDING = re.compile(r"\.(?!\d+$)[A-Za-z0-9]{1,5}$")  # « devis 12.50 » keeps its price


def clean_name(name: str, *, ending: str) -> str:
    """The last part of the path, in NFC, without hidden characters, at most 150 signs, ending as what it really is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign) not in _HIDDEN)
    stem = " ".join(_RESERVED.sub("-", shown).split()).strip(" .")
    stem = _ENDING.sub("", stem).removesuffix(ending)
    stem = stem[: LONGEST_NAME - len(ending)].rstrip(" .")
    return (stem or WITHOUT_NAME) + ending
