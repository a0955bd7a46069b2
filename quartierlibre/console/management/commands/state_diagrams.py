"""`quartierlibre state_diagrams`: write `docs/states/*.md` from the tables of every room; `--check` only compares."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quartierlibre.foundation import states


class Command(BaseCommand):
    help = "Écrit docs/states/*.md d'après les tables d'états du code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare sans écrire ; code 1 si un dessin est périmé")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "docs" / "states")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, wanted = options["folder"], dict(_pages())
        found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
        stale = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
        if options["check"]:
            if stale:
                raise CommandError(
                    f"Dessins périmés\u00a0: {', '.join(stale)} (lancer «\u00a0quartierlibre state_diagrams\u00a0»)"
                )
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            _write(folder / name, wanted.get(name))
            self.stdout.write(name)


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")


def _pages() -> Iterator[tuple[str, str]]:
    """One page per room that has states: each table as a diagram."""
    for config in apps.get_app_configs():
        if config.name.startswith("quartierlibre.") and find_spec(f"{config.name}.states"):
            tables = states.tables_of(import_module(f"{config.name}.states"))
            drawn = [f"## {name}\n\n```mermaid\n{states.as_mermaid(table)}```\n" for name, table in tables]
            if drawn:
                notice = "Écrit par `quartierlibre state_diagrams` ; ne pas modifier à la main."
                yield f"{config.label}.md", "\n".join([f"# {config.label}\n", f"{notice}\n", *drawn])
