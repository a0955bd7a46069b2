"""Django's command; on an empty database the tables of libraries are made first, which takes a third less time.

Wagtail changes its tables a hundred times over its history, and Django draws each time every table tied to the same
person. Made before ours, they have few neighbours to draw.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import no_translations
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

# Asked with one of these, the command does something else than making every table.
OTHERWISE = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "run_syncdb", "prune")


class Command(migrate.Command):
    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options.get(name) for name in OTHERWISE):
            _make_libraries_first(options["database"])
        super().handle(*args, **options)


def _make_libraries_first(database: str) -> None:
    """Nothing to do once a single migration has been applied."""
    executor = MigrationExecutor(connections[database])
    if executor.loader.applied_migrations:
        return
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("quartierlibre.")}
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])
