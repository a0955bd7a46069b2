"""House rule: every field of every table is classified: personal or not, why we hold it, until when, how it goes."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

RETENTION = Path(__file__).resolve().parents[2] / "docs" / "retention.md"
DURATIONS = set(re.findall(r"^\| `(\w+)` \|", RETENTION.read_text(encoding="utf-8"), re.MULTILINE))
BASES = {"mission d'intérêt public", "contrat", "consentement", "obligation légale"}
ERASURES = {"null", "anonymise", "delete_row", "keep"}

# Tables of libraries: what they hold, said once here because we cannot write next to their models.
THIRD_PARTIES = {
    "auth": "groupes et droits de Django, inutilisés : nos droits viennent des mandats",
    "contenttypes": "liste des tables",
    "sessions": "navigateurs connectés ; effacées avec leur fin (security_log)",
    "account": "adresses confirmées des comptes (account)",
    "mfa": "seconds facteurs des équipes (account)",
    "wagtailcore": "pages, révisions, relecture : qui a écrit quoi sur le site public (account)",
    "wagtailadmin": "brouillons ouverts en même temps : qui écrit en ce moment (account)",
    "wagtailusers": "réglages d'écran des rédacteurs (account)",
    "wagtailimages": "images du site à l'ancienne : la nôtre est dans cms",
    "wagtaildocs": "documents publics à télécharger",
    "wagtailredirects": "anciennes adresses et où elles mènent",
    "wagtailsearch": "recherche des rédacteurs dans leurs pages",
    "taggit": "mots-clés des images et documents",
    "procrastinate": "travaux en file : des numéros, effacés dès qu'ils sont faits (outbox)",
}
OURS = [config for config in apps.get_app_configs() if config.name.startswith("quartierlibre.")]
ROOMS = {config.label: config for config in OURS if list(config.get_models())}


def fields_of(config):
    for model in config.get_models():
        for field in model._meta.get_fields():
            is_key = getattr(field, "primary_key", False) and field.get_internal_type().endswith("AutoField")
            # What a page inherits is classified with the table it is written in.
            if not field.auto_created and not is_key and field.model is model:
                yield f"{model.__name__}.{field.name}"


def table_of(config):
    path = Path(config.path) / "privacy.toml"
    assert path.exists(), f"{path} is missing"
    models = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{model}.{field}": row for model, fields in models.items() for field, row in fields.items()}


def test_every_table_is_ours_or_explained():
    with_tables = {config.label for config in apps.get_app_configs() if list(config.get_models())}
    assert with_tables == {*ROOMS, *THIRD_PARTIES}


@pytest.mark.parametrize("label", sorted(ROOMS))
def test_every_field_is_classified(label):
    assert sorted(table_of(ROOMS[label])) == sorted(fields_of(ROOMS[label]))


@pytest.mark.parametrize("label", sorted(ROOMS))
def test_every_classification_is_complete(label):
    for name, row in table_of(ROOMS[label]).items():
        assert row["retention"] in DURATIONS, f"{name}: {row['retention']} is not in docs/retention.md"
        assert isinstance(row["personal"], bool), name
        if row["personal"]:
            assert row["purpose"].strip(), name
            assert row["basis"] in BASES, name
            assert row["erase"] in ERASURES, name


def test_a_duration_nobody_uses_is_not_promised():
    used = {row["retention"] for config in ROOMS.values() for row in table_of(config).values()}
    assert DURATIONS - used - {"refused"} == set()  # a refused file is a `granted` one, kept for less
