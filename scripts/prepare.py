"""Steps of `make demo` which need Django: tables, static files, demo data, sign-in links.

One process for all of them, because loading Django costs more than most of them. Called by demo.py.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from steps import Say, speak_everywhere, step

from quartierlibre.config.env import ROOT

ANOTHER_TIME = """
Cette base a été faite par une version de travail dont les tables ont changé depuis ({names}…).
Pour repartir de données neuves : effacez {var},
ou gardez-le et prenez un autre dossier : VAR_DIR=/un/autre/dossier make demo."""


def main(first: int, answers: Path) -> None:
    speak_everywhere()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierlibre.config.settings.demo")
    with step(first, "Lecture du programme"):
        django.setup()
    with step(first + 1, "Tables de la base") as say:
        _migrate(say)
    with step(first + 2, "Feuilles de style, images et caractères"):
        _collect_static()
    with step(first + 3, "Données de démonstration") as say:
        _demo_data(say)
    answers.write_text(json.dumps(_links()), encoding="utf-8")


def _migrate(say: Say) -> None:
    """Nothing to apply is found out without running Django's after-work."""
    executor = MigrationExecutor(connection)
    _refuse_another_time(executor.loader)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"{len(plan)} changements")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _refuse_another_time(loader: MigrationLoader) -> None:
    """Tables made by migrations this program no longer has (before the first release they are made anew)."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("quartierlibre.")}
    gone = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    unknown = [f"{app} {name}" for app, name in gone if app in ours]
    if unknown:
        sys.exit(ANOTHER_TIME.format(var=settings.VAR_DIR, names=", ".join(sorted(unknown)[:3])))


def _collect_static() -> None:
    """Compressing takes seconds: done again only when a file, or a library, changed."""
    digest = hashlib.sha256((ROOT / "requirements" / "run.lock").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp, manifest = Path(settings.VAR_DIR) / "static.sha256", Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or not stamp.exists() or stamp.read_text(encoding="ascii") != digest.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest(), encoding="ascii")


def _demo_data(say: Say) -> None:
    call_command("demo", stdout=_Progress(say))


class _Progress(io.TextIOBase):
    """Shows each line a command writes as the progress of the step."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def write(self, text: str) -> int:
        if text.strip():
            self._say(text.strip())
        return len(text)


def _links() -> list[list[str]]:
    """One line per persona: first name, role, address, separated by tabs."""
    output = io.StringIO()
    call_command("demo_links", stdout=output)
    return [line.split("\t") for line in output.getvalue().splitlines() if line.count("\t") == 2]


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
