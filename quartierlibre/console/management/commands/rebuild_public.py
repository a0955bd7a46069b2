"""Make the public copy of decisions anew: after a list of places or of themes was corrected."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.operations.publishing import make_public_copy_anew


class Command(BaseCommand):
    help = "Refait la copie publique des décisions et ses comptes (noms de quartiers ou de thèmes corrigés)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("%(n)s décisions publiées.") % {"n": make_public_copy_anew()})
