"""`quartierlibre import_neighbourhoods FILE.geojson --vintage 2024`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from quartierlibre.console.refusals import explain, read_file
from quartierlibre.domain.places import operations
from quartierlibre.domain.places.operations import NeighbourhoodImport
from quartierlibre.domain.places.states import NeighbourhoodKind
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Refused


class Command(BaseCommand):
    help = "Charge les contours d’un millésime (export officiel en GeoJSON). Peut être relancée sans risque."
    requires_system_checks = ()  # it reads and writes tables only: a fault in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER.geojson")
        parser.add_argument("--vintage", type=int, required=True, help="année de la géographie : 2015, 2024…")
        parser.add_argument("--kind", choices=NeighbourhoodKind.values, default=NeighbourhoodKind.PRIORITY.value)
        parser.add_argument("--source", default="", help="d’où vient le fichier (par défaut, son nom)")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        content = read_file(options["file"])
        try:
            done = operations.import_neighbourhoods(
                by=Machine("import_neighbourhoods"),
                content=content,
                vintage=options["vintage"],
                kind=NeighbourhoodKind(options["kind"]),
                source=options["source"] or Path(options["file"]).name,
                dry_run=options["dry_run"],
            )
        except Refused as refused:
            raise explain(refused.verdict) from refused
        self._tell(done, vintage=options["vintage"], seconds=time.monotonic() - started)
        if options["dry_run"]:
            self.stdout.write(_("Essai seulement : rien n’a été écrit."))

    def _tell(self, done: NeighbourhoodImport, *, vintage: int, seconds: float) -> None:
        for each in done.repaired:
            line = _("Contour réparé : %(code)s %(name)s") % {"code": each.code, "name": each.name}
            if each.collapsed:
                line += " " + _("(réduit à un point dans le fichier : son étendue reste inconnue)")
            self.stdout.write(line)
        counts = done.counts
        numbers = {"vintage": vintage, "added": counts.added, "changed": counts.changed, "seconds": seconds}
        numbers |= {"unchanged": counts.unchanged, "repaired": len(done.repaired), "absent": counts.absent}
        message = _(
            "Millésime %(vintage)d : %(added)d ajoutés, %(changed)d modifiés, %(unchanged)d inchangés, "
            "%(repaired)d réparés, %(absent)d absents du fichier (gardés), en %(seconds).1f s."
        )
        self.stdout.write(message % numbers)
        if done.communes_unknown:
            message = _("%(count)d communes ne sont pas encore chargées : elles seront reliées par import_communes.")
            self.stdout.write(message % {"count": done.communes_unknown})
