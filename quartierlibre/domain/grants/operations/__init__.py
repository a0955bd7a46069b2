"""The verbs of this room, one function each."""

from quartierlibre.domain.grants.operations.agreement import (
    accept_on_paper,
    accept_with_code,
    ask_code,
    name_payee,
    send_agreement,
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
from quartierlibre.domain.grants.operations.opening import (
    accept_grant,
    choose_way,
    decline_grant,
    meet_condition,
    open_grants,
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

__all__ = [
    "accept_expense",
    "accept_grant",
    "accept_on_paper",
    "accept_with_code",
    "add_expense",
    "add_photo",
    "answer_change",
    "ask_change",
    "ask_code",
    "ask_to_complete",
    "attach_receipt",
    "begin_report",
    "check_report",
    "choose_way",
    "claim",
    "close_if_done",
    "close_without_report",
    "decline_grant",
    "describe_photo",
    "give_consent",
    "make_balance_due",
    "meet_condition",
    "name_payee",
    "note_repaid",
    "open_grants",
    "refuse_expense",
    "remove_expense",
    "remove_photo",
    "save_report",
    "send_agreement",
    "send_report",
    "settle_report",
    "withdraw_change",
    "withdraw_consent",
    "write_off",
]
