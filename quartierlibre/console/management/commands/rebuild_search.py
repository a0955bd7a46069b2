"""Tell everything that can be found again: after a dump was restored in part, or a source of words changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from quartierlibre.foundation.search.operations import rebuild_all


class Command(BaseCommand):
    help = "Refait la recherche : fonds, projets, pages publiées, rencontres. Relancer ne change rien."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in rebuild_all():
            self.stdout.write(_("%(kind)s\u00a0: %(count)s") % {"kind": kind, "count": count})
