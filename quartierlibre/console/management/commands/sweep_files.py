from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quartierlibre.foundation.files import operations


class Command(BaseCommand):
    help = "Remove private files past their date, and bytes no row points at for a day. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        done = operations.sweep(now=timezone.now())
        self.stdout.write(f"{done.expired} file(s) past their date, {done.orphans} orphan(s) removed.")
        for public_id in done.missing:
            self.stderr.write(f"{public_id}: the row is there, the bytes are not")
        if done.missing:
            raise CommandError(f"{len(done.missing)} file(s) without their bytes: restore them from a backup")
