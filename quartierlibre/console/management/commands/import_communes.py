"""`quartierlibre import_communes FILE.json [--epci FILE.json]`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from quartierlibre.console.refusals import explain, read_file
from quartierlibre.domain.places import operations
from quartierlibre.domain.places.operations import CommuneImport, Counts
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Refused


class Command(BaseCommand):
    help = "Charge les communes et leurs groupements (fichiers JSON nationaux). Peut être relancée sans risque."
    requires_system_checks = ()  # it reads and writes tables only: a fault in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="COMMUNES.json")
        parser.add_argument("--epci", metavar="EPCI.json", help="groupements, avec leurs communes membres")
        parser.add_argument("--departements", metavar="DEPARTEMENTS.json", help="noms des départements")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        files = {name: read_file(options[name]) if options[name] else None for name in ("epci", "departements")}
        content = read_file(options["file"])
        try:
            done = operations.import_communes(
                by=Machine("import_communes"),
                content=content,
                epcis=files["epci"],
                departements=files["departements"],
                source=Path(options["file"]).name,
                dry_run=options["dry_run"],
            )
        except Refused as refused:
            raise explain(refused.verdict) from refused
        self._tell(done, seconds=time.monotonic() - started)
        if options["dry_run"]:
            self.stdout.write(_("Essai seulement : rien n’a été écrit."))

    def _tell(self, done: CommuneImport, *, seconds: float) -> None:
        self._tell_counts(_("Départements"), done.departements)
        self._tell_counts(_("Groupements (EPCI)"), done.epcis)
        self._tell_counts(_("Communes"), done.communes)
        if done.members_unknown:
            message = _("%(count)d communes membres d’un EPCI sont hors du fichier des communes : laissées de côté.")
            self.stdout.write(message % {"count": done.members_unknown})
        message = _("%(count)d liens ajoutés entre quartiers et communes, en %(seconds).1f s.")
        self.stdout.write(message % {"count": done.neighbourhoods_linked, "seconds": seconds})

    def _tell_counts(self, what: str, counts: Counts) -> None:
        message = _("%(what)s : %(added)d ajoutés, %(changed)d modifiés, %(unchanged)d inchangés.")
        numbers = {"added": counts.added, "changed": counts.changed, "unchanged": counts.unchanged}
        self.stdout.write(message % {"what": what, **numbers})
