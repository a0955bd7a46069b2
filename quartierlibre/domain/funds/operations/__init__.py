"""The verbs of this room, one function each."""

from quartierlibre.domain.funds.operations.actors import Actor
from quartierlibre.domain.funds.operations.money import (
    endow,
    open_year,
    prepare_year,
    record_contribution,
    release_grant,
    reserve_grant,
)
from quartierlibre.domain.funds.operations.regulations import (
    draft_regulation,
    end_regulation,
    publish_regulation,
    revise_regulation,
)
from quartierlibre.domain.funds.operations.setup import add_sector, create_fund, open_fund

__all__ = [
    "Actor",
    "add_sector",
    "create_fund",
    "draft_regulation",
    "end_regulation",
    "endow",
    "open_fund",
    "open_year",
    "prepare_year",
    "publish_regulation",
    "record_contribution",
    "release_grant",
    "reserve_grant",
    "revise_regulation",
]
