"""Migrate an empty database to the end, back to nothing, and to the end again. DATABASE_URL names the database."""

from __future__ import annotations

import sys

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    before = _schema()
    _go_back(_ours_above_theirs())
    _take_away(_theirs_above_ours())
    _go_back(_our_apps())
    if left := _our_leftovers():
        sys.exit("Restent après le retour à zéro : " + ", ".join(left))
    call_command("migrate", interactive=False, verbosity=0)
    if _schema() != before:
        sys.exit("Le second aller ne donne pas le même schéma : " + ", ".join(sorted(_schema() ^ before)))
    print(f"{len(MigrationLoader(connection).disk_migrations)} migrations, aller, retour, aller.")


def _our_apps() -> list[str]:
    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("quartierlibre.")]
    return [label for label in labels if label in MigrationLoader(connection).migrated_apps]


def _go_back(labels: list[str]) -> None:
    """In one plan: the states of every application are worked out once."""
    MigrationExecutor(connection).migrate([(label, None) for label in labels])


def _theirs_above_ours() -> list[str]:
    """Apps of libraries whose tables point at ours: their way back is their authors' affair, and some have none."""
    ours, found = set(_our_apps()), set()
    graph = MigrationLoader(connection).graph
    for node in graph.nodes:
        if node[0] not in ours and ours & {app for app, _ in graph.forwards_plan(node)}:
            found.add(node[0])
    return sorted(found)


def _ours_above_theirs() -> list[str]:
    """Our apps that stand on those: they go back first."""
    graph, theirs = MigrationLoader(connection).graph, set(_theirs_above_ours())
    return [
        label
        for label in _our_apps()
        if any(theirs & {app for app, _ in graph.forwards_plan(leaf)} for leaf in graph.leaf_nodes(label))
    ]


def _take_away(labels: list[str]) -> None:
    """Their tables and the note that they were made, at once."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for label in labels:
            models = apps.get_app_config(label).get_models(include_auto_created=True)
            for table in {model._meta.db_table for model in models} & there:
                cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        cursor.execute("DELETE FROM django_migrations WHERE app = ANY(%s)", [labels])


def _our_leftovers() -> list[str]:
    """Tables, functions and triggers our migrations made and did not take away."""
    applied = {app for app, _ in MigrationRecorder(connection).applied_migrations()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
            " WHERE nspname = 'public' AND proname NOT LIKE 'procrastinate%'"
        )
        functions = [f"fonction {name}" for (name,) in cursor.fetchall()]
    tables = {model._meta.db_table for label in _our_apps() for model in apps.get_app_config(label).get_models()}
    left = tables & set(connection.introspection.table_names())
    return [*sorted(left), *functions, *sorted(applied & set(_our_apps()))]


def _schema() -> set[str]:
    """Columns, constraints, indexes, triggers and functions, as text."""
    parts = (
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE pronamespace = 'public'::regnamespace",
    )
    lines: set[str] = set()
    with connection.cursor() as cursor:
        for query in parts:
            cursor.execute(query)
            lines |= {row[0] for row in cursor.fetchall()}
    return lines


if __name__ == "__main__":
    main()
