"""The verbs of this room, one function each."""

from quartierlibre.domain.funds.operations.actors import Actor
from quartierlibre.domain.funds.operations.money import (
    endow,
    note_funder,
    open_year,
    prepare_year,
    record_contribution,
    release_grant,
    reserve_grant,
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
    "publish_regulation",
    "record_contribution",
    "release_grant",
    "reserve_grant",
    "revise_regulation",
]
