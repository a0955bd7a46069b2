"""Communes found by the name a page gives them."""

from __future__ import annotations

import re
from functools import cache

from quartierlibre.domain.places.models import Commune


class Towns:
    """Remembers what it was asked while one file, or one folder, is read."""

    def __init__(self) -> None:
        self.named = cache(self._named)

    def __call__(self, name: str) -> bool:
        """Some commune is called so."""
        return bool(self.named(name))

    def find(self, name: str, postal_code: str = "") -> Commune | None:
        """The only commune of this name, or the only one with this postal code too."""
        found = self.named(name)
        if postal_code and len(found) > 1:
            found = [each for each in found if postal_code in each.postal_codes]
        return found[0] if len(found) == 1 else None

    def _named(self, name: str) -> list[Commune]:
        if not 2 <= len(name) <= 60:
            return []
        full = re.sub(r"\b[Ss](ain)?(te?)\b[. -]+", lambda said: f"Sain{said[2]}-", name)
        spelt = {name, full, full.replace(" ", "-"), full.replace("-", " ")}
        pattern = "^(" + "|".join(re.escape(each) for each in sorted(spelt)) + ")$"
        return list(Commune.objects.filter(name__iregex=pattern)[:20])
