"""The verbs of this room, one function each."""

from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.operations.agreements import (
    call_funds,
    expect_payment,
    receive_running_costs,
    spend_running_costs,
)
from quartierlibre.domain.funds.operations.closing import close_year, settle_unused
from quartierlibre.domain.funds.operations.grants import (
    Share,
    promised_ahead,
    release_grant,
    release_part,
    release_reservation,
    reserve_grant,
    reserve_shares,
    shares_of,
)
from quartierlibre.domain.funds.operations.logos import remove_funder_logo, set_funder_logo
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
from quartierlibre.domain.funds.operations.spending import hold_payments, pay_grant, recover_grant, reverse_payment
from quartierlibre.domain.funds.operations.terms import note_contact, remove_contact, revise_contribution

__all__ = [
    "Actor",
    "Loaded",
    "Share",
    "add_sector",
    "call_funds",
    "close_year",
    "create_fund",
    "draft_regulation",
    "end_regulation",
    "endow",
    "ensure_right",
    "expect_payment",
    "hold_payments",
    "load_rulebooks",
    "load_theme_sets",
    "note_contact",
    "note_funder",
    "open_fund",
    "open_year",
    "pay_grant",
    "prepare_year",
    "promised_ahead",
    "publish_regulation",
    "receive_running_costs",
    "record_contribution",
    "recover_grant",
    "release_grant",
    "release_part",
    "release_reservation",
    "remove_contact",
    "remove_funder_logo",
    "reserve_grant",
    "reserve_shares",
    "reverse_payment",
    "revise_contribution",
    "revise_regulation",
    "set_funder_logo",
    "settle_unused",
    "shares_of",
    "spend_running_costs",
]
