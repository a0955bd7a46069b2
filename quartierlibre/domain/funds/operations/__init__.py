"""The verbs of this room, one function each."""

from quartierlibre.domain.funds.operations.actors import Actor
from quartierlibre.domain.funds.operations.grants import (
    Share,
    promised_ahead,
    release_grant,
    release_reservation,
    reserve_grant,
    reserve_shares,
    shares_of,
)
from quartierlibre.domain.funds.operations.money import (
    endow,
    note_funder,
    open_year,
    prepare_year,
    record_contribution,
)
from quartierlibre.domain.funds.operations.reference import Loaded, load_rulebooks, load_theme_sets
from quartierlibre.domain.funds.operations.regulations import (
    draft_regulation,
    end_regulation,
    publish_regulation,
    revise_regulation,
)
from quartierlibre.domain.funds.operations.setup import add_sector, create_fund, open_fund

__all__ = [
    "Actor",
    "Loaded",
    "Share",
    "add_sector",
    "create_fund",
    "draft_regulation",
    "end_regulation",
    "endow",
    "load_rulebooks",
    "load_theme_sets",
    "note_funder",
    "open_fund",
    "open_year",
    "prepare_year",
    "promised_ahead",
    "publish_regulation",
    "record_contribution",
    "release_grant",
    "release_reservation",
    "reserve_grant",
    "reserve_shares",
    "revise_regulation",
    "shares_of",
]
