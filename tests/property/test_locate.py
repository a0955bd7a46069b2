"""Where a point falls: three ways to find it must agree — the light one, the bulk one, and a slow one written here."""

from itertools import pairwise
from math import cos, pi, radians, sin, sqrt

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quartierlibre.domain.places import lookup
from quartierlibre.domain.places.atlas import Atlas
from quartierlibre.domain.places.lookup import Plot
from quartierlibre.domain.places.outlines import box_of
from tests.support.drawing import PER_DEGREE, square
from tests.support.examples import some

LATITUDES = [50.4, 43.3, 14.6, -21.1]
A, E2 = 6378137.0, 0.00669437999014


def star(east, north, lat, sizes, hole):
    """A jagged closed outline around a point, with a hole at its heart or not; metres."""
    across = PER_DEGREE * cos(radians(lat))
    count = len(sizes)

    def ring(scale):
        turns = [(size * scale, 2 * pi * i / count) for i, size in enumerate(sizes)]
        corners = [
            [3 + (east + size * cos(turn)) / across, lat + (north + size * sin(turn)) / PER_DEGREE]
            for size, turn in turns
        ]
        return [*corners, corners[0]]

    return [ring(1.0), ring(0.4)] if hole else [ring(1.0)]


SIZES = st.lists(st.integers(60, 900), min_size=5, max_size=14)
STARS = st.tuples(st.integers(-6000, 6000), st.integers(-6000, 6000), SIZES, st.booleans())


def plots_of(outlines):
    return [Plot(i, f"QN099{i:02}M", f"Quartier {i}", "qpv", box_of(parts)) for i, parts in enumerate(outlines)]


def found(lon, lat, outlines):
    return lookup.locate(lon, lat, plots_of(outlines), lambda keys: {key: outlines[key] for key in keys}, 2024)


def ground(lon, lat):
    n = A / sqrt(1 - E2 * sin(radians(lat)) ** 2)
    across = n * cos(radians(lat))
    return np.array([across * cos(radians(lon)), across * sin(radians(lon)), n * (1 - E2) * sin(radians(lat))])


def slow_metres(lon, lat, parts):
    """Distance to the sides in Earth-centred space: no projection, no degree."""
    here, best = ground(lon, lat), float("inf")
    for part in parts:
        for ring in part:
            for a, b in pairwise(ring):
                start, side = ground(*a), ground(*b) - ground(*a)
                along = float(np.clip(np.dot(here - start, side) / max(np.dot(side, side), 1e-12), 0, 1))
                best = min(best, float(np.linalg.norm(here - start - along * side)))
    return best


def slowly(lon, lat, outlines):
    """Status, codes close by and the nearest, by looking at everything."""
    point, rows = shapely.Point(lon, lat), []
    for plot, parts in zip(plots_of(outlines), outlines, strict=True):
        shape = shapely.MultiPolygon([(part[0], part[1:]) for part in parts])
        side = slow_metres(lon, lat, parts)
        rows.append((0.0 if shape.contains(point) else side, plot.code, side))
    status = "edge" if min(row[2] for row in rows) <= 50 else "in" if min(row[0] for row in rows) == 0 else "out"
    return status, sorted(row[:2] for row in rows if row[0] <= 50), min(row[:2] for row in rows), rows


@settings(max_examples=some(120), deadline=None)
@given(
    st.lists(STARS, min_size=1, max_size=9),
    st.integers(-8000, 8000),
    st.integers(-8000, 8000),
    st.sampled_from(LATITUDES),
)
def test_the_light_search_finds_what_a_slow_one_finds(stars, east, north, lat):
    outlines = [[star(x, y, lat, sizes, hole)] for x, y, sizes, hole in stars]
    lon, at = 3 + east / (PER_DEGREE * cos(radians(lat))), lat + north / PER_DEGREE
    status, close, nearest, rows = slowly(lon, at, outlines)
    assume(all(abs(side - 50) > 0.1 for _metres, _code, side in rows))
    location = found(lon, at, outlines)
    assert location.status == status
    assert [near.code for near in location.neighbourhoods if near.metres == 0] == [code for m, code in close if m == 0]
    assert {near.code for near in location.neighbourhoods} == {code for _metres, code in close}
    assert location.nearest.metres == pytest.approx(nearest[0], rel=1e-3, abs=0.02)
    assert location.neighbourhoods == tuple(sorted(location.neighbourhoods, key=lambda near: (near.metres, near.code)))


@settings(max_examples=some(60), deadline=None)
@given(st.lists(STARS, min_size=1, max_size=9), st.sampled_from(LATITUDES), st.integers(0, 2**32 - 1))
@example([(0, 0, [100] * 5, False)], 50.4, 7)
def test_the_bulk_search_finds_what_the_light_one_finds(stars, lat, seed):
    outlines = [[star(x, y, lat, sizes, hole)] for x, y, sizes, hole in stars]
    atlas, random = Atlas(plots_of(outlines), outlines), np.random.default_rng(seed)
    corners = np.array([corner for parts in outlines for ring in parts[0] for corner in ring])
    points = corners[random.integers(0, len(corners), 60)] + random.normal(0, 0.0009, (60, 2))
    every = atlas.locate_many(points)
    for i, (lon, at) in enumerate(points.tolist()):
        location = found(lon, at, outlines)
        if any(abs(near.to_boundary - 50) < 0.01 for near in location.neighbourhoods):
            continue
        assert every.statuses()[i] == location.status
        mine = {near.key: near.metres for near in location.neighbourhoods}
        theirs = dict(zip(every.plot[every.point == i].tolist(), every.metres[every.point == i].tolist(), strict=True))
        assert mine.keys() == theirs.keys()
        assert all(theirs[key] == pytest.approx(metres, abs=0.01) for key, metres in mine.items())


def test_nearest_is_counted_in_metres_not_in_degrees():
    """At 50° N, 0.010° to the east is 710 m and 0.008° to the north 890 m: degrees would choose the wrong one."""
    east, north = square(710), square(-100, 890)
    location = found(3.0, 50.4, [[[north]], [[east]]])
    assert location.nearest.code == "QN09901M"
    assert location.nearest.metres == pytest.approx(710, abs=3)


@pytest.mark.parametrize(
    ("metres", "status"), [(-400, "in"), (-51, "in"), (-49, "edge"), (0, "edge"), (49, "edge"), (51, "out")]
)
def test_fifty_metres_on_either_side_is_the_edge(metres, status):
    """`metres` east of the western side of a square a kilometre wide, counted outwards."""
    for lat in (50.4, 14.6, -21.1):
        ring = square(side=1000, lat=lat)
        lon = ring[0][0] - metres / (111_412.8 * cos(radians(lat)) - 93.5 * cos(radians(3 * lat)))
        location = found(lon, (ring[0][1] + ring[2][1]) / 2, [[[ring]]])
        assert location.status == status
        expected = [max(0, metres)] if metres < 50 else []
        assert [near.metres for near in location.neighbourhoods] == pytest.approx(expected, abs=0.2)
        assert location.nearest.metres == pytest.approx(max(0, metres), abs=0.2)


def test_overlapping_neighbourhoods_are_both_told():
    location = found(3.005, 50.404, [[[square(side=1000)]], [[square(200, 200, 1000)]]])
    assert [(near.code, near.metres) for near in location.neighbourhoods] == [("QN09900M", 0), ("QN09901M", 0)]


def test_a_neighbourhood_far_away_is_still_the_nearest():
    location = found(55.5, -21.1, [[[square()]]])
    assert location.status == "out"
    assert location.nearest.metres == pytest.approx(slow_arc(55.5, -21.1, 3.0, 50.4), rel=0.003)


def slow_arc(lon, lat, other_lon, other_lat):
    chord = float(np.linalg.norm(ground(lon, lat) - ground(other_lon, other_lat)))
    return 2 * 6_371_000 * float(np.arcsin(min(1, chord / 2 / 6_371_000)))


def test_no_neighbourhood_is_no_nearest():
    location = lookup.locate(3, 50, [], lambda keys: {}, None)
    assert (location.status, location.neighbourhoods, location.nearest) == ("out", (), None)


def test_only_the_outlines_worth_looking_at_are_asked_for():
    outlines = [[[square(i * 2000, 0)]] for i in range(60)]
    asked = []
    plots = plots_of(outlines)
    lookup.locate(3.0, 50.401, plots, lambda keys: asked.extend(keys) or {key: outlines[key] for key in keys}, 2024)
    assert len(asked) <= 2 * lookup.AT_ONCE


def test_no_point_at_all_is_no_trouble():
    every = Atlas(plots_of([[[square()]]]), [[[square()]]]).locate_many(np.zeros((0, 2)))
    assert every.statuses() == []
    assert len(every.point) == len(every.plot) == len(every.metres) == 0


def test_an_empty_atlas_knows_nothing():
    every = Atlas([], []).locate_many(np.array([[3.0, 50.4]]))
    assert every.statuses() == ["out"]
