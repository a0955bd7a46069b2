"""`quartierlibre check_books`: compare balances with lines, pots, promises and purses; exit code 1 when wrong."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quartierlibre.domain.funds.queries import commitment_faults, envelope_faults, purse_faults
from quartierlibre.foundation.ledger import queries


class Command(BaseCommand):
    help = "Compare chaque solde à ses lignes et chaque écriture à son total. Sans danger, à tout moment."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for fault in chain(queries.faults(), envelope_faults(), commitment_faults(), purse_faults()):
            wrong += 1
            self.stderr.write(fault)
        if wrong:
            raise CommandError(f"{wrong} ligne(s) fausse(s) dans les livres")
        self.stdout.write("Les livres sont justes.")
