"""`make check`: all which can be judged without running the tests. Every step runs; failures come at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from steps import duration, speak_everywhere

from quartierlibre.config.env import ROOT, Env
from quartierlibre.foundation.postgres import launcher

BIN = Path(sys.executable).parent
PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]
OURS = ["quartierlibre", "tests", "scripts", "bench", "manage.py"]
LINES_SHOWN = 60
# Enough for production's settings to load; no real name, nothing is contacted.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.prod",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "SECRET_KEY": "checks-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "QL_SEALING_KEYS": "1:checks-only-" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://quartierlibre.example",
    "ALLOWED_HOSTS": "quartierlibre.example",
    "EMAIL_URL": "smtp://nobody:nothing@127.0.0.1:1/?tls=True",
}


@dataclass(frozen=True)
class Check:
    title: str
    command: list[str]
    environ: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> str:
        """As somebody would type it."""
        return " ".join([Path(self.command[0]).name, *self.command[1:]])


@dataclass(frozen=True)
class Outcome:
    check: Check
    code: int
    output: str
    seconds: float


def checks(empty: str, disposable: str) -> list[Check]:
    """The longest first, so that two processors end together. `empty` is only read, `disposable` written."""
    test = {"DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.test", "DATABASE_URL": empty}
    return [
        Check("Types (mypy --strict)", [str(BIN / "mypy"), "quartierlibre"], test),
        Check(
            "Migrations, aller et retour",
            [PYTHON, "scripts/migrations_round_trip.py"],
            {**test, "DATABASE_URL": disposable},
        ),
        Check("Migrations sans danger", [PYTHON, "scripts/lint_migrations.py"], test),
        Check("Migrations à jour", [*MANAGE, "makemigrations", "--check", "--dry-run"], test),
        Check("Qualité des modèles de page", [str(BIN / "djlint"), "quartierlibre", "--lint"]),
        Check("Étages et salles (import-linter)", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("Réglages de production", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("Réglages des tests", [*MANAGE, "check", "--fail-level", "WARNING"], test),
        Check("Textes à traduire", [PYTHON, "scripts/translations.py"], test),
        Check("Schémas des états à jour", [*MANAGE, "state_diagrams", "--check"], test),
        Check("Réglages documentés", [*MANAGE, "settings_docs", "--check"], test),
        Check("Mise en forme (ruff format)", [str(BIN / "ruff"), "format", "--check", *OURS]),
        Check("Style et complexité (ruff check)", [str(BIN / "ruff"), "check", *OURS]),
        Check("Feuille de style à jour", [PYTHON, "scripts/styles.py", "--check"]),
        Check("Fichiers copiés intacts", [PYTHON, "scripts/vendor.py", "--check"]),
        Check("Mentions des bibliothèques à jour", [PYTHON, "scripts/notices.py", "--check"]),
        Check("Versions figées", [PYTHON, "scripts/lock.py", "--check"]),
        Check("Rien ne manque (pip check)", [PYTHON, "-m", "pip", "check", "--disable-pip-version-check"]),
    ]


def main() -> None:
    speak_everywhere()
    start = time.monotonic()
    wanted = sys.argv[1:]
    with _databases() as (empty, disposable):
        chosen = [each for each in checks(empty, disposable) if _is_wanted(each, wanted)]
        outcomes = _run_all(chosen)
    failures = [outcome for outcome in outcomes if outcome.code]
    for failure in failures:
        lines = failure.output.strip().splitlines()
        print("\n".join([f"\n── {failure.check.title} : {failure.check.shown()}", *lines[-LINES_SHOWN:]]))
    print(f"\n{len(outcomes) - len(failures)} vérifications sur {len(outcomes)} en {_since(start)}.")
    if failures or not outcomes:
        sys.exit("À corriger : " + ", ".join(failure.check.title for failure in failures))


def _is_wanted(check: Check, words: list[str]) -> bool:
    """`make check ARGS=types` runs only the steps whose title or command holds one of the words."""
    text = " ".join([check.title, *check.command]).lower()
    return not words or any(word.lower() in text for word in words)


def _run_all(chosen: list[Check]) -> list[Outcome]:
    outcomes = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for done in as_completed([pool.submit(_run, check) for check in chosen]):
            outcome = done.result()
            mark = "✗" if outcome.code else "✓"
            print(f"{mark} {outcome.check.title} … {duration(outcome.seconds)}", flush=True)
            outcomes.append(outcome)
    return outcomes


def _run(check: Check) -> Outcome:
    start = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **check.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Outcome(check, done.returncode, done.stdout, time.monotonic() - start)


def _since(start: float) -> str:
    return duration(time.monotonic() - start)


@contextmanager
def _databases() -> Iterator[tuple[str, str]]:
    """Addresses of two new databases, on the tests' private server or on the one of DATABASE_URL."""
    env = Env()
    with ExitStack() as stack:
        server = env.database_url
        if not server:
            cluster = stack.enter_context(launcher.in_use(env.var_dir / "test-postgres", durable=False))
            server = cluster.url("postgres")
        names = [f"ql_check_{os.getpid()}_{role}" for role in ("empty", "disposable")]
        with psycopg.connect(server, autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        stack.callback(_drop, server, names)
        yield _with_name(server, names[0]), _with_name(server, names[1])


def _drop(server: str, names: list[str]) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _with_name(url: str, name: str) -> str:
    head, mark, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{mark}{query}"


if __name__ == "__main__":
    main()
