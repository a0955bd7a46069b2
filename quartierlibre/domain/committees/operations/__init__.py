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
from quartierlibre.domain.committees.operations.attendance import (
    attendance_of_card,
    new_card,
    note_attendance,
    note_departure,
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

__all__ = [
    "adjourn",
    "attendance_of_card",
    "call_session",
    "cancel_session",
    "close_session",
    "come_back",
    "confirm_interest",
    "declare_interest",
    "declare_link",
    "deliberate_alone",
    "dismiss_interest",
    "end_link",
    "end_seat",
    "form_committee",
    "give_seat",
    "hear",
    "leave_room",
    "move_case",
    "new_card",
    "note_attendance",
    "note_departure",
    "open_session",
    "plan_second_call",
    "plan_session",
    "propose_recusals",
    "schedule",
    "set_hearings",
    "take_off",
]
