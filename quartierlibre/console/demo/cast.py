"""The people of the demo: the personas one can play, and the colleagues a story needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from quartierlibre.console.demo import clock
from quartierlibre.console.demo.ground import DEMO
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.operations import give_mandate, person_for
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Territory
from quartierlibre.domain.places.operations import create_territory
from quartierlibre.pagekit.personas import PERSONAS

FIRST_DAY = date(2022, 9, 1)
REGION = "region-inventee"
REGIONAL_ROLES = (
    ("farid", Role.REGIONAL_OFFICER),
    ("gaelle", Role.EVENT_ORGANISER),
    ("gaelle", Role.EDITOR),
)


@transaction.atomic
def gather() -> bool:
    """Everyone one can play, the Region and its mandates. False when they were there."""
    if Territory.objects.filter(slug=REGION).exists():
        return False
    with clock.at(clock.moment(FIRST_DAY, "08:30")):
        region = create_territory(by=DEMO, slug=REGION, name="Région (inventée)")
        cast = {one.slug: person_for(email=one.email, name=one.name) for one in PERSONAS}
        for slug, role in REGIONAL_ROLES:
            give_mandate(by=DEMO, person=cast[slug], role=role, territory=region, starts_on=FIRST_DAY)
    return True


def region() -> Territory:
    return Territory.objects.get(slug=REGION)


def people(colleagues: Iterable[Mapping[str, Any]] = ()) -> dict[str, Person]:
    """Personas and colleagues by short name."""
    known = {one.slug: person_for(email=one.email, name=one.name) for one in PERSONAS}
    for one in colleagues:
        known[one["slug"]] = person_for(email=one["email"], name=one["name"], phone=one.get("phone", ""))
    return known
