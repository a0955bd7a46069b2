"""Places for tests: invented, in metres from a corner of the map."""

import factory

from quartierlibre.domain.places import outlines
from quartierlibre.domain.places.models import Commune, Departement, Neighbourhood, Territory
from tests.support.drawing import square


class DepartementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Departement
        django_get_or_create = ["code"]

    code = "99"
    name = "Département inventé"


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune

    insee_code = factory.Sequence(lambda n: f"99{n % 1000:03}")
    name = factory.Sequence(lambda n: f"Hautefosse-{n}")
    departement = factory.SubFactory(DepartementFactory)


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    name = factory.Sequence(lambda n: f"Pays {n}")
    slug = factory.Sequence(lambda n: f"pays-{n}")


class NeighbourhoodFactory(factory.django.DjangoModelFactory):
    """A square 500 m wide unless `parts` says otherwise; its box follows."""

    class Meta:
        model = Neighbourhood
        exclude = ["parts", "box"]

    parts = factory.LazyFunction(lambda: [[square()]])
    box = factory.LazyAttribute(lambda made: outlines.box_of(made.parts))
    code = factory.Sequence(lambda n: f"QN099{n % 100:02}M")
    vintage = 2024
    name = factory.LazyAttribute(lambda made: f"Quartier {made.code}")
    is_invented = True
    outline = factory.LazyAttribute(lambda made: {"type": "MultiPolygon", "coordinates": made.parts})
    west = factory.LazyAttribute(lambda made: made.box.west)
    south = factory.LazyAttribute(lambda made: made.box.south)
    east = factory.LazyAttribute(lambda made: made.box.east)
    north = factory.LazyAttribute(lambda made: made.box.north)
