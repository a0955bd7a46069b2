"""The secret of the personal link of somebody asked for an opinion."""

from __future__ import annotations

import re
from uuid import UUID

from quartierlibre.foundation import personal_links
from quartierlibre.foundation.personal_links import digest_of as digest_of

PURPOSE = "applications.opinion"
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def token_of(public_id: UUID, *, secret: str | bytes | None = None) -> str:
    """256 bits in 43 signs."""
    return personal_links.token_of(PURPOSE, public_id, secret=secret)


def token_for(public_id: UUID, digest: str) -> str:
    """The secret whose digest was stored; empty once no key known makes it."""
    return personal_links.token_for(PURPOSE, public_id, digest)
