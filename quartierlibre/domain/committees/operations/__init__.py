"""What people do in the room: form committees, sit, prepare and hold sessions, step aside, vote, decide."""

from quartierlibre.domain.committees.operations.sessions import cancel_session, form_committee, plan_session

__all__ = ["cancel_session", "form_committee", "plan_session"]
