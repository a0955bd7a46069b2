"""`quartierlibre …` runs any command of the project, with the private database when no other is given."""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from django.core.management import execute_from_command_line

from quartierlibre.config.env import BadEnvironment, Env
from quartierlibre.config.private import running_database
from quartierlibre.foundation.postgres.launcher import PostgresUnavailable

PRIVATE_SETTINGS = ("quartierlibre.config.settings.demo", "quartierlibre.config.settings.dev")
WITHOUT_DATABASE = {
    "",
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "optimizemigration",
    "settings_docs",
    "squashmigrations",
    "startapp",
    "state_diagrams",
    "verify_session",
    "version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", PRIVATE_SETTINGS[0])
    signal.signal(signal.SIGTERM, _leave)
    try:
        with ExitStack() as stack:
            if _needs_private_database(sys.argv, os.environ):
                stack.enter_context(running_database(Env().var_dir))
            execute_from_command_line(sys.argv)
    except (BadEnvironment, PostgresUnavailable) as problem:
        sys.exit(str(problem))


def _needs_private_database(argv: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Known before Django is loaded: the place of the database must be right when the settings are read."""
    command = argv[1] if len(argv) > 1 else ""
    if command.startswith("-") or command in WITHOUT_DATABASE or {"-h", "--help"} & set(argv):
        return False
    return not environ.get("DATABASE_URL") and _settings_module(argv, environ) in PRIVATE_SETTINGS


def _settings_module(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    for position, word in enumerate(argv):
        if word.startswith("--settings="):
            return word.partition("=")[2]
        if word == "--settings":
            return argv[position + 1] if len(argv) > position + 1 else ""
    return environ.get("DJANGO_SETTINGS_MODULE", "")


def _leave(number: int, frame: object) -> None:
    """Leave through the front door, so that the private database is left too."""
    sys.exit(128 + number)
