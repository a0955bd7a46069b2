"""Sessions as Django keeps them in the database, read by a question written by hand: every page of a person asks it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from quartierlibre.foundation.questions import answers

_ALIVE = "SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s"


class SessionStore(db.SessionStore):
    """Same table, same signature, same end as Django's: only the reading differs."""

    def load(self) -> dict[str, Any]:
        """What the session holds; an unknown or ended one is empty, and its key is forgotten."""
        found = answers(_ALIVE, {"key": self.session_key, "now": timezone.now()})
        if not found:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0][0])
        return held
