"""Who says they come, as values: forms and the demonstration hand them over, operations write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quartierlibre.domain.applications.contacts import normal_email, normal_phone
from quartierlibre.domain.meetings.models import AudienceCategory, Registration
from quartierlibre.domain.meetings.states import Need
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation import personal_links

PURPOSE = "meetings.registration"


@dataclass(frozen=True)
class Coming:
    """One person, as their badge and the attendance sheet will name them."""

    name: str
    category: AudienceCategory | None = None
    function: str = ""
    organisation: str = ""
    territory: Territory | None = None
    needs: tuple[str, ...] = ()
    needs_note: str = ""


@dataclass(frozen=True)
class Contact:
    """How a party is reached; written once in one form."""

    email: str = ""
    phone: str = ""

    def cleaned(self) -> Contact:
        return Contact(normal_email(self.email), normal_phone(self.phone))

    def __bool__(self) -> bool:
        return bool(self.email or self.phone)


@dataclass(frozen=True)
class DeskFacts:
    """What an organiser sets of a registration. None is « not set »."""

    seats: int | None = None
    categories: Sequence[tuple[str, int | None]] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    party_most: int = 6
    answer_hours: int = 48
    remind_days: int = 3
    needs: tuple[Need | str, ...] = ()
    contact: str = ""


def link_of(registration: Registration) -> str:
    """The secret of the personal link of this registration; empty once no key known makes it."""
    return personal_links.token_for(PURPOSE, registration.public_id, registration.token_hash)
