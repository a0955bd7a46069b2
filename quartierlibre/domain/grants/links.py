"""The secret of the personal link of a monthly statement."""

from quartierlibre.domain.grants.models import StatementCopy
from quartierlibre.foundation import personal_links

STATEMENT = "grants.statement"


def link_of(copy: StatementCopy) -> str:
    """The secret whose digest was stored; empty once no key known makes it."""
    return personal_links.token_for(STATEMENT, copy.public_id, copy.token_hash)
