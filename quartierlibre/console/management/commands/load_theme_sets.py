"""Load lists of themes written as TOML."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.files import BadFile, read_themes
from quartierlibre.foundation.journal.operations import Machine

SHIPPED = Path(__file__).parents[2] / "demo_data" / "theme_sets.toml"
ACTOR = Machine("load_theme_sets")


def load(path: Path) -> list[str]:
    """Names of the lists that are new; raises BadFile."""
    file = read_themes(path.read_text(encoding="utf-8"), path.name)
    return [theme_set.name for theme_set in operations.load_theme_sets(file, by=ACTOR)]


class Command(BaseCommand):
    help = (
        "Enregistre les listes de thèmes d’un fichier TOML (par défaut celles livrées). Peut être relancée sans risque."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = load(options["file"])
        except (BadFile, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        for name in new:
            self.stdout.write(f"Liste enregistrée : {name}")
        if not new:
            self.stdout.write("Rien de nouveau.")
