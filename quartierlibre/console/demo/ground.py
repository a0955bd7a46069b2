"""The ground the demo stands on: invented places, lists of themes, the real rulebooks to read."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.files import RulebookFile, read_rulebook, read_themes
from quartierlibre.domain.funds.models import Regulation
from quartierlibre.domain.places import operations as places
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.foundation.journal.operations import Machine

DATA = Path(__file__).parents[1] / "demo_data"
DEMO = Machine("demo")
OLDER, NEWER = 2015, 2024


@transaction.atomic
def draw_places() -> bool:
    """Communes, neighbourhoods of two vintages and their links. False when they were there."""
    if Neighbourhood.objects.filter(is_invented=True, vintage=NEWER).exists():
        return False
    places.import_communes(
        by=DEMO,
        content=(DATA / "communes_inventees.json").read_bytes(),
        epcis=(DATA / "epci_inventes.json").read_bytes(),
        departements=(DATA / "departements_inventes.json").read_bytes(),
        source="communes_inventees.json",
    )
    for vintage, name in ((OLDER, "quartiers_inventes_2015.geojson"), (NEWER, "quartiers_inventes.geojson")):
        places.import_neighbourhoods(by=DEMO, content=(DATA / name).read_bytes(), vintage=vintage, source=name)
    places.link_neighbourhoods(by=DEMO, older=OLDER, newer=NEWER)
    return True


@transaction.atomic
def load_references() -> bool:
    """Themes, and the real rulebooks as public pages tell them, to be read and never filed under."""
    shipped = [rulebook(path) for path in sorted((DATA / "regulations").glob("*.toml"))]
    published = set(Regulation.objects.published().values_list("fund__slug", "version"))
    missing = [file for file in shipped if (file.fund["slug"], file.regulation["version"]) not in published]
    if not missing:
        return False
    themes = DATA / "theme_sets.toml"
    funds.load_theme_sets(read_themes(themes.read_text(encoding="utf-8"), themes.name), by=DEMO)
    funds.load_rulebooks(missing, by=DEMO, publish=True)
    return True


def rulebook(path: Path) -> RulebookFile:
    return read_rulebook(path.read_text(encoding="utf-8"), path.name)
