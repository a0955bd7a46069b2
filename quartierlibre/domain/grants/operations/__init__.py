"""The verbs of this room, one function each."""

from quartierlibre.domain.grants.operations.accounts import (
    confirm_account,
    give_account,
    refuse_account,
    reveal_iban,
    seal_again,
)
from quartierlibre.domain.grants.operations.batches import (
    cancel_batch,
    download_again,
    export_batch,
    prepare_batch,
    sign_batch,
)
from quartierlibre.domain.grants.operations.opening import (
    accept_grant,
    choose_way,
    decline_grant,
    meet_condition,
    open_grants,
)
from quartierlibre.domain.grants.operations.payees import association_of, name_payee
from quartierlibre.domain.grants.operations.payments import (
    Wish,
    approve_all,
    approve_order,
    cancel_order,
    hand_over,
    mark_cleared,
    prepare_due,
    prepare_order,
    reverse_order,
)
from quartierlibre.domain.grants.operations.statements import (
    confirm_line,
    confirm_proposed,
    import_statement,
    leave_out,
)

__all__ = [
    "Wish",
    "accept_grant",
    "approve_all",
    "approve_order",
    "association_of",
    "cancel_batch",
    "cancel_order",
    "choose_way",
    "confirm_account",
    "confirm_line",
    "confirm_proposed",
    "decline_grant",
    "download_again",
    "export_batch",
    "give_account",
    "hand_over",
    "import_statement",
    "leave_out",
    "mark_cleared",
    "meet_condition",
    "name_payee",
    "open_grants",
    "prepare_batch",
    "prepare_due",
    "prepare_order",
    "refuse_account",
    "reveal_iban",
    "reverse_order",
    "seal_again",
    "sign_batch",
]
