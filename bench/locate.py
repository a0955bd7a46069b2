"""How many points a second find their neighbourhood, edges included. `python -m bench.locate [FILE.geojson]`.

Half of the points lie within 100 m of a boundary, where the work is; the rest in the same towns or up to 30 km away.
Without a file, 1,609 jagged outlines of some fifty corners are invented, by towns, over the size of France.
"""

import json
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from quartierlibre.domain.places import geojson, lookup, outlines
from quartierlibre.domain.places.atlas import STATUSES, Atlas
from quartierlibre.domain.places.lookup import Plot
from quartierlibre.domain.places.states import NeighbourhoodKind

GOAL = 50_000
POLYGONS, POINTS, ROUNDS, SINGLES = 1_609, 100_000, 6, 400
SPREADS = {"50 m": 0.5, "600 m": 0.25, "30 km": 0.25}  # standard deviation around a corner: share of the points
METRES = {"50 m": 50, "600 m": 600, "30 km": 30_000}


def invented(random: np.random.Generator) -> list[outlines.Outline]:
    """Stars with uneven branches, a few per town, one in fifteen with a hole."""
    towns = random.uniform((-1.5, 43.5), (7.5, 50.9), (400, 2))
    return [outlines.clean(_star(random, towns[random.integers(0, 400)])) for _each in range(POLYGONS)]


def _star(random: np.random.Generator, town: np.ndarray) -> list[list[list[list[float]]]]:
    east, north = 71_500, 111_200
    middle = town + random.normal(0, 1_500, 2) / (east, north)
    count = int(random.integers(12, 120))
    sizes = random.uniform(120, 520, count) * random.uniform(0.6, 1.8)
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = middle + np.column_stack([sizes * np.cos(turns) / east, sizes * np.sin(turns) / north])
    rings = [ring, middle + (ring - middle) * 0.3] if random.random() < 1 / 15 else [ring]
    return [[[*each.tolist(), each[0].tolist()] for each in rings]]


def given(path: str) -> list[outlines.Outline]:
    features = json.loads(Path(path).read_text(encoding="utf-8-sig"))["features"]
    return [outlines.clean(geojson.read_surface(feature["geometry"])) for feature in features]


def around(random: np.random.Generator, corners: np.ndarray) -> np.ndarray:
    """Points spread around corners of the outlines, so that every case is met often."""
    spread = random.choice([METRES[name] for name in SPREADS], POINTS, p=list(SPREADS.values()))
    chosen = corners[random.integers(0, len(corners), POINTS)]
    return chosen + random.normal(0, 1, (POINTS, 2)) * spread[:, None] / (71_500, 111_200)


def _cpu(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def run(path: str | None = None) -> dict:
    """Figures by name; rates are per second of CPU, medians of rounds of which the first is left out."""
    random = np.random.default_rng(2024)
    drawn = given(path) if path else invented(random)
    plots = [Plot(i, f"B{i:05}", "", NeighbourhoodKind.PRIORITY, each.box) for i, each in enumerate(drawn)]
    parts = [each.parts for each in drawn]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    building = _cpu(lambda: Atlas(plots, parts))
    atlas = Atlas(plots, parts)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    points = around(random, np.array([corner for each in parts for part in each for corner in part[0]]))
    found = atlas.locate_many(points)
    rounds = [_cpu(lambda: atlas.locate_many(points)) for _round in range(ROUNDS)][1:]
    singles = points[:SINGLES].tolist()
    one_by_one = _cpu(lambda: [_one(lon, lat, plots, parts) for lon, lat in singles])
    shares = np.bincount(found.status, minlength=len(STATUSES)) / len(points)
    return {
        "polygons": len(drawn),
        "corners": sum(len(ring) for each in parts for part in each for ring in part),
        "points": len(points),
        **{f"share_{status.value}": round(float(share), 3) for status, share in zip(STATUSES, shares, strict=True)},
        "batch_lookups_per_second": round(len(points) / statistics.median(rounds)),
        "batch_lookups_per_second_slowest": round(len(points) / max(rounds)),
        "batch_goal": GOAL,
        "index_build_ms": round(building * 1000),
        "index_memory_mb": round(memory, 1),
        "single_lookup_ms": round(one_by_one / len(singles) * 1000, 2),
    }


def _one(lon: float, lat: float, plots: list[Plot], parts: list) -> lookup.Location:
    return lookup.locate(lon, lat, plots, lambda keys: {key: parts[key] for key in keys}, 2024)


if __name__ == "__main__":
    figures = run(sys.argv[1] if len(sys.argv) > 1 else None)
    print(json.dumps(figures, indent=2))
    sys.exit(figures["batch_lookups_per_second"] < GOAL)
