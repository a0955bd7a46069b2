"""Metres on the ellipsoid, checked against other ways to count them."""

import itertools
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt

import pytest

from quartierlibre.domain.places import metric
from quartierlibre.domain.places.metric import Box
from tests.support.drawing import square

A, E2 = 6378137.0, 0.00669437999014


def on_the_ground(lon, lat):
    """Earth-centred coordinates, metres: an independent way to a distance."""
    n = A / sqrt(1 - E2 * sin(radians(lat)) ** 2)
    across = n * cos(radians(lat))
    return across * cos(radians(lon)), across * sin(radians(lon)), n * (1 - E2) * sin(radians(lat))


def straight(p, q):
    return sqrt(sum((a - b) ** 2 for a, b in zip(on_the_ground(*p), on_the_ground(*q), strict=True)))


def meridian_arc(lat, other_lat, steps=20_000):
    """Length along a meridian, summed."""
    width = (other_lat - lat) / steps
    middles = (radians(lat + (i + 0.5) * width) for i in range(steps))
    return sum(A * (1 - E2) / (1 - E2 * sin(phi) ** 2) ** 1.5 for phi in middles) * radians(width)


def test_the_published_example_of_vincenty():
    flinders = 144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600)
    buninyong = 143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600)
    assert metric.distance(*flinders, *buninyong) == pytest.approx(54_972.271, abs=0.02)


@pytest.mark.parametrize("lat", [-89, -21.1, 0, 14.6, 43.3, 50.4, 60])
@pytest.mark.parametrize(("east", "north"), [(1e-5, 0), (0, 1e-5), (0.003, -0.002), (-0.02, 0.03)])
def test_short_distances_are_those_of_a_straight_line(lat, east, north):
    here, there = (3.0, lat), (3.0 + east, lat + north)
    assert metric.distance(*here, *there) == pytest.approx(straight(here, there), rel=1e-6)


@pytest.mark.parametrize(("south", "north"), [(0, 90), (43, 51), (-30, 12.5)])
def test_a_meridian_has_its_length(south, north):
    assert metric.distance(3, south, 3, north) == pytest.approx(meridian_arc(south, north), rel=1e-7)


def test_a_degree_at_50_north_is_72_kilometres_wide_and_111_high():
    across, along = metric.metres_per_degree(50)
    assert across == pytest.approx(71_695.8, abs=1)
    assert along == pytest.approx(111_229, abs=5)


def test_distances_cross_the_antimeridian():
    assert metric.distance(179.999, -17, -179.999, -17) == pytest.approx(
        straight((179.999, -17), (-179.999, -17)), rel=1e-6
    )


@pytest.mark.parametrize("point", [(0, 0), (3, 50.4), (-149.5, -17.5), (180, 0), (0, 90), (0, -90)])
def test_a_point_is_at_no_distance_from_itself(point):
    assert metric.distance(*point, *point) == 0


def test_the_other_side_of_the_earth_is_half_its_girth_away():
    assert metric.distance(3, 50, -177, -50) == pytest.approx(pi * 6_371_000, rel=0.005)
    assert metric.distance(0, 0, 179.9, 0.3) == pytest.approx(pi * 6_371_000, rel=0.005)


def test_the_distance_to_a_side_is_counted_across_not_along_degrees():
    ring = square(side=500)
    east = [corner[0] for corner in ring]
    point = max(east) + 0.01, ring[0][1] + 0.002
    expected = straight(point, (max(east), point[1]))
    assert metric.to_boundary([[ring]], *point, 50.4) == pytest.approx(expected, rel=1e-4)
    assert expected == pytest.approx(710, abs=1)


def test_from_inside_the_boundary_is_as_far_and_holes_have_sides():
    outer, hole = square(side=1000), square(400, 400, 200)
    centre = outer[0][0] + (outer[1][0] - outer[0][0]) / 2, outer[0][1] + (outer[2][1] - outer[0][1]) / 2
    assert metric.to_boundary([[outer]], *centre, 50.4) == pytest.approx(500, rel=2e-3)
    assert metric.to_boundary([[outer, hole]], *centre, 50.4) == pytest.approx(100, rel=2e-3)
    assert metric.contains([[outer]], *centre)
    assert not metric.contains([[outer, hole]], *centre)


def test_an_outline_beyond_the_antimeridian_is_near():
    ring = [[-180, -17], [-179.99, -17], [-179.99, -16.99], [-180, -16.99], [-180, -17]]
    assert metric.to_boundary([[ring]], 179.999, -16.995, -16.995) == pytest.approx(
        straight((179.999, -16.995), (180, -16.995)), rel=1e-4
    )


def test_far_metres_are_right_although_the_plane_is_small():
    ring = square(side=500)
    for lon, lat in [(2.2, 49.9), (5.7, 43.3), (-1.5, 47.2)]:
        corners = [(x, y) for a, b in itertools.pairwise(ring) for x, y in _along(a, b)]
        expected = min(metric.distance(lon, lat, x, y) for x, y in corners)
        assert metric.to_boundary([[ring]], lon, lat, 50.402) == pytest.approx(expected, rel=1e-5)


def _along(a, b, steps=200):
    return [(a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps) for i in range(steps + 1)]


@pytest.mark.parametrize("point", [(2.9, 50.3), (3.05, 50.45), (3.3, 50.45), (-60, 5), (170, -20), (3.05, 89)])
def test_a_box_is_never_further_than_what_it_holds(point):
    box = Box(3.0, 50.4, 3.1, 50.5)
    corners = [(x, y) for x in (3.0, 3.03, 3.1) for y in (50.4, 50.45, 50.5)]
    assert box.no_closer_than(*point) <= min(metric.distance(*point, *corner) for corner in corners)


def test_a_box_knows_what_it_holds_across_the_antimeridian_too():
    assert Box(3.0, 50.4, 3.1, 50.5).no_closer_than(3.05, 50.45) == 0
    near = Box(-180, -17, -179.9, -16.9).no_closer_than(179.999, -16.95)
    assert near == pytest.approx(straight((179.999, -16.95), (-180, -16.95)), rel=0.02)


def test_widened_boxes_hold_what_lies_within_the_margin():
    box = Box(3.0, 50.4, 3.1, 50.5).widened(100)
    assert metric.distance(box.west, 50.5, 3.0, 50.5) == pytest.approx(100, rel=0.01)
    assert metric.distance(3.0, box.south, 3.0, 50.4) == pytest.approx(100, rel=0.01)


def test_bearing_does_not_matter():
    across, along = metric.metres_per_degree(50.4)
    for step in range(24):
        angle = step * pi / 12
        lon, lat = 3 + 1000 * cos(angle) / across, 50.4 + 1000 * sin(angle) / along
        assert metric.distance(3, 50.4, lon, lat) == pytest.approx(1000, rel=2e-4), degrees(
            atan2(sin(angle), cos(angle))
        )
        assert hypot((lon - 3) * across, (lat - 50.4) * along) == pytest.approx(1000)
