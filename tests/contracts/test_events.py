"""House rule: every event has its sentence, its room, and either a letter or a reason for silence."""

import ast
from pathlib import Path

from django.apps import apps

from quartierlibre.foundation.journal import events
from quartierlibre.letters import registry

CODE = Path(__file__).resolve().parents[2] / "quartierlibre"
DECLARED = events.declared()
EVERY = sorted(DECLARED)
WRITTEN, SILENT = registry.writers(), registry.silent()


def test_an_event_has_a_sentence_and_belongs_to_its_room():
    rooms = {config.label for config in apps.get_app_configs()}
    sentences = {name: str(DECLARED[name].sentence) for name in EVERY}
    assert [name for name, said in sentences.items() if not said.strip() or not said[0].isupper()] == []
    assert [name for name in EVERY if name.split(".")[0] not in rooms] == []


def test_an_event_has_a_letter_or_a_reason_for_silence():
    neither_nor_both = [name for name in EVERY if (name in WRITTEN) == (name in SILENT)]
    assert neither_nor_both == [], "in LETTERS or in SILENT of letters/<room>.py, not both"
    assert [name for name, why in SILENT.items() if not why.strip()] == []


def test_letters_speak_of_declared_events_only():
    assert sorted({*WRITTEN, *SILENT} - set(DECLARED)) == []


def recorded():
    """Names given to `journal.record(…)` anywhere in the code, with their place."""
    for path in sorted(CODE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "record(" in text else ():
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in {"journal.record", "record"}:
                yield node.args[0], f"{path.relative_to(CODE)}:{node.lineno}"


def test_events_recorded_are_declared_and_events_declared_are_recorded():
    found = list(recorded())
    names = {name.value: place for name, place in found if isinstance(name, ast.Constant)}
    assert {place: name for name, place in names.items() if name not in DECLARED} == {}
    # A name chosen at run time (by a table of moves) cannot be read here: those rooms are left out.
    chosen = {place.split("/")[1] for name, place in found if not isinstance(name, ast.Constant)}
    never = {name for name in DECLARED if name not in names and name.split(".")[0] not in chosen}
    assert sorted(never) == []
