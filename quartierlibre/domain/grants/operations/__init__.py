"""The verbs of this room, one function each."""

from quartierlibre.domain.grants.operations.opening import (
    accept_grant,
    choose_way,
    decline_grant,
    meet_condition,
    open_grants,
)

__all__ = ["accept_grant", "choose_way", "decline_grant", "meet_condition", "open_grants"]
