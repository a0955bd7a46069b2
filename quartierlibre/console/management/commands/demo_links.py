"""`quartierlibre demo_links`: one sign-in link per persona, `Prénom<TAB>rôle<TAB>adresse`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from quartierlibre.pagekit.personas import PERSONAS, sign


class Command(BaseCommand):
    help = "Écrit un lien de connexion par personnage de la démonstration."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("Ce site n’est pas une démonstration : personne n’y entre par un lien."))
        for persona in PERSONAS:
            address = settings.SITE_URL.rstrip("/") + reverse("demo:enter", args=[sign(persona)])
            self.stdout.write(f"{persona.name.split()[0]}\t{persona.role}\t{address}")
