"""`quartierlibre settings_docs`: write `docs/settings.md` from the declared variables; `--check` only compares."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.config.env import ROOT, VARIABLES, Variable

NOTICE = """\
# Réglages

Écrit par `quartierlibre settings_docs` d'après `quartierlibre/config/env.py` ; ne pas modifier à la main.

Chaque réglage est une variable d'environnement. Un secret peut aussi être donné dans un fichier : `NOM_FILE=/chemin`.
Une valeur illisible arrête le démarrage, avec la liste de tout ce qui est à corriger.

| Variable | Rôle | Par défaut |
|---|---|---|
"""


class Command(BaseCommand):
    help = "Écrit docs/settings.md d'après les variables déclarées."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare sans écrire ; code 1 si la page est périmée")
        parser.add_argument("--file", type=Path, default=ROOT / "docs" / "settings.md")

    def handle(self, *args: Any, **options: Any) -> None:
        page, wanted = options["file"], NOTICE + "".join(map(_row, VARIABLES))
        found = page.read_text(encoding="utf-8") if page.exists() else ""
        if options["check"] and found != wanted:
            raise CommandError(f"{page.name} est périmé (lancer «\u00a0quartierlibre settings_docs\u00a0»)")
        page.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"{page.name}\u00a0: {len(VARIABLES)} réglages")


def _row(variable: Variable) -> str:
    name = f"`{variable.name}`" + (" (secret)" if variable.secret else "")
    default = variable.default.replace(str(ROOT), ".")
    return f"| {name} | {variable.purpose.replace('|', '/')} | {f'`{default}`' if default else 'vide'} |\n"
