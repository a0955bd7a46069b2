"""`quartierlibre locate`: one JSON object, and words when the point cannot be one."""

import json

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.console.management.commands.locate import Command
from tests.factories.places import NeighbourhoodFactory
from tests.support.drawing import square


@pytest.fixture
def one(db):
    return NeighbourhoodFactory(code="QN09901M", name="Cité du Moulin", parts=[[square(side=1000)]])


def located(capsys, *args):
    call_command("locate", *args)
    captured = capsys.readouterr()
    return json.loads(captured.out), captured.err


def refusal(*args):
    with pytest.raises(CommandError) as refused:
        call_command("locate", *args)
    return str(refused.value)


def test_inside(capsys, one):
    near = {"code": "QN09901M", "name": "Cité du Moulin", "metres": 0.0}
    answer, _error = located(capsys, "3.007", "50.4045")
    assert answer == {"status": "in", "neighbourhoods": [near], "nearest": near, "vintage": 2024}
    assert list(answer) == ["status", "neighbourhoods", "nearest", "vintage"]
    assert list(answer["nearest"]) == ["code", "name", "metres"]


@pytest.mark.parametrize(
    ("lon", "status", "metres"),
    [("3.0004", "edge", 0), ("2.9995", "edge", 35.5), ("2.9993", "edge", 49.8), ("2.9992", "out", 56.9)],
)
def test_the_edge_is_fifty_metres_wide_on_either_side(capsys, one, lon, status, metres):
    answer, _error = located(capsys, lon, "50.4045")
    assert answer["status"] == status
    assert answer["nearest"]["metres"] == pytest.approx(metres, abs=0.15)
    assert [each["code"] for each in answer["neighbourhoods"]] == (["QN09901M"] if status == "edge" else [])


@pytest.mark.parametrize("numbers", [("3,007", "50,4045"), ("+3.007", "50.4045"), ("3.007e0", " 50.4045 ")])
def test_numbers_as_people_write_them(capsys, one, numbers):
    assert located(capsys, *numbers)[0]["status"] == "in"


@pytest.mark.parametrize("lon", ["-1.5", "-1,5", "-15e-1", "\u22121.5", "-1.", "-.5"])
def test_a_negative_longitude_is_no_option(capsys, one, lon):
    answer, _error = located(capsys, lon, "47.2", "--vintage", "2024")
    assert answer["status"] == "out"
    assert answer["nearest"]["metres"] > 300_000


def test_from_the_shell(capsys, one):
    Command().run_from_argv(["quartierlibre", "locate", "-1,5", "47.2", "--vintage=2024"])
    assert json.loads(capsys.readouterr().out)["status"] == "out"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("50.4045", "3.007"), "Longitude d’abord, latitude ensuite : vouliez-vous dire 3.007 50.4045 ?"),
        (("3", "95"), "Longitude d’abord"),
        (("190", "50"), "de −180 à 180"),
        (("704000", "7059000"), "Lambert 93"),
        (("trois", "50"), "« trois » n’est pas un nombre"),
        (("nan", "50"), "« nan » n’est pas un nombre"),
        (("3", "50.4", "--vintage", "2015"), "Aucun quartier du millésime 2015 ; millésimes chargés : 2024."),
        (("1e999", "50"), "doivent être des nombres"),
    ],
)
def test_what_is_no_point_is_told(one, args, words):
    assert words in refusal(*args)


def test_the_vintage(capsys, one):
    NeighbourhoodFactory(code="QP099001", vintage=2015, parts=[[square(5000)]])
    assert located(capsys, "3.007", "50.4045")[0]["vintage"] == 2024
    answer, _error = located(capsys, "3.007", "50.4045", "--vintage", "2015")
    assert (answer["status"], answer["vintage"], answer["nearest"]["code"]) == ("out", 2015, "QP099001")


@pytest.mark.django_db
def test_nothing_loaded(capsys):
    answer, error = located(capsys, "3", "50")
    assert answer == {"status": "out", "neighbourhoods": [], "nearest": None, "vintage": None}
    assert "import_neighbourhoods" in error
