"""`quartierlibre demo`: invented towns, funds and projects, made once."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.console.demo import agenda, cast, ground, story, written


class Command(BaseCommand):
    help = (
        "Installe la démonstration : trois fonds inventés, leurs habitants, leurs projets, un agenda, et cinq "
        "règlements réels à lire. Relancer ne change rien."
    )
    requires_system_checks = ()  # it writes through the operations: a fault in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--weeks",
            type=int,
            default=story.WHOLE_PAST,
            help="ne raconter que les séances de tant de semaines passées (deux ans quand rien n’est dit)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("Ce site n’est pas une démonstration : rien n’y est inventé. Rien n’a été écrit."))
        now = timezone.now()
        self._step(_("Communes et quartiers inventés"), ground.draw_places)
        self._step(_("Listes de thèmes et règlements réels, à lire"), ground.load_references)
        self._step(_("Personnages"), cast.gather)
        for data in story.shipped(weeks=options["weeks"]):
            name = story.fund_of(data).fund["name"]
            projects = _("%(name)s : règlement, argent, comités, %(count)d projets")
            label = projects % {"name": name, "count": story.count_projects(data)}
            self._step(label, partial(story.tell, data, now=now))
        self._step(_("Agenda : %(count)d rencontres") % {"count": agenda.count()}, partial(agenda.tell, now=now))
        self._step(_("Actualités, ressources et pages"), written.put_on_the_site)

    def _step(self, label: str, work: Callable[[], bool]) -> None:
        started = time.monotonic()
        done = work()
        seconds = _("%(seconds).1f s") % {"seconds": time.monotonic() - started}
        self.stdout.write(f"{label} … {seconds if done else _('déjà là')}")
