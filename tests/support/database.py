"""One private server for all test runs of this folder, one database per process, cloned from a template.

The template holds every migration and is named after their content, so it is built once per change, not per run.
With DATABASE_URL the same databases are made on that server instead.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module, metadata
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.pq import TransactionStatus

from quartierlibre.foundation.postgres import launcher
from tests.support.memory import MEMORY
from tests.support.together import go_home

TEMPLATES_KEPT = 6
SOURCES = ("*/migrations/*.py", "*.sql")


class TestDatabase:
    """The database of this process: a clone which can be thrown away and made again at will."""

    __test__ = False

    def __init__(self, template: str, name: str) -> None:
        self.template, self.name = template, name
        self._broom: psycopg.Connection | None = None

    def renew(self) -> None:
        """Forget everything written: also past triggers which forbid deleting, and rows no transaction rolled back."""
        self._leave()
        MEMORY.forget()
        with maintenance() as server:
            drop(server, self.name)
            server.execute(_sql("CREATE DATABASE {} TEMPLATE {}", self.name, self.template))
        connection.settings_dict["NAME"] = self.name

    def empty(self) -> None:
        """The same in a few milliseconds: rows go without waking a trigger, tables the template fills are compared."""
        if connection.connection and connection.connection.info.transaction_status != TransactionStatus.IDLE:
            connection.close()
        if self._broom is None:
            self._broom = _connect(self.name)
            self._broom.execute("SET session_replication_role = replica")
        given = self._filled()
        if _digests(self._broom, given) != given:
            self.renew()
            return
        written = [table for table in _filled(self._broom) if table not in given]
        if written:
            self._broom.execute(sql.SQL("; ").join(_sql("DELETE FROM {}", table) for table in written))

    def _filled(self) -> dict[str, str]:
        """Tables that migrations fill, with a digest of their rows; read once, from the template."""
        if self.template not in _FILLED:
            with _direct(self.template) as database:
                _FILLED[self.template] = _digests(database, _filled(database))
        return _FILLED[self.template]

    def _leave(self) -> None:
        go_home()
        connection.close()
        if self._broom is not None:
            self._broom.close()
            self._broom = None

    def drop(self) -> None:
        self._leave()
        with maintenance() as server:
            drop(server, self.name)


_FILLED: dict[str, dict[str, str]] = {}


def _filled(database: psycopg.Connection) -> list[str]:
    """Tables that hold a row, asked all at once."""
    rows = database.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    said = "SELECT {} WHERE EXISTS (SELECT FROM {})"
    asked = [sql.SQL(said).format(sql.Literal(table), sql.Identifier(table)) for (table,) in rows.fetchall()]
    return [table for (table,) in database.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall()]


def _digests(database: psycopg.Connection, tables: Iterable[str]) -> dict[str, str]:
    """What each table holds, whatever the order of its rows."""
    said = "SELECT {0}, (SELECT md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {1} AS row)"
    asked = [sql.SQL(said).format(sql.Literal(table), sql.Identifier(table)) for table in tables]
    return dict(database.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall()) if asked else {}


@contextmanager
def database_for_this_process() -> Iterator[TestDatabase]:
    with ExitStack() as stack:
        private = not os.environ.get("DATABASE_URL")
        if private:
            cluster = stack.enter_context(launcher.in_use(settings.VAR_DIR / "test-postgres", durable=False))
            connection.settings_dict.update(HOST=str(cluster.socket_dir), PORT=str(launcher.PORT))
        template = _template(private=private)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "solo")
        database = TestDatabase(template, f"ql_test_{os.getpid()}_{worker}_{secrets.token_hex(3)}")
        database.renew()
        stack.callback(database.drop)
        yield database


@contextmanager
def another_database() -> Iterator[None]:
    """An empty clone in the place of the usual one, for a group of tests with a world of its own."""
    usual = connection.settings_dict["NAME"]
    other = TestDatabase(_template(private=False), f"{usual}_other")
    other.renew()
    try:
        yield
    finally:
        other.drop()
        connection.settings_dict["NAME"] = usual


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """A connection to a database nobody clones or drops."""
    with _direct("postgres") as server:
        yield server


@contextmanager
def _direct(name: str) -> Iterator[psycopg.Connection]:
    with _connect(name) as server:
        yield server


def _connect(name: str) -> psycopg.Connection:
    parameters = {**connection.get_connection_params(), "dbname": name}
    keep = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if parameters.get(key)}
    return psycopg.connect(**keep, autocommit=True)


def drop(server: psycopg.Connection, name: str) -> None:
    server.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _template(*, private: bool) -> str:
    """Name of the template for today's migrations, built now if it is missing; other processes wait for it."""
    name = f"ql_template_{_migrations_hash()}"
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(hashtext('quartierlibre templates'))")
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            if private:
                _sweep(server)
            _build(server, name)
    return name


def _build(server: psycopg.Connection, name: str) -> None:
    """Migrate under another name, then rename: a failed migration never passes for a template."""
    draft = f"{name}_draft"
    drop(server, draft)
    server.execute(_sql("CREATE DATABASE {} TEMPLATE template0", draft))
    connection.settings_dict["NAME"] = draft
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
    server.execute(_sql("ALTER DATABASE {} RENAME TO {}", draft, name))


def _sweep(server: psycopg.Connection) -> None:
    """Drop what killed runs left, and all but the newest templates."""
    names = [row[0] for row in server.execute("SELECT datname FROM pg_database ORDER BY oid DESC")]
    templates = [name for name in names if name.startswith("ql_template_")]
    orphans = [name for name in names if name.startswith("ql_test_") and not _alive(int(name.split("_")[2]))]
    for name in [*templates[TEMPLATES_KEPT - 1 :], *orphans]:
        drop(server, name)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _migrations_hash() -> str:
    """Changes with our migrations and SQL, and with the version of every package which brings migrations."""
    digest = hashlib.sha256()
    root = Path(settings.BASE_DIR) / "quartierlibre"
    for path in sorted(path for pattern in SOURCES for path in root.rglob(pattern)):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for package in sorted(_packages_with_migrations()):
        digest.update(f"{package} {_version(package)}\0".encode())
    return digest.hexdigest()[:12]


def _packages_with_migrations() -> set[str]:
    modules = [MigrationLoader.migrations_module(config.label)[0] for config in apps.get_app_configs()]
    return {module.partition(".")[0] for module in modules if module} - {"quartierlibre"}


def _version(package: str) -> str:
    """Installed version; a package named otherwise than its distribution says its own."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return str(getattr(import_module(package), "__version__", ""))


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))
