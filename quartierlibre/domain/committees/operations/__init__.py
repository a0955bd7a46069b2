"""What people do in the room: form committees, sit, prepare and hold sessions, step aside, vote, decide."""

from quartierlibre.domain.committees.operations.agenda import (
    adjourn,
    deliberate_alone,
    hear,
    move_case,
    schedule,
    set_hearings,
    take_off,
)
from quartierlibre.domain.committees.operations.annulling import annul_round, void_voices
from quartierlibre.domain.committees.operations.attendance import (
    attendance_of_card,
    new_card,
    note_attendance,
    note_departure,
)
from quartierlibre.domain.committees.operations.deciding import (
    decide,
    give_up_waiting,
    serve_waiting,
    wait_for_money,
)
from quartierlibre.domain.committees.operations.interests import (
    come_back,
    confirm_interest,
    declare_interest,
    dismiss_interest,
    leave_room,
    propose_recusals,
)
from quartierlibre.domain.committees.operations.seats import declare_link, end_link, end_seat, give_seat
from quartierlibre.domain.committees.operations.sessions import (
    call_session,
    cancel_session,
    close_session,
    form_committee,
    open_session,
    plan_second_call,
    plan_session,
)
from quartierlibre.domain.committees.operations.votes import (
    AlreadyVoted,
    Cast,
    cast_ballot,
    close_round,
    enter_named,
    enter_totals,
    open_round,
    undo_ballot,
)

__all__ = [
    "AlreadyVoted",
    "Cast",
    "adjourn",
    "annul_round",
    "attendance_of_card",
    "call_session",
    "cancel_session",
    "cast_ballot",
    "close_round",
    "close_session",
    "come_back",
    "confirm_interest",
    "decide",
    "declare_interest",
    "declare_link",
    "deliberate_alone",
    "dismiss_interest",
    "end_link",
    "end_seat",
    "enter_named",
    "enter_totals",
    "form_committee",
    "give_seat",
    "give_up_waiting",
    "hear",
    "leave_room",
    "move_case",
    "new_card",
    "note_attendance",
    "note_departure",
    "open_round",
    "open_session",
    "plan_second_call",
    "plan_session",
    "propose_recusals",
    "schedule",
    "serve_waiting",
    "set_hearings",
    "take_off",
    "undo_ballot",
    "void_voices",
    "wait_for_money",
]
