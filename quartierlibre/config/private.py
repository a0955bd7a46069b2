"""The demo's own database and secret, kept in VAR_DIR."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quartierlibre.foundation.postgres import launcher

DATABASE = "quartierlibre"


def private_secret(var_dir: Path) -> str:
    """Make a signing key once, readable by its owner only."""
    path = var_dir / "secret_key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


def private_database(var_dir: Path) -> dict[str, Any]:
    """Where the private cluster of `var_dir` listens; it need not be running yet."""
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": launcher.USER,
            "HOST": str(launcher.socket_dir(_data_dir(var_dir))),
            "PORT": str(launcher.PORT),
            "CONN_MAX_AGE": None,
        }
    }


@contextmanager
def running_database(var_dir: Path) -> Iterator[launcher.Cluster]:
    """The private database answers inside; it stops when its last user leaves. Raises PostgresUnavailable."""
    with launcher.in_use(_data_dir(var_dir)) as cluster:
        launcher.ensure_database(cluster, DATABASE)
        yield cluster


def _data_dir(var_dir: Path) -> Path:
    return var_dir / "postgres"
