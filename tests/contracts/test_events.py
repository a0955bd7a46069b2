"""House rule: every event has its sentence, its room, and either a letter or a reason for silence."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from quartierlibre.foundation.journal import events
from quartierlibre.letters import registry

CODE = Path(__file__).resolve().parents[2] / "quartierlibre"
DECLARED = events.declared()
EVERY = sorted(DECLARED)
WRITTEN, SILENT = registry.writers(), registry.silent()


@pytest.mark.parametrize("name", EVERY)
def test_an_event_has_a_sentence_and_belongs_to_its_room(name):
    kind = DECLARED[name]
    assert str(kind.sentence).strip()
    assert str(kind.sentence)[0].isupper()
    assert name.split(".")[0] in {config.label for config in apps.get_app_configs()}


@pytest.mark.parametrize("name", EVERY)
def test_an_event_has_a_letter_or_a_reason_for_silence(name):
    assert (name in WRITTEN) != (name in SILENT), f"{name}: in LETTERS or in SILENT of letters/<room>.py, not both"
    assert SILENT.get(name, "why").strip()


def test_letters_speak_of_declared_events_only():
    assert sorted({*WRITTEN, *SILENT} - set(DECLARED)) == []


def recorded():
    """Names given to `journal.record(…)` anywhere in the code, with their place."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"journal.record", "record"} and node.args:
                yield node.args[0], f"{path.relative_to(CODE)}:{node.lineno}"


def test_events_recorded_are_declared_and_events_declared_are_recorded():
    names = {name.value: place for name, place in recorded() if isinstance(name, ast.Constant)}
    assert {place: name for name, place in names.items() if name not in DECLARED} == {}
    # A name chosen at run time (by a table of moves) cannot be read here: those rooms are left out.
    chosen = {place.split("/")[1] for name, place in recorded() if not isinstance(name, ast.Constant)}
    never = {name for name in DECLARED if name not in names and name.split(".")[0] not in chosen}
    assert sorted(never) == []
