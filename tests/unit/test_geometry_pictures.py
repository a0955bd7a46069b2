"""Maps drawn by the server: what is touched is what was drawn, and thinning shows."""

import itertools
import xml.etree.ElementTree as ET

import pytest

from quartierlibre.domain.places import metric, outlines, picture
from quartierlibre.domain.places.picture import MapView, Place
from quartierlibre.domain.places.rules import Position, spoken_distance
from tests.support.drawing import LAT, LON, square

HERE = Position(LON, LAT)


def places(*parts):
    return [Place(f"QN0990{i}M", f"Cité <{i}> & Cie", "qpv", part) for i, part in enumerate(parts, start=1)]


def drawn(**options):
    return picture.draw(places([[square(side=800)]], [[square(2000, 900, 500)]]), width=320, **options)


def test_a_click_gives_back_the_point_under_the_pixel():
    svg = drawn()
    for lon, lat in [(LON + 0.004, LAT + 0.003), (LON + 0.03, LAT + 0.01)]:
        x, y = svg.view.pixel_of(lon, lat)
        found = picture.point_from_click(svg.view, int(x), int(y))
        assert metric.distance(lon, lat, found.lon, found.lat) <= svg.view.metres_per_pixel


def test_pixels_are_as_long_both_ways():
    view = drawn().view
    x0, y0 = view.pixel_of(*view.box.centre)
    across, along = metric.metres_per_degree(view.box.centre[1])
    east = view.pixel_of(view.box.centre[0] + 1000 / across, view.box.centre[1])[0] - x0
    north = y0 - view.pixel_of(view.box.centre[0], view.box.centre[1] + 1000 / along)[1]
    assert east == pytest.approx(north, abs=1)
    assert east == pytest.approx(1000 / view.metres_per_pixel, abs=1)


def test_every_corner_is_in_the_picture():
    svg = drawn()
    for corner in square(side=800) + square(2000, 900, 500):
        assert svg.view.shows(*svg.view.pixel_of(*corner))
    assert 0.6 * svg.view.width <= svg.view.height <= 1.3 * svg.view.width


@pytest.mark.parametrize(("x", "y"), [(-1, 5), (5, -1), (321, 5), (5, 9999)])
def test_a_click_outside_is_no_point(x, y):
    assert picture.point_from_click(drawn().view, x, y) is None


def test_a_view_travels_in_a_hidden_field():
    view = drawn().view
    again = picture.read_view(view.as_text())
    assert again.pixel_of(LON, LAT) == view.pixel_of(LON, LAT)


@pytest.mark.parametrize(
    "text",
    ["", "3,50", "a,b,c,d,e,f", "4,50,3,51,320,200", "3,50,4,51,0,200", "3,50,4,51,1e9,200", "nan,50,4,51,320,200"],
)
def test_a_spoilt_view_is_no_view(text):
    assert picture.read_view(text) is None


def test_a_closer_view_shows_only_what_it_meets():
    view = picture.view_around(HERE, metres=600, width=280)
    svg = drawn(view=view, mark=HERE)
    assert [shape.code for shape in svg.shapes] == ["QN09901M"]
    assert svg.marker == pytest.approx((140, 140), abs=1)
    assert metric.distance(view.box.west, LAT, view.box.east, LAT) == pytest.approx(600, rel=0.01)


def test_a_mark_out_of_the_view_is_not_drawn():
    assert drawn(view=picture.view_around(HERE, metres=600, width=280), mark=Position(3.5, 50.4)).marker is None


def test_the_document_is_a_picture_that_names_its_places():
    document = drawn(mark=HERE).as_document()
    root = ET.fromstring(document)
    assert root.get("viewBox") == drawn(mark=HERE).view_box
    assert [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")] == [
        "Cité <1> & Cie",
        "Cité <2> & Cie",
    ]
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["1", "2"]
    assert "style" not in document


def test_every_part_with_room_carries_the_number_of_its_place():
    parts = [[square(side=1000)], [square(1500, 0, 800)], [square(0, 2000, 20)]]
    svg = picture.draw(places(parts), width=320)
    assert len(svg.shapes[0].others) == 1
    root = ET.fromstring(svg.as_document())
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["1", "1"]


def test_nothing_to_show_is_no_map():
    assert picture.draw([], width=320) is None
    assert picture.draw([], width=320, mark=HERE).shapes == ()


def test_a_label_lies_inside():
    part = [square(side=1000), square(300, 300, 400)]
    lon, lat = outlines.inner_point([part, [square(5000, 0, 100)]])
    assert metric.contains([part], lon, lat)


def test_thinning_never_moves_a_side_further_than_asked():
    ring = square(side=1000)
    wavy = [
        [a[0] + (b[0] - a[0]) * i / 50 + 1e-5 * (i % 3), a[1] + (b[1] - a[1]) * i / 50]
        for a, b in itertools.pairwise(ring)
        for i in range(50)
    ]
    wavy.append(wavy[0])
    (thin,) = outlines.thinned([[wavy]], 5.0)
    assert len(thin[0]) < 20
    for corner in wavy:
        assert metric.to_boundary([thin], *corner, LAT) <= 5.01


def test_thinning_drops_what_cannot_be_seen_but_never_everything():
    speck, field = square(3000, 0, 4), square(side=500)
    assert outlines.thinned([[field], [speck]], 20.0) == outlines.thinned([[field]], 20.0)
    assert len(outlines.thinned([[speck]], 20.0)) == 1


def test_the_surface_takes_holes_off():
    outline = outlines.clean([[square(side=1000), square(200, 200, 500)]])
    assert outlines.square_kilometres(outline) == pytest.approx(0.75, rel=0.01)


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "à 10 m"),
        (14, "à 10 m"),
        (118, "à 120 m"),
        (994, "à 990 m"),
        (996, "à 1 km"),
        (1449, "à 1,4 km"),
        (25_300, "à 25 km"),
    ],
)
def test_distances_are_said_as_people_do(metres, words):
    assert spoken_distance(metres) == words


def test_a_view_keeps_its_scale():
    view = MapView(metric.Box(3, 50, 3.01, 50.01), 320, 500)
    assert view.metres_per_pixel == pytest.approx(1112 / 500, rel=0.01)
