from typing import Any

from django.core.management.base import BaseCommand

from quartierlibre.domain.grants import operations
from quartierlibre.foundation.journal.operations import Machine


class Command(BaseCommand):
    help = "After a new key in QL_SEALING_KEYS: seal every IBAN with it. Older keys may then go. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{operations.seal_again(by=Machine('seal_again'))} account(s) sealed again.")
