"""Refuse migrations which would break the version still running while they are applied (django-migration-linter)."""

from __future__ import annotations

import sys

import django
from django.apps import apps
from django_migration_linter import MigrationLinter

# Written before any release: no running version can be broken by them.
BEFORE_ANY_RELEASE = ["0006_total_months"]


def main() -> None:
    django.setup()
    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("quartierlibre.")]
    linter = MigrationLinter(include_apps=ours, no_cache=True, quiet=["ok", "ignore"], ignore_name=BEFORE_ANY_RELEASE)
    linter.lint_all_migrations()
    sys.exit(linter.has_errors)


if __name__ == "__main__":
    main()
