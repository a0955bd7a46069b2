"""What sort of moment a line of a programme is, as its words say it."""

from __future__ import annotations

import re

from quartierlibre.domain.meetings.states import ItemKind
from quartierlibre.foundation.search.marks import unaccent

_WORDS = (
    (ItemKind.WELCOME, r"accueil|cafe d'accueil|welcome|emargement"),
    (ItemKind.CLOSING, r"cloture|^fin|conclusion|closing|depart"),
    (ItemKind.BREAK, r"pause|dejeuner|repas|buffet|cocktail|collation|aperitif"),
    (ItemKind.HARVEST, r"capitalisation|capitaliser"),
    (ItemKind.RESTITUTION, r"restitution|synthese|mise en commun"),
    (ItemKind.CARREFOUR, r"carrefour|forum|world cafe|stands"),
    (ItemKind.EXCHANGE, r"echanges?|debat|discussion|questions|tables? rondes?|ateliers?|temps d'echange"),
    (ItemKind.PRESENTATION, r"presentation|introduction|ouverture|intervention|exposes?|temoignages?|plenieres?"),
)
_KIND = tuple((kind, re.compile(rf"(?:{words})\b")) for kind, words in _WORDS)


def kind_of(title: str) -> ItemKind:
    """The kind its first words say, else the first kind any of its words say."""
    folded = " ".join(unaccent(title).casefold().replace("’", "'").split())
    for kind, pattern in _KIND:
        if pattern.match(folded):
            return kind
    found = [(match.start(), kind) for kind, pattern in _KIND if (match := pattern.search(folded))]
    return min(found)[1] if found else ItemKind.OTHER
