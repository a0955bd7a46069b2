"""Who acts on grants, and the grant they act on, held."""

from quartierlibre.domain.funds.operations import Actor, ensure_right
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal

__all__ = ["Actor", "ensure_right", "hold_grant", "is_person", "tell"]


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
