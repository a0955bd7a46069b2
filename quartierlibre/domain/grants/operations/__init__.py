"""The verbs of this room, one function each."""

from quartierlibre.domain.grants.operations.accounts import (
    confirm_account,
    give_account,
    refuse_account,
    reveal_iban,
    seal_again,
)
from quartierlibre.domain.grants.operations.agreement import (
    accept_on_paper,
    accept_with_code,
    ask_code,
    name_payee,
    send_agreement,
)
from quartierlibre.domain.grants.operations.batches import (
    cancel_batch,
    download_again,
    export_batch,
    prepare_batch,
    sign_batch,
)
from quartierlibre.domain.grants.operations.changes import answer_change, ask_change, withdraw_change
from quartierlibre.domain.grants.operations.checking import (
    accept_expense,
    ask_to_complete,
    check_report,
    refuse_expense,
    settle_report,
)
from quartierlibre.domain.grants.operations.ending import close_if_done, close_without_report, make_balance_due
from quartierlibre.domain.grants.operations.leaving import pay_at_once
from quartierlibre.domain.grants.operations.opening import (
    accept_grant,
    choose_way,
    decline_grant,
    meet_condition,
    open_grants,
)
from quartierlibre.domain.grants.operations.payees import association_of, note_payee
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
from quartierlibre.domain.grants.operations.photos import (
    add_photo,
    describe_photo,
    give_consent,
    remove_photo,
    withdraw_consent,
)
from quartierlibre.domain.grants.operations.recoveries import claim, note_repaid, write_off
from quartierlibre.domain.grants.operations.reports import (
    add_expense,
    attach_receipt,
    begin_report,
    remove_expense,
    save_report,
    send_report,
)
from quartierlibre.domain.grants.operations.statements import (
    confirm_line,
    confirm_proposed,
    import_statement,
    leave_out,
)

__all__ = [
    "Wish",
    "accept_expense",
    "accept_grant",
    "accept_on_paper",
    "accept_with_code",
    "add_expense",
    "add_photo",
    "answer_change",
    "approve_all",
    "approve_order",
    "ask_change",
    "ask_code",
    "ask_to_complete",
    "association_of",
    "attach_receipt",
    "begin_report",
    "cancel_batch",
    "cancel_order",
    "check_report",
    "choose_way",
    "claim",
    "close_if_done",
    "close_without_report",
    "confirm_account",
    "confirm_line",
    "confirm_proposed",
    "decline_grant",
    "describe_photo",
    "download_again",
    "export_batch",
    "give_account",
    "give_consent",
    "hand_over",
    "import_statement",
    "leave_out",
    "make_balance_due",
    "mark_cleared",
    "meet_condition",
    "name_payee",
    "note_payee",
    "note_repaid",
    "open_grants",
    "pay_at_once",
    "prepare_batch",
    "prepare_due",
    "prepare_order",
    "refuse_account",
    "refuse_expense",
    "remove_expense",
    "remove_photo",
    "reveal_iban",
    "reverse_order",
    "save_report",
    "seal_again",
    "send_agreement",
    "send_report",
    "settle_report",
    "sign_batch",
    "withdraw_change",
    "withdraw_consent",
    "write_off",
]
