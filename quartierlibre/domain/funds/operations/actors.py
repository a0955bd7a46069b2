"""Who acts: a person with the right to, or a command of the platform that names itself."""

from quartierlibre.domain.funds import rules
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal.operations import Machine

Actor = Person | Machine


def ensure_right(by: Actor, permission: Permission, territory: Territory) -> None:
    """Raises Refused unless the person holds this right there; a command of the platform names itself and may."""
    rules.may_act(isinstance(by, Machine) or by.may(permission, within=territory)).enforce()
