"""`quartierlibre link_neighbourhoods --from 2015 --to 2024`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quartierlibre.domain.places import operations, queries
from quartierlibre.foundation.journal.operations import Machine


class Command(BaseCommand):
    help = "Relie les quartiers de deux millésimes par le terrain qu’ils ont en commun. Peut être relancée sans risque."
    requires_system_checks = ()  # it reads and writes tables only: a fault in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="older", type=int, required=True, metavar="2015")
        parser.add_argument("--to", dest="newer", type=int, required=True, metavar="2024")
        parser.add_argument(
            "--threshold", type=float, default=operations.SMALLEST_SHARE, help="part commune la plus petite (0 à 1)"
        )
        parser.add_argument("--dry-run", action="store_true", help="propose les liens, sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        older, newer = options["older"], options["newer"]
        self._check(older, newer, options["threshold"])
        links, counts = operations.link_neighbourhoods(
            by=Machine("link_neighbourhoods"),
            older=older,
            newer=newer,
            threshold=options["threshold"],
            dry_run=options["dry_run"],
        )
        for link in links:
            shares = {"old": f"{link.share_of_old:.0%}", "new": f"{link.share_of_new:.0%}"}
            message = _("%(old)s de l’ancien, %(new)s du nouveau") % shares
            self.stdout.write(f"{link.old.code} {link.old.name} → {link.new.code} {link.new.name} : {message}")
        message = _("%(added)d liens ajoutés, %(changed)d modifiés, %(unchanged)d inchangés, %(removed)d retirés.")
        numbers = {"added": counts.added, "changed": counts.changed, "unchanged": counts.unchanged}
        self.stdout.write(message % {**numbers, "removed": counts.absent})
        if options["dry_run"]:
            self.stdout.write(_("Essai seulement : rien n’a été écrit."))

    def _check(self, older: int, newer: int, threshold: float) -> None:
        if older >= newer:
            raise CommandError(_("--from doit être plus ancien que --to."))
        if not 0 < threshold <= 1:
            raise CommandError(_("--threshold est une part, entre 0 et 1 (par exemple 0.05)."))
        missing = [str(vintage) for vintage in (older, newer) if vintage not in queries.stamps()]
        if missing:
            message = _("Aucun quartier du millésime %(missing)s : chargez-le d’abord avec import_neighbourhoods.")
            raise CommandError(message % {"missing": ", ".join(missing)})
