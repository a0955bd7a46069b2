"""Recount a published session file: seal, quorum, recusals, majorities, amounts."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.console.verify_session import Wrong, verify


class Command(BaseCommand):
    help = "Recompte un fichier de séance publié. Le même contrôle marche partout, sans la plateforme : " + (
        "python verify_session.py FICHIER."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--previous", type=Path, metavar="FICHIER", help="la séance publiée juste avant")

    def handle(self, *args: Any, **options: Any) -> None:
        before = _read(options["previous"]) if options["previous"] else None
        try:
            lines = verify(_read(options["file"]), before)
        except Wrong as wrong:
            raise CommandError(f"REFUSÉ\u00a0: {wrong}.") from wrong
        self.stdout.write("\n".join(lines))


def _read(path: Path) -> str:
    """Byte for byte: a changed end of line is a changed file."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}\u00a0: {error}") from error
