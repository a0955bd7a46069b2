"""What the tests of applications start from: an open fund with a square neighbourhood, and complete answers."""

from __future__ import annotations

from typing import Any

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Fund, Scheme, Theme, ThemeSet
from quartierlibre.domain.places.models import Neighbourhood, Territory
from quartierlibre.foundation.journal.operations import Machine
from tests.support.memory import remembered

MACHINE = Machine("tests")
INSIDE, OUTSIDE = {"lon": "3.005", "lat": "50.505"}, {"lon": "3.0127", "lat": "50.505"}  # 2,7e-3 degrees: 191 m away
RULES: dict[str, Any] = {
    "amount.ceilings": [
        {"value": 90_000, "unit": "cents", "source": "text", "when": {"rank": 1}},
        {"value": 40_000, "unit": "cents", "source": "text", "when": {"rank": 2}},
    ],
    "filing.lead_time": {"value": 15, "unit": "calendar_days", "source": "text"},
}
SOURCES = {"text": {"title": "Règlement des tests"}}


@remembered
def square(
    code: str = "QN05901M", *, west: float = 3.0, name: str = "Les Glycines", vintage: int = 2024
) -> Neighbourhood:
    """A neighbourhood of about 700 m by 1 100 m."""
    east, south, north = west + 0.01, 50.5, 50.51
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    outline = {"type": "MultiPolygon", "coordinates": [[ring]]}
    box = {"west": west, "east": east, "south": south, "north": north}
    made = Neighbourhood.objects.filter(code=code, vintage=vintage).first()
    return made or Neighbourhood.objects.create(code=code, name=name, vintage=vintage, outline=outline, **box)


@remembered
def territory(name: str = "Ville des tests") -> Territory:
    return Territory.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def themes() -> ThemeSet:
    made, is_new = ThemeSet.objects.get_or_create(slug="objectifs", defaults={"name": "Objectifs", "owner": "Tests"})
    if is_new:
        Theme.objects.create(theme_set=made, code="culture", label="Culture et savoirs", position=1)
        Theme.objects.create(theme_set=made, code="lien", label="Animer le quartier", position=2)
    return made


@remembered
def fund(
    name: str = "Fonds des Glycines", *, within: Territory | None = None, rules: Any = None, **details: Any
) -> Fund:
    """An open fund over one square, with a published rulebook: 900 € for a first project, 400 € for a second."""
    scheme = Scheme.objects.get_or_create(slug="pic", defaults={"name": "Projets d’initiative citoyenne"})[0]
    made = funds.create_fund(
        by=MACHINE,
        scheme=scheme,
        territory=within or territory(),
        slug=name.lower().replace(" ", "-"),
        name=name,
        neighbourhoods=[square()],
        **{"contact_email": "equipe@exemple.fr", "contact_phone": "03 20 00 00 00", **details},
    )
    publish(made, rules=rules)
    return funds.open_fund(by=MACHINE, fund=made)


@remembered
def publish(made: Fund, *, rules: Any = None) -> None:
    """One more version of the rulebook, published."""
    draft = funds.draft_regulation(
        by=MACHINE, fund=made, title="Règlement", theme_set=themes(), rules=rules or RULES, sources=SOURCES
    )
    funds.publish_regulation(by=MACHINE, regulation=draft)


def answers(**changed: Any) -> dict[str, Any]:
    """A complete file of a group, inside the neighbourhood, answered by e-mail."""
    return {
        "title": "Repas de la tour 3",
        "pitch": "Des tables dehors un dimanche, chacun apporte un plat.",
        "holder_kind": "collective",
        "group_name": "Les voisins de la tour 3",
        "holder_name": "Amina Belkacem",
        "place_text": "La cour de la tour 3",
        **INSIDE,
        "location_method": "map",
        "starts_on": "14/06/2027",
        "audience": "Les familles du quartier",
        "expected_people": "60",
        "open_to_all": "yes",
        "themes": ["lien"],
        "lines": [
            {"label": "Location de la sono", "amount": "120", "category": "rental"},
            {"label": "Boissons", "amount": "60,50", "category": "food"},
        ],
        "resources": [{"label": "Caisse du groupe", "amount": "30,50"}],
        "asked": "150",
        "contact_kind": "email",
        "contact_email": "amina@exemple.fr",
        **changed,
    }
