"""House rule: foreign keys follow the floors and the order of rooms; import-linter cannot see those given as text."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = next(contract for contract in CONTRACTS if contract["id"] == "rooms")["layers"]
HEIGHT = {f"quartierlibre.domain.{room}": height for height, room in enumerate(reversed(ROOMS), start=1)}
FLOORS = {"foundation": 0, "pagekit": 90, "web": 91, "letters": 91, "console": 91, "cms": 91, "api": 91}


def height_of(model):
    """0 for foundation, then one per room; a library's table is no higher than the ground."""
    package = model._meta.app_config.name
    return HEIGHT.get(package, FLOORS.get(package.split(".")[1], 0) if package.startswith("quartierlibre.") else 0)


def relations():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                yield model, field


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model, field in relations()
        if height_of(field.related_model) > height_of(model)
        and model._meta.app_config.name.startswith("quartierlibre.")
    ]
    assert upward == []


def test_tools_have_no_foreign_key_to_one_another():
    """A tool is taken or left alone; files, books or journal never drag another one along."""
    across = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if model._meta.app_config.name.startswith("quartierlibre.foundation.")
        and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert across == []


@pytest.mark.parametrize("room", sorted(HEIGHT))
def test_every_room_with_tables_has_its_height(room):
    assert HEIGHT[room] >= 1


def test_every_installed_room_is_in_the_order():
    installed = {config.name for config in apps.get_app_configs() if config.name.startswith("quartierlibre.domain.")}
    assert installed <= set(HEIGHT)
