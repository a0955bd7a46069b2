"""Who acts on grants, and the grant they act on, held."""

from quartierlibre.domain.funds.operations import Actor
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.rules import moves
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine

__all__ = ["Actor", "ensure_right", "hold_grant", "is_person", "tell"]


def ensure_right(by: Actor, permission: Permission, territory: Territory) -> None:
    """Raises Refused unless the person holds this right there; a command of the platform names itself and may."""
    moves.may_act(isinstance(by, Machine) or by.may(permission, within=territory)).enforce()


def hold_grant(grant: Grant) -> Grant:
    """The grant as it is now, held until the end of the transaction. Hold it before any promise or pot."""
    held = Grant.objects.select_for_update(of=("self",)).select_related(
        "fund__territory", "application", "decision", "regulation", "fund_year"
    )
    return held.get(pk=grant.pk)


def is_person(by: Actor | None) -> Person | None:
    """Who is written in a row: a person, or nobody when the platform acts by itself."""
    return by if isinstance(by, Person) else None


def tell(name: str, *, by: Actor | None, grant: Grant, **data: object) -> None:
    """One line of journal about a grant."""
    journal.record(name, by=by, about=grant, territory=grant.fund.territory_id, **data)
