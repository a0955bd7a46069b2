"""House rule: settings are documented, and the glossary knows every table."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from quartierlibre.config.env import VARIABLES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_settings_are_documented():
    call_command("settings_docs", check=True)


def test_a_setting_left_out_is_seen(tmp_path):
    page = tmp_path / "settings.md"
    call_command("settings_docs", file=page, stdout=StringIO())
    text = page.read_text(encoding="utf-8")
    assert [variable.name for variable in VARIABLES if f"`{variable.name}`" not in text] == []
    page.write_text(text.replace("`PORT`", ""), encoding="utf-8")
    with pytest.raises(CommandError, match="settings_docs"):
        call_command("settings_docs", file=page, check=True)


def test_the_glossary_knows_every_table():
    words = set(re.findall(r"`([A-Za-z_.]+)`", (DOCS / "glossary.md").read_text(encoding="utf-8")))
    ours = [config for config in apps.get_app_configs() if config.name.startswith("quartierlibre.")]
    models = {model.__name__ for config in ours for model in config.get_models()}
    assert sorted(models - words) == []
