"""Who a session belongs to: allauth's backend, asking for the person by a question written by hand."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.questions import objects

_PERSON = "FROM people_person someone WHERE someone.id = %(key)s"


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is not typed
    """Every page of a person signed in asks who they are: same answer as Django's, one who left is nobody."""

    def get_user(self, user_id: Any) -> Person | None:
        found = objects(_PERSON, {"key": user_id}, someone=Person)
        person: Person | None = found[0][0] if found else None
        return person if person and self.user_can_authenticate(person) else None
