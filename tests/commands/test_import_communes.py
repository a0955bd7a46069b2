"""What an operator reads when loading communes."""

import json

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.domain.places.models import Commune, Epci


def commune(code, **more):
    return {
        "code": code,
        "nom": f"Ville {code}",
        "type": "commune-actuelle",
        "departement": "99",
        "region": "99",
        **more,
    }


@pytest.fixture
def write(tmp_path):
    def written(name, value):
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return str(path)

    return written


def test_communes_and_groupings(capsys, write):
    communes = [commune("99001", population=12), commune("99002"), commune("99003", type="commune-associee")]
    grouping = {"code": "999000014", "nom": "CC", "type": "CC", "membres": [{"code": "99001"}, {"code": "76001"}]}
    args = [write("communes.json", communes), "--epci", write("epci.json", [grouping])]
    call_command("import_communes", *args)
    first = capsys.readouterr().out
    assert "Communes : 2 ajoutés, 0 modifiés, 0 inchangés." in first
    assert "Groupements (EPCI) : 1 ajoutés" in first
    assert "1 communes membres d’un EPCI sont hors du fichier" in first
    assert Commune.objects.get(pk="99001").epci == Epci.objects.get()
    call_command("import_communes", *args)
    assert "Communes : 0 ajoutés, 0 modifiés, 2 inchangés." in capsys.readouterr().out


def test_a_trial(capsys, write):
    call_command("import_communes", write("communes.json", [commune("99001")]), "--dry-run")
    assert "Essai seulement" in capsys.readouterr().out
    assert not Commune.objects.exists()


def test_a_bad_file_writes_nothing(write):
    path = write("communes.json", [commune("99001"), commune("59"), commune("99001")])
    with pytest.raises(CommandError) as refused:
        call_command("import_communes", path)
    message = str(refused.value)
    assert "Élément n° 2 (59, « Ville 59 ») : « 59 » n’est pas un code INSEE" in message
    assert "Élément n° 3 (99001, « Ville 99001 ») : ce code est déjà celui de l’élément n° 1" in message
    assert not Commune.objects.exists()
