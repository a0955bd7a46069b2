"""`quartierlibre check_books`: replay the books and all that rests on them; exit code 1 when something is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.domain.funds.queries import commitment_faults, envelope_faults, movement_faults, purse_faults
from quartierlibre.domain.grants.queries.proof import grant_faults
from quartierlibre.foundation.ledger.queries import faults

CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    faults,
    envelope_faults,
    commitment_faults,
    purse_faults,
    movement_faults,
    grant_faults,
)


class Command(BaseCommand):
    help = (
        "Rejoue les livres : soldes, écritures, mois, engagements, parts des financeurs, ordres de paiement, reports. "
        "Sans danger, à tout moment."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for check in CHECKS:
            for fault in check():
                wrong += 1
                self.stderr.write(fault)
        if wrong:
            raise CommandError(f"{wrong} ligne(s) fausse(s) dans les livres")
        self.stdout.write("Les livres sont justes.")
