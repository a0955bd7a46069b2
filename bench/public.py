"""The public pages on 10,000 decisions, made for one reader and kept for anyone; how their cost grows with size."""

from collections.abc import Callable

from django.urls import reverse

from bench import pages, published, scale
from bench.load import Target
from bench.report import Figure
from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import Sieve

DECISIONS, SMALL, LARGE = 10_000, 1_000, 100_000
GROWTH, MAP_BYTES = 1.3, 150_000
# A page is kept for readers without any cookie; with one, it is made again at each request.
READER = {"Cookie": "reader=1"}


def addresses() -> list[tuple[str, str, float]]:
    """Name, address and goal in U of each page."""
    project = public.shelf(Sieve()).cards[0].public_id
    narrowed = "?ou=fonds:" + pages.FUND + "&annee=" + str(max(filter(None, public.counts(Sieve()).year)))
    return [
        ("catalogue, 20 cartes", reverse("discover:projects"), 3),
        ("catalogue filtré", reverse("discover:projects") + narrowed, 3),
        ("page d’un projet", reverse("discover:project", args=[project]), 2.5),
        ("registre d’un fonds", reverse("discover:decisions", args=[pages.FUND]), 3),
    ]


def targets(port: int) -> list[Target]:
    """Every page made for one reader, and the catalogue kept for anyone."""
    made = [
        Target(name, port, path, goal=goal, queries_goal=8, headers=dict(READER)) for name, path, goal in addresses()
    ]
    return [*made, Target("catalogue, gardé", port, reverse("discover:projects"), goal=1, queries_goal=8)]


def costs_at(size: int, port: int, in_units: Callable[[list[Target]], dict[str, float]]) -> dict[str, float]:
    """What each page costs, in U, among this many decisions."""
    published.fill(size)
    scale.settle()
    return in_units([Target(name, port, path, headers=dict(READER)) for name, path, _goal in addresses()])


def growth(few: dict[str, float], many: dict[str, float]) -> list[Figure]:
    """The cost of each page among 100,000 decisions, divided by its cost among 1,000."""
    return [
        Figure(f"{name}, {LARGE} décisions pour {SMALL}", round(many[name] / few[name], 2), "fois", goal=GROWTH)
        for name in few
    ]


def map_figures(port: int) -> list[Figure]:
    """What the map of every project asks of the database, and what travels."""
    from bench.weight import Weight, _fetch

    path = reverse("discover:projects_map")
    first, count = pages.counted(path, READER)
    weight = Weight()
    _fetch(weight, f"http://127.0.0.1:{port}{path}", {})
    return [
        Figure("requêtes SQL, carte des projets", count, "", goal=3, note=f"{first} quand rien n’est gardé"),
        Figure("poids de la carte des projets", round(weight.text / 1000, 1), "ko", goal=MAP_BYTES / 1000),
    ]
