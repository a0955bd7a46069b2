"""The order of a French list: Abeilles, Écluse, Œillets, Zola. The database would put É after Z."""

from __future__ import annotations

import unicodedata

APART = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "\u00a0": " ", "-": " "})


def alphabetical(name: str) -> tuple[str, str]:
    """A key to sort by: letters without accents nor capitals first, then the name itself, so that order is certain."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(APART))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)), name
