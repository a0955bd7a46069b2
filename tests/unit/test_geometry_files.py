"""Files of neighbourhoods: what is read, and every way a file can be bad, said with the element at fault."""

import json

import pytest

from quartierlibre.domain.places import commune_file, neighbourhood_file
from quartierlibre.domain.places.reading import names_in, texts_in
from quartierlibre.domain.places.states import NeighbourhoodKind
from tests.support.drawing import as_bytes, collection, feature, polygon, square

LINE = {"type": "LineString", "coordinates": [[3, 50.4], [3.01, 50.41]]}
BOW_TIE = polygon([[3.0, 50.4], [3.01, 50.41], [3.01, 50.4], [3.0, 50.41], [3.0, 50.4]])


def read(value, *, vintage=2024, kind=NeighbourhoodKind.PRIORITY):
    content = value if isinstance(value, bytes) else as_bytes(value)
    return neighbourhood_file.read(content, vintage=vintage, kind=kind)


def drawn(*features, **options):
    found, verdict = read(collection(*features), **options)
    assert verdict, [str(refusal.message) for refusal in verdict.refusals]
    return found


def test_a_feature_is_read_whole():
    (one,) = drawn(feature(lib_qp="  Cité du  Moulin "))
    assert (one.code, one.name, one.kind) == ("QN09901M", "Cité du Moulin", "qpv")
    assert (one.commune_codes, one.commune_names, one.epci_codes) == (("99001",), ("Hautefosse",), ("999000014",))
    assert one.departement == ("99", "Département inventé")
    assert not one.outline.repaired
    assert one.outline.geometry == {"type": "MultiPolygon", "coordinates": [[square()]]}


def test_lists_of_communes_are_cut_and_names_with_a_comma_are_not():
    (one,) = drawn(feature(insee_com="02571, 02691", lib_com="Omissy, Saint-Quentin", siren_epci="200071892, NA"))
    assert one.commune_codes == ("02571", "02691")
    assert one.commune_names == ("Omissy", "Saint-Quentin")
    assert one.epci_codes == ("200071892",)
    assert names_in("Port, Île et Marais", count=1) == ("Port, Île et Marais",)
    assert names_in("Port, Île et Marais, Bruyelle", count=2) == ("Port, Île et Marais, Bruyelle",)
    assert names_in(["Port, Île et Marais", "Bruyelle"], count=2) == ("Port, Île et Marais", "Bruyelle")
    assert texts_in(None) == texts_in("NA") == texts_in("") == ()
    assert texts_in("02571;02691") == ("02571", "02691")


def test_a_byte_order_mark_altitudes_and_open_rings_are_tolerated():
    ring = [[*corner, 31.5] for corner in square()[:-1]]
    found, verdict = read(b"\xef\xbb\xbf" + as_bytes(collection(feature(geometry=polygon(ring)))))
    assert verdict
    assert found[0].outline.geometry["coordinates"] == [[square()]]


@pytest.mark.parametrize(
    ("vintage", "kind", "code"),
    [
        (2024, "qpv", "QN05901M"),
        (2024, "qpv", "QN02A01N"),
        (2024, "qpv", "QN97427I"),
        (2015, "qpv", "QP059001"),
        (2015, "qpv", "QP02B001"),
        (2024, "watch", "VEILLE-12"),
        (2024, "watch", "QP062004"),
        (2024, "local", "bourg.2"),
    ],
)
def test_codes_follow_vintage_and_kind(vintage, kind, code):
    everywhere = collection(feature(code))
    codes = read(everywhere, vintage=vintage, kind=NeighbourhoodKind(kind))[1].codes
    assert codes <= {"geometry.elsewhere"}


def test_older_exports_name_their_columns_otherwise():
    properties = {"lib_qp": ..., "lib_com": ..., "insee_com": ..., "nom_qp": "Marais", "commune_qp": "Port, Île"}
    (one,) = drawn(feature("QP099001", **properties), vintage=2015)
    assert (one.name, one.commune_names, one.commune_codes) == ("Marais", ("Port", "Île"), ())


def test_a_file_of_ours_may_mix_kinds():
    found = drawn(feature(), feature("BOURG", kind="local", insee_com=..., lib_com=...))
    assert [each.kind for each in found] == ["qpv", "local"]


def test_an_invalid_outline_is_repaired_and_keeps_its_surface():
    (one,) = drawn(feature(geometry=BOW_TIE))
    assert one.outline.repaired
    assert not one.outline.collapsed
    assert len(one.outline.parts) == 2


def test_an_outline_worn_to_a_point_is_kept_as_a_place_without_extent():
    (one,) = drawn(feature(geometry=polygon([[3.0, 50.4]] * 4)))
    assert one.outline.collapsed
    assert one.outline.box.no_closer_than(3.0, 50.4) == 0
    assert one.outline.box.east - one.outline.box.west < 5e-5


def spoilt(**properties):
    return collection(feature("QN09901M"), feature("QN09902M", **properties))


def with_geometry(geometry):
    bad = feature("QN09902M")
    bad["geometry"] = geometry
    return collection(feature("QN09901M"), bad)


def ring_with(corner):
    return polygon([*square()[:-1], corner, square()[0]])


BAD_FILES = {
    "not JSON": (b"{ pas du json", "file.not_json"),
    "a page": (b"<!doctype html><p>Erreur 404", "file.not_json"),
    "nothing": (b"", "file.not_json"),
    "latin-1": ('{"type": "Forêt"}'.encode("latin-1"), "file.encoding"),
    "too deep": (b"[" * 200_000, "file.not_json"),
    "a list": ([], "file.not_a_collection"),
    "one feature": (feature(), "file.not_a_collection"),
    "no feature": (collection(), "file.empty"),
    "features is an object": ({"type": "FeatureCollection", "features": {}}, "file.empty"),
    "lambert, said": (
        collection(feature(), crs={"type": "name", "properties": {"name": "EPSG:2154"}}),
        "file.projection",
    ),
}
BAD_FEATURES = {
    "no code": (spoilt(code_qp=...), "property.missing"),
    "other code name": (spoilt(code_qp=..., CODE_QP="QN09902M"), "property.missing"),
    "no name": (spoilt(lib_qp=...), "property.missing"),
    "empty name": (spoilt(lib_qp="  "), "property.empty"),
    "name is a number": (spoilt(lib_qp=12), "property.empty"),
    "endless name": (spoilt(lib_qp="x" * 500), "property.unreadable"),
    "name with a null byte": (spoilt(lib_qp="Cité\x00"), "property.unreadable"),
    "no commune": (spoilt(insee_com=..., lib_com=...), "property.missing"),
    "commune is a name": (spoilt(insee_com="Lille"), "commune.code"),
    "commune without its zero": (spoilt(insee_com="2691"), "commune.code"),
    "code of 2015": (collection(feature(), feature("QP059001")), "code.format"),
    "code without letter": (collection(feature(), feature("QN05901")), "code.format"),
    "code twice": (collection(feature("QN09902M"), feature("QN09902M")), "code.duplicate"),
    "no properties": (collection(feature(), {"type": "Feature", "geometry": None}), "feature.no_properties"),
    "a text": (collection(feature(), "QN09902M"), "element.not_an_object"),
    "unknown kind": (spoilt(kind="zup"), "kind.unknown"),
    "null geometry": (with_geometry(None), "geometry.missing"),
    "geometry is a text": (with_geometry("POLYGON((3 50))"), "geometry.missing"),
    "empty geometry": (with_geometry({"type": "Polygon", "coordinates": []}), "geometry.empty"),
    "empty parts": (with_geometry({"type": "MultiPolygon", "coordinates": [[]]}), "geometry.empty"),
    "no coordinates": (with_geometry({"type": "MultiPolygon"}), "geometry.empty"),
    "line": (with_geometry(LINE), "geometry.not_a_surface"),
    "point": (with_geometry({"type": "Point", "coordinates": [3, 50]}), "geometry.not_a_surface"),
    "collection": (with_geometry({"type": "GeometryCollection", "geometries": [LINE]}), "geometry.not_a_surface"),
    "two corners": (with_geometry(polygon([[3, 50], [3, 50.1]])), "geometry.too_few_corners"),
    "text in a corner": (with_geometry(ring_with(["3", 50])), "geometry.not_a_number"),
    "truth in a corner": (with_geometry(ring_with([True, 50])), "geometry.not_a_number"),
    "short corner": (with_geometry(ring_with([3])), "geometry.not_a_number"),
    "flat ring": (with_geometry(polygon([3, 50, 3.1, 50])), "geometry.not_a_number"),
    "lambert": (with_geometry(polygon([[704e3, 7059e3], [705e3, 7059e3], [705e3, 7060e3]])), "geometry.metres"),
    "endless number": (with_geometry(ring_with([10**400, 50])), "geometry.metres"),
    "beyond the pole": (with_geometry(ring_with([3, 95])), "geometry.out_of_range"),
    "as large as a region": (with_geometry(polygon(square(side=60_000))), "geometry.too_large"),
    "parts far apart": (
        with_geometry({"type": "MultiPolygon", "coordinates": [[square()], [square(north=400_000)]]}),
        "geometry.too_wide",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_collection_is_refused(name):
    value, code = BAD_FILES[name]
    found, verdict = read(value)
    assert found == []
    assert verdict.codes == {code}


@pytest.mark.parametrize("name", BAD_FEATURES)
def test_a_bad_feature_is_named(name):
    value, code = BAD_FEATURES[name]
    verdict = read(value)[1]
    assert verdict.codes == {code}
    assert all("Élément n° 2" in str(refusal.message) for refusal in verdict.refusals)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_refused(text):
    content = as_bytes(collection(feature(geometry=ring_with([99999.5, 50])))).replace(b"99999.5", text.encode())
    assert read(content)[1].codes == {"file.not_json"}


def test_a_number_too_large_for_the_machine_is_not_one():
    content = as_bytes(collection(feature(geometry=ring_with([99999.5, 50])))).replace(b"99999.5", b"1e999")
    assert read(content)[1].codes == {"geometry.not_a_number"}


def test_mainland_codes_lie_on_the_mainland():
    swapped = [[lat, lon] for lon, lat in square()]
    verdict = read(collection(feature("QN05901M", geometry=polygon(swapped))))[1]
    assert verdict.codes == {"geometry.elsewhere"}
    assert "inversées" in str(verdict.refusals[0].message)
    overseas = square(lat=14.6)
    assert read(collection(feature("QN97201M", geometry=polygon(overseas))))[1]


def test_every_fault_is_listed_with_its_code_and_name():
    value = collection(feature("QN09901M", lib_qp=...), feature("QN0990", insee_com="1"), feature("QN09903M"))
    messages = [str(refusal.message) for refusal in read(value)[1].refusals]
    assert len(messages) == 3
    assert "« lib_qp » manque" in messages[0]
    assert all("Élément n° 2 (QN0990, « Quartier QN0990 »)" in message for message in messages[1:])


def test_a_wrong_property_gets_a_hint():
    message = str(read(spoilt(code_qp=..., code_qpv="QN09902M"))[1].refusals[0].message)
    assert "Renommez « code_qpv » en « code_qp »" in message


def test_a_year_that_is_no_vintage_is_refused():
    assert read(collection(feature()), vintage=24)[1].codes == {"vintage.unknown"}


def commune(code="99001", **more):
    return {
        "code": code,
        "nom": "Hautefosse",
        "type": "commune-actuelle",
        "departement": "99",
        "region": "99",
        "codesPostaux": ["99100"],
        "population": 10,
        **more,
    }


def test_only_communes_of_today_are_read():
    rows, verdict = commune_file.read_communes(as_bytes([commune(), commune("99002", type="commune-deleguee")]))
    assert verdict
    assert [(row.insee_code, row.postal_codes, row.population) for row in rows] == [("99001", ("99100",), 10)]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ({}, "file.empty"),
        ([], "file.empty"),
        (["99001"], "element.not_an_object"),
        ([{"nom": "x"}], "property.missing"),
        ([commune(type="commune-deleguee")], "file.no_commune"),
        ([commune("9901")], "code.format"),
        ([commune(), commune()], "code.duplicate"),
        ([commune(nom="")], "property.empty"),
        ([commune(population=-1)], "commune.population"),
        ([commune(population="10")], "commune.population"),
        ([commune(codesPostaux=["591"])], "commune.postal_code"),
        ([commune(departement="Nord"[:3])], "departement.code"),
    ],
)
def test_bad_files_of_communes_are_refused(items, code):
    assert code in commune_file.read_communes(as_bytes(items))[1].codes


@pytest.mark.parametrize(
    ("epci", "code"),
    [
        ({"code": "12", "nom": "CC", "membres": [{"code": "99001"}]}, "code.format"),
        ({"code": "999000014", "nom": "CC"}, "property.missing"),
        ({"code": "999000014", "nom": "CC", "membres": "99001"}, "epci.members"),
        ({"code": "999000014", "nom": "CC", "membres": [{"code": "1"}]}, "epci.members"),
        ({"code": "999000022", "nom": "CA", "membres": [{"code": "99009"}]}, "epci.two_for_one_commune"),
    ],
)
def test_bad_files_of_groupings_are_refused(epci, code):
    good = {"code": "999000030", "nom": "CC", "type": "CC", "membres": [{"code": "99009"}]}
    assert code in commune_file.read_epcis(json.dumps([good, epci]).encode())[1].codes
