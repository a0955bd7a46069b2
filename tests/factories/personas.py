"""The same cast in every test. Names are invented; each call makes the person once per test database."""

from __future__ import annotations

from datetime import date

from quartierlibre.domain.people.models import Mandate, Person
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Territory
from tests.support.memory import remembered

LONG_AGO = date(2020, 1, 1)


@remembered
def person(name: str) -> Person:
    email = f"{name.split()[0].lower()}@exemple.fr"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, name=name)


@remembered
def amina() -> Person:
    """Carries a project."""
    return person("Amina Belkacem")


@remembered
def driss() -> Person:
    """A neighbour without any role."""
    return person("Driss Haddad")


@remembered
def bruno(territory: Territory) -> Person:
    """Sits on the committee of this territory."""
    return _with_mandate("Bruno Caron", Role.COMMITTEE_MEMBER, territory)


@remembered
def chloe(territory: Territory) -> Person:
    """Manages the funds of this territory."""
    return _with_mandate("Chloe Dubois", Role.FUND_MANAGER, territory)


@remembered
def thomas(territory: Territory) -> Person:
    """A technician of the town: helps, enters paper sheets."""
    return _with_mandate("Thomas Petit", Role.TECHNICIAN, territory)


@remembered
def eve(territory: Territory) -> Person:
    """Manages the funds of ANOTHER territory, given here."""
    return _with_mandate("Eve Martin", Role.FUND_MANAGER, territory)


@remembered
def farid(territory: Territory) -> Person:
    """Works for the Region."""
    return _with_mandate("Farid Leroy", Role.REGIONAL_OFFICER, territory)


def _with_mandate(name: str, role: Role, territory: Territory) -> Person:
    found = person(name)
    Mandate.objects.get_or_create(person=found, role=role, territory=territory, defaults={"starts_on": LONG_AGO})
    return found
