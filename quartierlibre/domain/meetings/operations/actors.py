"""Who acts on meetings, and the row they hold while they do."""

from __future__ import annotations

from quartierlibre.domain.meetings import searching
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.rules import publishing as rules
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine

Actor = Person | Machine


def organises(by: Actor | None, territory: Territory | int | None) -> bool:
    """In this territory; a meeting of none belongs to whoever organises anywhere; a command of the platform may.

    A visitor, nobody known, organises nowhere.
    """
    if isinstance(by, Machine):
        return True
    if by is None:
        return False
    allowed = by.territories_where(Permission.ORGANISE_MEETINGS)
    key = territory.pk if isinstance(territory, Territory) else territory
    return bool(allowed) if key is None else key in allowed


def ensure_organises(by: Actor | None, *territories: Territory | int | None) -> None:
    """Raises Refused unless they organise in each of these."""
    rules.may_organise(all(organises(by, each) for each in territories)).enforce()


def hold(by: Actor, meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the end of the transaction. Raises Refused without the right."""
    held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    ensure_organises(by, held.territory_id)
    return held


def tell(name: str, *, by: Actor, meeting: Meeting, **data: object) -> None:
    """Write in the journal of its territory; what its page says now is what is found."""
    journal.record(name, by=by, about=meeting, territory=meeting.territory_id, **data)
    searching.tell(meeting)
