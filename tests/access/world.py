"""One small world for the access table: everyone of the cast, and one sample of each thing an address can name."""

import time
from dataclasses import dataclass, field

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)

from quartierlibre.domain.people.models import Person


@dataclass
class World:
    people: dict[str, Person]
    samples: dict[str, str]
    preparations: dict = field(default_factory=dict)

    def prepare(self, client, what):
        self.preparations[what](client)


def sign_in(client, person, *, second_factor=True):
    """As after a real sign-in: the code, then (for staff) the second factor."""
    client.force_login(person)
    if second_factor:
        session = client.session
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        session.save()
