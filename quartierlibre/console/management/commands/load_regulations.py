"""Load rulebooks written as TOML, by default the five real ones shipped as references."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.console.management.commands import load_theme_sets
from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.files import BadFile, RulebookFile, read_rulebook
from quartierlibre.foundation.journal.operations import Machine

SHIPPED = Path(__file__).parents[2] / "demo_data" / "regulations"
ACTOR = Machine("load_regulations")
OUTCOMES = {"created": "enregistré", "revised": "modifié", "unchanged": "inchangé"}


class Command(BaseCommand):
    help = (
        "Enregistre des règlements écrits en TOML (par défaut ceux livrés). Tous ou aucun. Relancer ne change rien ; "
        "une version publiée ne change jamais."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument(
            "--publish", action="store_true", help="publie aussi les versions (elles sont alors figées)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["files"]:
                load_theme_sets.load(load_theme_sets.SHIPPED)
            files = [_read(path) for path in options["files"] or sorted(SHIPPED.glob("*.toml"))]
            loaded = operations.load_rulebooks(files, by=ACTOR, publish=options["publish"])
        except (BadFile, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        for one in loaded:
            published = ", publié" if one.newly_published else ""
            name = f"{one.regulation.fund.name}, version {one.regulation.version}"
            self.stdout.write(f"{name} : {OUTCOMES[one.outcome]}{published}")


def _read(path: Path) -> RulebookFile:
    return read_rulebook(path.read_text(encoding="utf-8"), path.name)
