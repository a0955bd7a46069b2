"""`make demo`: database, data, web server and worker, until Ctrl-C. Runs in the virtual environment."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import dj_database_url
import psycopg
from steps import duration, speak_everywhere, step

from quartierlibre.config.env import ROOT, BadEnvironment, Env
from quartierlibre.config.private import running_database
from quartierlibre.foundation.postgres.launcher import PostgresUnavailable

WEB_SECONDS = 90
STOP_SECONDS = 12

PORT_BUSY = """Le port {port} est déjà pris par un autre programme.
Choisissez-en un autre : PORT={other} make demo"""
PORT_REFUSED = """Le port {port} ne peut pas être ouvert ({error}).
Choisissez-en un autre, entre 1024 et 65535 : PORT=8000 make demo"""
ALREADY_RUNNING = """Une démo tourne déjà sur {var} : {address} (processus {pid}).
Arrêtez-la d’abord (Ctrl-C dans son terminal), ou lancez-en une seconde à côté :
VAR_DIR=/un/autre/dossier PORT={other} make demo"""
NO_DATABASE = """La base donnée par DATABASE_URL ne répond pas : {error}
Corrigez DATABASE_URL, ou retirez cette variable pour une base privée."""
CRASHED = """{name} s’est arrêté tout seul (code {code}). Tout a été arrêté ; les données sont gardées.
Fin de {log} :
{tail}"""
NEVER_ANSWERED = """Le serveur web ne répond pas après {seconds} s. Tout a été arrêté.
Fin de {log} :
{tail}"""


class Trouble(Exception):
    """The demo cannot go on; the message says why and what to do."""


class Leaving(BaseException):
    """Somebody pressed Ctrl-C or asked us to end."""


@dataclass
class Program:
    """A child in a session of its own, so that Ctrl-C reaches only us and we stop things in order."""

    name: str
    log: Path
    process: subprocess.Popen[bytes]

    def tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"   {line}" for line in lines[-20:])


def main() -> None:
    speak_everywhere()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        _demo(Env())
    except (Trouble, PostgresUnavailable, BadEnvironment) as problem:
        sys.exit(f"\n{problem}")
    except Leaving:
        print("Tout est arrêté. Les données restent ; « make demo » les retrouvera.")


def _leave(number: int, frame: object) -> None:
    """Once is enough: while things are being stopped, further signals are ignored."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Leaving


def _demo(env: Env) -> None:
    start = time.monotonic()
    with ExitStack() as stack:
        _check_port(env.port, env.var_dir)
        stack.enter_context(_only_demo(env))
        with step(2, "Base de données"):
            stack.enter_context(_database(env))
        stack.callback(print, "\nArrêt…")
        links = _prepare(env, stack)
        with step(7, "Serveur web et tâches de fond"):
            programs = _start_programs(env, stack)
            _wait_for_web(env.port, programs)
        _welcome(env, links, time.monotonic() - start)
        _watch(programs)


# --- before ---------------------------------------------------------------------------------------


def _check_port(port: int, var_dir: Path) -> None:
    """Better said now than after the long steps."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (PermissionError, OverflowError) as error:
            raise Trouble(PORT_REFUSED.format(port=port, error=error)) from error
        except OSError as error:
            _refuse_second(var_dir)
            raise Trouble(PORT_BUSY.format(port=port, other=port + 1)) from error


@contextmanager
def _only_demo(env: Env) -> Iterator[None]:
    """One demo per VAR_DIR; the kernel forgets the lock if we crash."""
    try:
        env.var_dir.mkdir(parents=True, exist_ok=True)
        (env.var_dir / "log").mkdir(exist_ok=True)
        handle = (env.var_dir / "demo.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"Impossible d’écrire dans {env.var_dir} ({error}). VAR_DIR=/un/dossier make demo") from error
    with handle:
        _refuse_second(env.var_dir)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        handle.truncate(0)
        json.dump({"pid": os.getpid(), "address": _address(env), "port": env.port}, handle)
        handle.flush()
        yield


def _refuse_second(var_dir: Path) -> None:
    path = var_dir / "demo.lock"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            other = json.load(handle)
            raise Trouble(
                ALREADY_RUNNING.format(var=var_dir, address=other["address"], pid=other["pid"], other=other["port"] + 1)
            ) from None


def _address(env: Env) -> str:
    return f"http://127.0.0.1:{env.port}/"


@contextmanager
def _database(env: Env) -> Iterator[None]:
    if not env.database_url:
        with running_database(env.var_dir):
            yield
        return
    given = dj_database_url.parse(env.database_url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    parts = {name: given[key] for name, key in names.items() if given.get(key)}
    try:
        psycopg.connect(**{"connect_timeout": 10, **parts, **given.get("OPTIONS", {})}).close()
    except psycopg.Error as error:
        raise Trouble(NO_DATABASE.format(error=error)) from error
    yield


# --- steps 3 to 6, in one process which loads Django once -------------------------------------------


def _prepare(env: Env, stack: ExitStack) -> list[list[str]]:
    """Gives the sign-in links: first name, role, address."""
    answers = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=env.var_dir))) / "answers.json"
    command = [sys.executable, str(ROOT / "scripts" / "prepare.py"), "3", str(answers)]
    with _spawned(command, env) as process:
        if process.wait():
            raise Trouble("La préparation a échoué (voir ci-dessus). Tout a été arrêté ; les données sont gardées.")
    links: list[list[str]] = json.loads(answers.read_text(encoding="utf-8"))
    return links


def _start_programs(env: Env, stack: ExitStack) -> list[Program]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(env.port)]
    web = [*granian, "--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "5", "--log-level", "warning"]
    return [
        _program("Le serveur web", "web.log", [*web, "quartierlibre.config.wsgi:application"], env, stack),
        _program("Le travail de fond", "worker.log", [sys.executable, str(ROOT / "manage.py"), "worker"], env, stack),
    ]


def _program(name: str, log_name: str, command: list[str], env: Env, stack: ExitStack) -> Program:
    log = env.var_dir / "log" / log_name
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    handle = stack.enter_context(log.open("wb"))
    return Program(name, log, stack.enter_context(_spawned(command, env, output=handle)))


@contextmanager
def _spawned(command: list[str], env: Env, output: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environ.update(DJANGO_SETTINGS_MODULE="quartierlibre.config.settings.demo", PYTHONUNBUFFERED="1")
    environ.update(VAR_DIR=str(env.var_dir), PORT=str(env.port), PYTHONPATH=str(ROOT))
    environ["MALLOC_ARENA_MAX"] = "1"  # one heap for threads that take turns anyway: what one leaves, another takes
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        preexec_fn=_END_WITH_PARENT,
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole session to end; insist if it does not."""
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return


def _parent_death_signal() -> Any:
    """On Linux the kernel ends our children even when we are killed without a chance to."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, signal.SIGTERM)


_END_WITH_PARENT = _parent_death_signal()


# --- running --------------------------------------------------------------------------------------


def _wait_for_web(port: int, programs: list[Program]) -> None:
    deadline = time.monotonic() + WEB_SECONDS
    while time.monotonic() < deadline:
        _check_alive(programs)
        if _answers(port):
            return
        time.sleep(0.1)
    web = programs[0]
    raise Trouble(NEVER_ANSWERED.format(seconds=WEB_SECONDS, log=web.log, tail=web.tail()))


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sante/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _check_alive(programs: list[Program]) -> None:
    for program in programs:
        code = program.process.poll()
        if code is not None:
            raise Trouble(CRASHED.format(name=program.name, code=code, log=program.log, tail=program.tail()))


def _welcome(env: Env, links: list[list[str]], seconds: float) -> None:
    print(f"\nQuartier Libre est prêt en {duration(seconds)} : {_address(env)}\n")
    print("Entrer d’un clic, à la place de :")
    for name, role, url in links:
        print(f"   {name}, {role}\n      {url}")
    print("\nÀ voir d’abord :")
    print(f"   les projets décidés par les comités : {_address(env)}projets/")
    print(f"   la séance de ce soir, à la place de Bruno (il vote) ou de Chloé : {_address(env)}deliberer/")
    print(f"\nLes courriels envoyés se lisent sur {_address(env)}demo/courrier/")
    print(f"Données et journaux : {env.var_dir}\nCtrl-C arrête tout ; les données restent.")


def _watch(programs: list[Program]) -> None:
    while True:
        _check_alive(programs)
        time.sleep(0.3)


if __name__ == "__main__":
    main()
