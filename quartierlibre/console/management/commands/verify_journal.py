"""`quartierlibre verify_journal`: read every chain again; exit code 1 at the first thing out of place."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.foundation.journal import chain, queries
from quartierlibre.foundation.journal.chain import Anchor, Reading


class Command(BaseCommand):
    help = (
        "Relit le journal et recalcule chaque empreinte. Sans danger, à tout moment. "
        "Gardez au dehors ce que donne --heads\u00a0: c’est ce qui trahit une fin coupée ou une chaîne refaite."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--territory", type=int, help="une seule chaîne (0 : celle de la plateforme)")
        parser.add_argument("--heads", action="store_true", help="donne la tête de chaque chaîne, à garder au dehors")
        parser.add_argument("--anchor", type=Path, metavar="FICHIER", help="têtes gardées au dehors, à retrouver")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        anchors = _anchors_in(options["anchor"]) if options["anchor"] else []
        reading = queries.read_chains(territory_id=options["territory"], anchors=anchors)
        self._tell(reading, time.perf_counter() - began)
        if options["heads"]:
            self.stdout.write("\n".join(str(reading.ends[key]) for key in sorted(reading.ends)))

    def _tell(self, reading: Reading, seconds: float) -> None:
        for fault in reading.faults:
            self.stderr.write(str(fault))
        if reading.faults:
            raise CommandError(
                f"{len(reading.faults)} chaîne(s) rompue(s), voir ci-dessus la première ligne de chacune"
            )
        self.stderr.write(
            f"{reading.events} événements, {len(reading.ends)} chaîne(s), rien à redire ({seconds:.1f} s)"
        )


def _anchors_in(path: Path) -> list[Anchor]:
    try:
        return chain.parse_anchors(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}\u00a0: {error}") from error
