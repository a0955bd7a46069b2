"""A PostgreSQL of our own, in a folder, reached by a socket only its account may open.

No password: the socket's folder is 0700, so whoever can connect could read the data files anyway.
Nothing listens on the network. Linux and macOS.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from quartierlibre.foundation.postgres import postmaster, programs
from quartierlibre.foundation.postgres.account import Account, account_for, give
from quartierlibre.foundation.postgres.locks import Crowd, alone
from quartierlibre.foundation.postgres.programs import PostgresUnavailable, Programs

__all__ = ["PORT", "USER", "Cluster", "PostgresUnavailable", "ensure_database", "in_use", "is_running", "socket_dir"]

USER = "quartier"
PORT = 5432
START_SECONDS = 120
# A socket's address holds 104 bytes on macOS, 108 on Linux, the end mark and "/.s.PGSQL.5432" included.
LONGEST_SOCKET_DIR = 88
# Where root keeps data whose own folders are closed to every other account.
ELSEWHERE = Path("/var/lib/quartier-libre")
LOG_BYTES = 5_000_000

FOREIGN = """Le dossier {path} appartient à un autre compte (numéro {uid}) que le vôtre (numéro {me}).
Il a sans doute été créé en root. Relancez avec ce compte, donnez un autre dossier (VAR_DIR=/un/dossier make demo),
ou rendez-le vôtre : sudo chown -R "$USER" "{path}\""""
UNWRITABLE = """Impossible d’écrire dans {path} ({error}).
Donnez un dossier où vous pouvez écrire : VAR_DIR=/un/dossier make demo"""
UNREACHABLE = """PostgreSQL tourne sous le compte {uid} (il refuse root), qui ne peut pas atteindre {path}.
Ouvrez les dossiers au-dessus (chmod o+x), ou donnez un autre dossier : VAR_DIR=/un/dossier make demo"""
FAILED = "{what} a échoué.\n{output}"

CONFIGURATION = """# Rewritten at each start; your own settings go in postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = ''
port = {port}
unix_socket_directories = '"{socket_dir}"'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
jit = off
"""
# Only for data which may be lost at any time: the tests'.
CARELESS = """fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
"""


@dataclass(frozen=True)
class Cluster:
    """A running private server: where it listens and what runs it."""

    home: Path
    socket_dir: Path
    programs: Programs

    def url(self, database: str = "quartierlibre") -> str:
        return f"postgresql://{USER}@/{quote(database)}?host={quote(str(self.socket_dir), safe='')}&port={PORT}"


def socket_dir(data_dir: Path) -> Path:
    """Where the server of `data_dir` listens, running or not; paths too long or too odd get a short name in /tmp."""
    home = data_dir.resolve()
    inside = home / "socket"
    odd = set("\"',\\\n") & set(str(inside))
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIR and not odd:
        return inside
    return Path("/tmp") / f"quartier-libre-{_short_hash(home)}"  # noqa: S108 - its owner is checked at start


def is_running(data_dir: Path) -> bool:
    return postmaster.running_pid(_cluster_dir(data_dir.resolve())) is not None


def start(data_dir: Path, *, durable: bool = True) -> Cluster:
    """Start the server of `data_dir` unless it runs, making the data if there are none. Raises PostgresUnavailable."""
    with _place_locked(data_dir):
        return _start(data_dir.absolute(), durable=durable)


def stop(data_dir: Path) -> None:
    """Stop the server of `data_dir` whoever uses it; nothing happens when it does not run."""
    with _place_locked(data_dir):
        _stop(data_dir.resolve())


@contextmanager
def in_use(data_dir: Path, *, durable: bool = True) -> Iterator[Cluster]:
    """The server runs while at least one process is inside; the last one out stops it, after a crash too."""
    with _place_locked(data_dir):
        crowd = Crowd(_beside(data_dir, ".users"))
        crowd.join()
        try:
            cluster = _start(data_dir.absolute(), durable=durable)
        except BaseException:
            crowd.leave()
            raise
    try:
        yield cluster
    finally:
        with _place_locked(data_dir):
            if crowd.leave():
                _stop(cluster.home)


def ensure_database(cluster: Cluster, name: str) -> bool:
    """Create the database unless it exists; True when it was created."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.DuplicateDatabase:
            return False
    return True


# --- starting -----------------------------------------------------------------------------------


def _start(data_dir: Path, *, durable: bool) -> Cluster:
    account = account_for(data_dir)
    home = _home(data_dir, account)
    data = _cluster_dir(home)
    found = programs.within_reach(programs.find(data), account, home)
    cluster = Cluster(home, socket_dir(data_dir), found)
    if programs.data_version(data) is None:
        _make_data(cluster, account, durable=durable)
    if postmaster.running_pid(data) is None:
        postmaster.forget_stale(data)
        _make_socket_dir(cluster.socket_dir, account)
        _write_configuration(cluster, durable=durable)
        _run_server(cluster, account)
    return cluster


def _home(data_dir: Path, account: Account | None) -> Path:
    """The folder holding the data: `data_dir`, or what it points to when root's folders are closed to the account."""
    if not data_dir.exists():
        if account and not account.can_reach(data_dir):
            _move_elsewhere(data_dir)
        else:
            data_dir.mkdir()
        give(data_dir, account)
    home = data_dir.resolve()
    owner = home.stat().st_uid
    if owner != (account.uid if account else os.geteuid()):
        raise PostgresUnavailable(FOREIGN.format(path=home, uid=owner, me=os.geteuid()))
    if account and not account.can_reach(home / "cluster"):
        raise PostgresUnavailable(UNREACHABLE.format(path=home, uid=account.uid))
    return home


def _move_elsewhere(data_dir: Path) -> None:
    """Leave a link to a folder the account can reach. Data left there by a removed link are kept once, aside."""
    place = ELSEWHERE / _short_hash(data_dir)
    if place.exists():
        aside = place.with_suffix(".old")
        shutil.rmtree(aside, ignore_errors=True)
        place.rename(aside)
    for folder in (ELSEWHERE, place):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    data_dir.unlink(missing_ok=True)
    data_dir.symlink_to(place)


def _make_data(cluster: Cluster, account: Account | None, *, durable: bool) -> None:
    """Initialise aside, then rename: an interrupted first start leaves nothing half made."""
    draft = cluster.home / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    arguments = [f"--pgdata={draft}", f"--username={USER}", "--encoding=UTF8", "--auth=trust", "--data-checksums"]
    quick = [] if durable else ["--no-sync"]
    _run("initdb", [*arguments, *quick, *_locale(cluster.programs.major)], cluster, account)
    draft.rename(_cluster_dir(cluster.home))


def _locale(major: int) -> list[str]:
    """Same order and same words everywhere: the builtin C.UTF-8 where it exists (17), else the system's."""
    system = ["--locale=C", "--lc-ctype=UTF-8"] if sys.platform == "darwin" else ["--locale=C.UTF-8"]
    return [*system, *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else [])]


def _make_socket_dir(folder: Path, account: Account | None) -> None:
    """In /tmp anyone could have made this folder first: never listen in one which is not ours."""
    folder.mkdir(mode=0o700, exist_ok=True)
    ours = {os.geteuid(), account.uid if account else os.geteuid()}
    if folder.is_symlink() or folder.stat().st_uid not in ours:
        raise PostgresUnavailable(FOREIGN.format(path=folder, uid=folder.lstat().st_uid, me=os.geteuid()))
    give(folder, account)
    # Left by a killed server; its lock holds the same process number as the pid file, and fools PostgreSQL alike.
    for leftover in folder.glob(".s.PGSQL.*"):
        leftover.unlink()


def _write_configuration(cluster: Cluster, *, durable: bool) -> None:
    text = CONFIGURATION.format(port=PORT, socket_dir=cluster.socket_dir) + ("" if durable else CARELESS)
    path = _cluster_dir(cluster.home) / "postgresql.conf"
    if path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _run_server(cluster: Cluster, account: Account | None) -> None:
    """pg_ctl gives the server a session of its own: Ctrl-C reaches us, never the server behind our back.

    It passes its arguments through a shell, so they are relative names: the folder's own may hold anything.
    """
    log = cluster.home / "server.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    arguments = ["-D", "cluster", "-l", "server.log", "-w", "-t", str(START_SECONDS), "start"]
    try:
        _run("pg_ctl", arguments, cluster, account)
    except PostgresUnavailable as failure:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:] if log.exists() else []
        raise PostgresUnavailable("\n".join([str(failure), f"Fin de {log} :", *tail])) from None


def _run(name: str, arguments: list[str], cluster: Cluster, account: Account | None) -> None:
    # A stray PGDATA, PGPORT or PGOPTIONS of the person's shell must not reach our server.
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    try:
        done = subprocess.run(  # noqa: S603 - our own programs and folders
            [str(cluster.programs.bin / name), *arguments],
            cwd=cluster.home,
            env={**environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
            **(account.spawn_options() if account else {}),
        )
    except OSError as error:
        raise PostgresUnavailable(FAILED.format(what=name, output=error)) from error
    if done.returncode:
        raise PostgresUnavailable(FAILED.format(what=name, output=done.stdout.decode(errors="replace").strip()))


def _stop(home: Path) -> None:
    postmaster.stop(_cluster_dir(home))
    folder = socket_dir(home)
    if folder.parent != home:
        shutil.rmtree(folder, ignore_errors=True)


# --- places -------------------------------------------------------------------------------------


def _cluster_dir(home: Path) -> Path:
    return home / "cluster"


def _beside(data_dir: Path, suffix: str) -> Path:
    return data_dir.absolute().with_name(data_dir.name + suffix)


@contextmanager
def _place_locked(data_dir: Path) -> Iterator[None]:
    """Two processes never start or stop the same server at once."""
    try:
        data_dir.absolute().parent.mkdir(parents=True, exist_ok=True)
        lock = alone(_beside(data_dir, ".lock"))
        with lock:
            yield
    except OSError as error:
        raise PostgresUnavailable(UNWRITABLE.format(path=data_dir.parent, error=error)) from error


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
