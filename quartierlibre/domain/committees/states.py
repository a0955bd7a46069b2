"""The life of a committee session, as far as it is announced: planned, then held or cancelled."""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    PLANNED = "planned", _("Prévue")
    HELD = "held", _("Tenue")
    CANCELLED = "cancelled", _("Annulée")


SESSION_MOVES: Mapping[SessionState, Set[SessionState]] = {
    SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
}
