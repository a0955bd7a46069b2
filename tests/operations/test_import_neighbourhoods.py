"""Loading neighbourhoods: whole or not at all, twice without effect, linked to communes and to what they replace."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from quartierlibre.domain.places import operations, queries
from quartierlibre.domain.places.models import Commune, Departement, Neighbourhood, NeighbourhoodSuccession, PlaceImport
from quartierlibre.domain.places.operations import Counts
from quartierlibre.domain.places.rules import Position
from quartierlibre.domain.places.states import NeighbourhoodKind
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Refused
from tests.factories.places import CommuneFactory, NeighbourhoodFactory, TerritoryFactory
from tests.support.drawing import LAT, LON, as_bytes, collection, feature, polygon, square

TESTS = Machine("tests")
SAMPLES = Path(operations.__file__).parents[2] / "console" / "demo_data"
BOW_TIE = polygon([[3.0, 50.4], [3.01, 50.41], [3.01, 50.4], [3.0, 50.41], [3.0, 50.4]])


def load(*features, vintage=2024, **options):
    content = as_bytes(collection(*features))
    return operations.import_neighbourhoods(by=TESTS, content=content, vintage=vintage, **options)


def sample(name, vintage):
    content = (SAMPLES / f"{name}.geojson").read_bytes()
    return operations.import_neighbourhoods(by=TESTS, content=content, vintage=vintage, source=f"{name}.geojson")


def two():
    return feature("QN09901M"), feature("QN09902M", polygon(square(2000)))


def test_a_file_is_loaded():
    done = load(*two(), source="export.geojson")
    assert done.counts == Counts(added=2, changed=0, unchanged=0, absent=0)
    one = Neighbourhood.objects.get(code="QN09901M")
    assert (one.vintage, one.kind, one.source, one.commune_names) == (2024, "qpv", "export.geojson", ["Hautefosse"])
    assert one.outline["coordinates"] == [[square()]]
    assert one.west == pytest.approx(LON)


def test_twice_the_same_file_changes_nothing_and_tells_nothing():
    load(*two())
    stamp, events = queries.stamps(), Event.objects.count()
    assert load(*two()).counts == Counts(added=0, changed=0, unchanged=2, absent=0)
    assert queries.stamps() == stamp
    assert Event.objects.count() == events
    assert PlaceImport.objects.count() == 1


def test_a_corrected_name_or_commune_changes_the_row_and_nothing_else():
    load(*two())
    load(feature("QP099001"), vintage=2015)
    before = Neighbourhood.objects.get(code="QN09902M")
    done = load(
        feature("QN09901M", lib_qp="Nouveau nom", insee_com="99001, 99002", lib_com="Hautefosse, Port"), two()[1]
    )
    assert done.counts == Counts(added=0, changed=1, unchanged=1, absent=0)
    one = Neighbourhood.objects.get(code="QN09901M")
    assert (one.name, one.commune_codes) == ("Nouveau nom", ["99001", "99002"])
    assert Neighbourhood.objects.get(code="QN09902M").changed_at == before.changed_at
    assert Neighbourhood.objects.get(vintage=2015).name == "Quartier QP099001"


def test_what_the_file_does_not_speak_of_stays():
    load(*two())
    load(feature("BOURG"), kind=NeighbourhoodKind.LOCAL)
    assert load(two()[0]).counts == Counts(added=0, changed=0, unchanged=1, absent=1)
    assert Neighbourhood.objects.count() == 3


@pytest.mark.parametrize("bad", [{"lib_qp": ...}, {"code_qp": ...}, {"insee_com": "x"}])
def test_a_bad_feature_refuses_the_whole_file(bad):
    load(two()[0])
    with pytest.raises(Refused) as refused:
        load(feature("QN09901M", lib_qp="Changé"), feature("QN09903M", polygon(square(4000)), **bad))
    assert len(refused.value.verdict.refusals) == 1
    assert [each.name for each in Neighbourhood.objects.all()] == ["Quartier QN09901M"]
    assert Event.objects.count() == 1


def test_a_code_loaded_with_another_kind_is_refused():
    load(feature("VEILLE-1"), kind=NeighbourhoodKind.WATCH)
    with pytest.raises(Refused) as refused:
        load(feature("VEILLE-1"), kind=NeighbourhoodKind.LOCAL)
    assert refused.value.verdict.codes == {"kind.changed"}


def test_a_trial_writes_nothing():
    assert load(*two(), dry_run=True).counts.added == 2
    assert not Neighbourhood.objects.exists()
    assert not Event.objects.exists()


def test_repaired_outlines_are_named_and_stay_equal_the_second_time():
    bow, dot = feature("QN09901M", BOW_TIE), feature("QN09902M", polygon([[3.05, 50.4]] * 4))
    done = load(bow, dot)
    assert [(each.code, each.collapsed) for each in done.repaired] == [("QN09901M", False), ("QN09902M", True)]
    assert load(bow, dot).counts.unchanged == 2
    assert queries.locate(3.05, 50.4).status == "edge"


def test_an_import_is_told_in_the_journal():
    load(*two(), source="export.geojson")
    event = Event.objects.get()
    assert (event.name, event.machine) == ("places.neighbourhoods.imported", "tests")
    assert event.data == {"vintage": 2024, "added": 2, "changed": 0, "unchanged": 0, "absent": 0}
    assert PlaceImport.objects.get(pk=event.subject_id).source == "export.geojson"


def test_communes_are_linked_whichever_comes_first():
    load(feature("QN09901M", insee_com="99001, 99002", lib_com="Hautefosse-lez-Scarpe, Rouvelinghem"))
    one = Neighbourhood.objects.get()
    assert not one.communes.exists()
    content = (SAMPLES / "communes_inventees.json").read_bytes()
    assert operations.import_communes(by=TESTS, content=content).neighbourhoods_linked == 2
    assert [commune.name for commune in one.communes.all()] == ["Hautefosse-lez-Scarpe", "Rouvelinghem"]
    load(feature("QN09901M", insee_com="99002", lib_com="Rouvelinghem"))
    assert [commune.insee_code for commune in one.communes.all()] == ["99002"]
    load(feature("QN09901M", insee_com="99002", lib_com="Rouvelinghem"), feature("QN09902M", polygon(square(900))))
    assert Commune.objects.get(pk="99001").neighbourhoods.get().code == "QN09902M"


def test_communes_groupings_and_departements():
    files = {name: (SAMPLES / f"{name}.json").read_bytes() for name in ("communes_inventees", "epci_inventes")}
    named = (SAMPLES / "departements_inventes.json").read_bytes()
    content, epcis = files["communes_inventees"], files["epci_inventes"]
    done = operations.import_communes(by=TESTS, content=content, epcis=epcis, departements=named)
    assert (done.communes.added, done.epcis.added, done.departements.added) == (6, 1, 1)
    one = Commune.objects.get(pk="99001")
    assert (one.name, one.postal_codes, one.epci_id, one.departement.name) == (
        *("Hautefosse-lez-Scarpe", ["99100"], "999000014", "Département inventé"),
    )
    again = operations.import_communes(by=TESTS, content=content, epcis=epcis, departements=named)
    assert (again.communes, again.epcis.unchanged) == (Counts(0, 0, 6, 0), 1)
    assert Event.objects.filter(name="places.communes.imported").count() == 1
    alone = operations.import_communes(by=TESTS, content=content)
    assert alone.communes.changed == 0, "without a file of groupings, the grouping already known stays"


def test_a_bad_grouping_refuses_the_communes_too():
    content = (SAMPLES / "communes_inventees.json").read_bytes()
    with pytest.raises(Refused):
        operations.import_communes(by=TESTS, content=content, epcis=b'[{"code": "1"}]')
    assert not Commune.objects.exists()
    assert not Departement.objects.exists()


def test_a_trial_of_communes_writes_nothing():
    content = (SAMPLES / "communes_inventees.json").read_bytes()
    assert operations.import_communes(by=TESTS, content=content, dry_run=True).communes.added == 6
    assert not Commune.objects.exists()
    assert not PlaceImport.objects.exists()


def test_departements_without_a_name_take_it_from_the_neighbourhoods():
    CommuneFactory(insee_code="99001", departement__code="99", departement__name="")
    load(feature())
    assert Departement.objects.get().name == "Département inventé"


def test_the_samples_say_that_they_are_invented():
    for name in ("quartiers_inventes", "quartiers_inventes_2015"):
        content = json.loads((SAMPLES / f"{name}.geojson").read_text())
        assert "inventés" in content["avertissement"]
        assert all(each["properties"]["invente"] is True for each in content["features"])
    assert sample("quartiers_inventes", 2024).counts.added == 14
    assert sample("quartiers_inventes_2015", 2015).counts.added == 11
    assert not Neighbourhood.objects.filter(is_invented=False).exists()
    assert set(Neighbourhood.objects.values_list("kind", flat=True)) == {"qpv", "watch", "local"}


def link():
    return operations.link_neighbourhoods(by=TESTS, older=2015, newer=2024)


def test_mergers_splits_and_newcomers_are_found_by_their_land():
    sample("quartiers_inventes", 2024)
    sample("quartiers_inventes_2015", 2015)
    links, counts = link()
    pairs = {(each.old.code, each.new.code) for each in links}
    assert {("QP099003", "QN09903M"), ("QP099004", "QN09903M")} <= pairs, "merged"
    assert {("QP099005", "QN09904M"), ("QP099005", "QN09905M")} <= pairs, "split"
    assert ("QP099011", "VEILLE-PEUPLIERS") in pairs, "no longer a priority, watched"
    assert "QN09911N" not in {new for _old, new in pairs}, "new"
    same = next(each for each in links if each.new.code == "QN09902I")
    assert (same.share_of_old, same.share_of_new) == (1, 1)
    assert counts.added == len(links) == len(pairs)
    old = Neighbourhood.objects.get(code="QP099005")
    shares = [(heir.code, heir.share_of_old) for heir in queries.successors(old)]
    assert [code for code, _share in shares] == ["QN09904M", "QN09905M"]
    assert 0.75 < sum(share for _code, share in shares) < 1
    new = Neighbourhood.objects.get(code="QN09903M")
    assert {heir.code for heir in queries.predecessors(new)} == {"QP099003", "QP099004"}


def test_linking_twice_changes_nothing_and_a_redrawn_outline_moves_its_links():
    load(feature("QP099001", polygon(square())), vintage=2015)
    load(feature("QN09901M", polygon(square(250))))
    (only,), _counts = link()
    assert (only.share_of_old, only.share_of_new) == (0.5, 0.5)
    assert link()[1] == Counts(0, 0, 1, 0)
    assert Event.objects.filter(name="places.neighbourhoods.linked").count() == 1
    load(feature("QN09901M", polygon(square(490))))
    assert link()[1] == Counts(0, 0, 0, absent=1), "a sliver of street is no succession"
    assert not NeighbourhoodSuccession.objects.exists()


def test_a_trial_of_links_writes_nothing():
    load(feature("QP099001"), vintage=2015)
    load(feature("QN09901M"))
    links, counts = operations.link_neighbourhoods(by=TESTS, older=2015, newer=2024, dry_run=True)
    assert (len(links), counts.added) == (1, 1)
    assert not NeighbourhoodSuccession.objects.exists()


def test_the_database_keeps_one_row_per_code_and_vintage():
    NeighbourhoodFactory(code="QN09901M")
    with pytest.raises(IntegrityError), transaction.atomic():
        NeighbourhoodFactory(code="QN09901M")
    NeighbourhoodFactory(code="QN09901M", vintage=2030)


def test_lookups_follow_the_table():
    one = NeighbourhoodFactory(parts=[[square()]])
    assert queries.locate(3.0035, 50.402).status == "in"
    other = NeighbourhoodFactory(parts=[[square(2000)]])
    assert queries.locate(*centre(square(2000))).neighbourhoods[0].code == other.code
    one.delete()
    assert queries.locate(3.0035, 50.402).status == "out"
    load(feature(other.code, polygon(square()), lib_qp="Renommé"))
    assert queries.locate(3.0035, 50.402).neighbourhoods[0].name == "Renommé"


def centre(ring):
    return (ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2


def test_a_lookup_costs_one_query_once_the_place_is_known():
    for step in range(12):
        NeighbourhoodFactory(parts=[[square(step * 3000)]])
    queries._sheets.clear()
    costs = []
    for lon in (3.0035, 3.46, 3.0035):
        with CaptureQueriesContext(connection) as captured:
            queries.locate(lon, 50.402)
        costs.append(len(captured))
    assert costs == [3, 2, 1]


def test_the_newest_vintage_answers_unless_another_is_asked_for():
    NeighbourhoodFactory(code="QP099001", vintage=2015)
    NeighbourhoodFactory(code="QN09901M", vintage=2024, parts=[[square(3000)]])
    assert queries.locate(3.0035, 50.402).vintage == 2024
    assert queries.locate(3.0035, 50.402).status == "out"
    assert queries.locate(3.0035, 50.402, vintage=2015).status == "in"
    with pytest.raises(queries.UnknownVintage):
        queries.locate(3.0035, 50.402, vintage=2020)


def test_a_lookup_may_be_kept_within_some_codes():
    NeighbourhoodFactory(code="QN09901M")
    NeighbourhoodFactory(code="QN09902M", parts=[[square(2000)]])
    location = queries.locate(3.0035, 50.402, within={"QN09902M"})
    assert (location.status, location.nearest.code) == ("out", "QN09902M")
    assert queries.locate(3.0035, 50.402, within=set()).nearest is None


def test_many_points_at_once():
    NeighbourhoodFactory()
    found = queries.locate_many([[3.0035, 50.402], [3.0, 50.4], [3.1, 50.4]])
    assert found.statuses() == ["in", "edge", "out"]
    Neighbourhood.objects.all().delete()
    assert queries.locate_many([[3.0, 50.4]]) is None


def test_names_are_listed_without_their_outlines():
    NeighbourhoodFactory.create_batch(3)
    with CaptureQueriesContext(connection) as captured:
        [(each.name, each.code) for each in Neighbourhood.objects.all()]
    assert "outline" not in captured[0]["sql"]


def test_the_list_to_choose_from_is_the_territorys():
    territory, commune = TerritoryFactory(), CommuneFactory()
    territory.communes.add(commune)
    inside, other_vintage, elsewhere = (
        NeighbourhoodFactory(),
        NeighbourhoodFactory(vintage=2015),
        NeighbourhoodFactory(),
    )
    for each in (inside, other_vintage):
        each.communes.add(commune)
    elsewhere.communes.add(CommuneFactory())
    assert list(queries.in_territory(territory, 2024)) == [inside]


def test_maps_fetch_outlines_together():
    NeighbourhoodFactory.create_batch(5)
    listed = list(Neighbourhood.objects.all())
    with CaptureQueriesContext(connection) as captured:
        drawn, geojson = queries.svg_map(listed, mark=Position(LON, LAT)), queries.outlines(listed)
    assert len(captured) == 2
    assert len(drawn.shapes) == len(geojson["features"]) == 5
    assert drawn.view.width == queries.MAP_WIDTH
    assert geojson["features"][0]["properties"] == {"code": listed[0].code, "name": listed[0].name, "kind": "qpv"}
    assert queries.svg_map([]) is None
