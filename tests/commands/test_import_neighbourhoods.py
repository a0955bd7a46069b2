"""What an operator reads when loading neighbourhoods, and when the file is bad."""

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.console.management.commands.import_neighbourhoods import Command
from quartierlibre.domain.places.models import Neighbourhood, NeighbourhoodSuccession
from tests.support.drawing import as_bytes, collection, feature, polygon, square

BOW_TIE = polygon([[3.0, 50.4], [3.01, 50.41], [3.01, 50.4], [3.0, 50.41], [3.0, 50.4]])


@pytest.fixture
def write(tmp_path):
    def written(*features, name="quartiers été.geojson", content=None):
        path = tmp_path / name
        path.write_bytes(as_bytes(collection(*features)) if content is None else content)
        return str(path)

    return written


def run(capsys, *args, name="import_neighbourhoods"):
    call_command(name, *args)
    return capsys.readouterr().out


def refusal(*args, name="import_neighbourhoods"):
    with pytest.raises(CommandError) as refused:
        call_command(name, *args)
    return str(refused.value)


def test_the_counts_are_told(capsys, write):
    path = write(feature(), feature("QN09902M", polygon(square(900))))
    first = run(capsys, path, "--vintage", "2024")
    assert "Millésime 2024 : 2 ajoutés, 0 modifiés, 0 inchangés, 0 réparés, 0 absents du fichier (gardés), en" in first
    assert "1 communes ne sont pas encore chargées" in first
    assert "0 ajoutés, 0 modifiés, 2 inchangés" in run(capsys, path, "--vintage", "2024")
    assert Neighbourhood.objects.first().source == "quartiers été.geojson"


def test_repaired_outlines_are_named(capsys, write):
    dot = feature("QN09902M", polygon([[3.05, 50.4]] * 4))
    lines = run(capsys, write(feature(geometry=BOW_TIE), dot), "--vintage=2024").splitlines()
    assert lines[0] == "Contour réparé : QN09901M Quartier QN09901M"
    assert lines[1].startswith("Contour réparé : QN09902M Quartier QN09902M (réduit à un point")
    assert "2 réparés" in lines[2]


def test_a_trial_says_so(capsys, write):
    assert "Essai seulement" in run(capsys, write(feature()), "--vintage", "2024", "--dry-run")
    assert not Neighbourhood.objects.exists()


def test_kinds(capsys, write):
    run(capsys, write(feature("VEILLE-1", insee_com=..., lib_com=...)), "--vintage", "2024", "--kind", "watch")
    assert Neighbourhood.objects.get().kind == "watch"


def test_a_bad_file_lists_its_faults_and_writes_nothing(write):
    features = [feature(f"QN099{i:02}M", lib_qp=...) for i in range(31)]
    message = refusal(write(feature("QN05901M"), *features), "--vintage", "2024")
    assert message.startswith("Refusé, 31 problèmes :")
    assert (
        "Élément n° 3 (QN09901M) : la propriété « lib_qp » manque. Propriétés trouvées : code_qp, insee_dep," in message
    )
    assert message.count("\n  - ") == 20
    assert "… et 11 autres." in message
    assert message.endswith("Rien n’a été écrit.")
    assert not Neighbourhood.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"pas du json", "n’est pas du JSON (ligne 1"),
        (b"", "n’est pas du JSON"),
        ("é".encode("latin-1"), "n’est pas en UTF-8"),
        (b"[]", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "ne contient aucun élément"),
    ],
)
def test_a_file_that_is_something_else(write, content, words):
    assert words in refusal(write(content=content), "--vintage", "2024")


def test_a_file_that_is_not_there(tmp_path):
    assert "Impossible de lire" in refusal(str(tmp_path / "absent.geojson"), "--vintage", "2024")
    assert "Impossible de lire" in refusal(str(tmp_path), "--vintage", "2024")


def test_the_program_ends_with_a_fault(write, capsys):
    with pytest.raises(SystemExit) as end:
        Command().run_from_argv(["quartierlibre", "import_neighbourhoods", write(content=b"{"), "--vintage", "2024"])
    assert end.value.code == 1
    captured = capsys.readouterr()
    assert "Refusé, 1 problème :" in captured.err
    assert captured.out == ""


def test_links_are_proposed_then_recorded(capsys, write):
    run(capsys, write(feature("QP099001", polygon(square()))), "--vintage", "2015")
    run(capsys, write(feature("QN09901M", polygon(square(250)))), "--vintage", "2024")
    years = ["--from", "2015", "--to", "2024"]
    proposed = run(capsys, *years, "--dry-run", name="link_neighbourhoods")
    assert "QP099001 Quartier QP099001 → QN09901M Quartier QN09901M : 50% de l’ancien, 50% du nouveau" in proposed
    assert not NeighbourhoodSuccession.objects.exists()
    assert "1 liens ajoutés, 0 modifiés, 0 inchangés, 0 retirés." in run(capsys, *years, name="link_neighbourhoods")
    assert "0 liens ajoutés, 0 modifiés, 1 inchangés, 0 retirés." in run(capsys, *years, name="link_neighbourhoods")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--from", "2024", "--to", "2015"], "plus ancien"),
        (["--from", "2015", "--to", "2024", "--threshold", "5"], "entre 0 et 1"),
        (["--from", "2015", "--to", "2024"], "millésime 2015, 2024"),
    ],
)
def test_links_that_cannot_be(args, words):
    assert words in refusal(*args, name="link_neighbourhoods")
