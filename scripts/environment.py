"""Make the virtual environment when it is missing or out of date, then run a command in it.

    python3 scripts/environment.py run scripts/demo.py      what the demo needs (requirements/run.lock)
    python3 scripts/environment.py dev -m pytest            that and the tools (requirements/dev.lock)

Every package is pinned and its content checked (--require-hashes). Nothing is done when nothing changed.
Standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this very message is for an older Python
    version = ".".join(map(str, sys.version_info[:2]))
    sys.exit(
        f"Python 3.11 ou plus récent est nécessaire ; {sys.executable} est en version {version}.\n"
        "Installez-le, puis indiquez-le si besoin : PYTHON=/chemin/python3.11 make demo"
    )

from steps import Say, speak_everywhere, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "quartierlibre.json"
LOG = VENV / "install.log"
LOCKS = {"run": ROOT / "requirements" / "run.lock", "dev": ROOT / "requirements" / "dev.lock"}
NEEDED_BYTES = {"run": 700_000_000, "dev": 1_400_000_000}

NO_VENV = """Python ({python}) ne sait pas créer d’environnement virtuel.
Sur Debian ou Ubuntu : apt-get install python3-venv. Puis recommencez."""
NO_WRITE = """Impossible d’écrire dans {root} ({error}).
Ce dossier appartient-il à un autre compte ? Copiez le projet dans un dossier à vous, ou relancez avec ce compte."""
NO_SPACE = """Il reste {free} Mo sur le disque de {root} ; il en faut {needed} pour installer le projet.
Faites de la place, puis recommencez : ce qui est déjà fait est gardé."""
# What pip or uv says -> what the person can do.
REMEDIES = (
    (r"No space left on device", "Le disque est plein : faites de la place, puis recommencez."),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "Un paquet reçu n’est pas celui qui a été vérifié : rien n’a été installé. Recommencez ; si cela\n"
        "persiste, un relais entre vous et le dépôt de paquets modifie ce qui passe.",
    ),
    (
        r"name resolution|NewConnectionError|ConnectTimeout|Network is unreachable|[Cc]onnection|dns error|"
        r"No matching distribution|Could not find a version",
        "Le dépôt de paquets Python n’a pas répondu. La première installation a besoin du réseau (environ 150 Mo) ;\n"
        "ensuite tout marche sans. Vérifiez la connexion (ou le relais : HTTPS_PROXY), puis recommencez.",
    ),
    (r"Permission denied", "Un dossier n’est pas accessible en écriture avec ce compte."),
)


class CannotInstall(Exception):
    """The environment cannot be made; the message says why and what to do."""


def main() -> None:
    speak_everywhere()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    profile, command = sys.argv[1], sys.argv[2:]
    try:
        ensure(profile)
    except CannotInstall as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nInstallation interrompue ; elle reprendra la prochaine fois.")
    if command:
        os.chdir(ROOT)
        _keep_bytecode(profile)
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *command])


def _keep_bytecode(profile: str) -> None:
    """Who wants no bytecode beside the sources gets it in the environment: tests start processes by the hundred."""
    if profile == "dev" and os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def ensure(profile: str) -> None:
    with _alone():
        if _is_ready(profile):
            return
        with step(1, "Environnement Python") as say:
            try:
                _install(profile, say)
            except OSError as error:
                raise CannotInstall(NO_WRITE.format(root=ROOT, error=error)) from error


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started together do not install at the same time; this very file serves as the lock."""
    with open(__file__, encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _wanted(profile: str) -> dict[str, str]:
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + LOCKS[profile].read_bytes()).hexdigest()
    return {"profile": profile, "digest": digest, "place": str(ROOT)}


def _is_ready(profile: str) -> bool:
    """The tools' lock holds everything of the demo's, so an environment for development serves the demo too."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp in [_wanted(profile), _wanted("dev")] and _venv_works()


def _venv_works() -> bool:
    """False when it is missing, half made, or its Python has gone."""
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([VENV_PYTHON, "-c", test], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(profile: str, say: Say) -> None:
    _check_disk(profile)
    STAMP.unlink(missing_ok=True)
    if not _venv_works():
        say("création")
        _make_venv()
    LOG.write_text("", encoding="utf-8")
    _install_packages(profile, say)
    say("le projet lui-même")
    pip = [str(VENV_PYTHON), "-m", "pip", "install"]
    _run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)], lambda line: None)
    STAMP.write_text(json.dumps(_wanted(profile)), encoding="utf-8")


def _check_disk(profile: str) -> None:
    free = shutil.disk_usage(ROOT).free
    needed = NEEDED_BYTES[profile]
    if free < needed:
        raise CannotInstall(NO_SPACE.format(free=free // 1_000_000, needed=needed // 1_000_000, root=ROOT))


def _make_venv() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        output = made.stdout + made.stderr
        if "ensurepip" in output or "No module named venv" in output:
            raise CannotInstall(NO_VENV.format(python=sys.executable))
        raise CannotInstall(_explain(output))


def _install_packages(profile: str, say: Say) -> None:
    """uv when it is there (faster), pip otherwise or when uv fails."""
    # The lock holds all: looking for more fails on pip 23 once a package asked for with an extra has a newer release.
    options = ["install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[profile])]
    uv = shutil.which("uv")
    if uv:
        say("téléchargement et installation (uv)")
        try:
            _run([uv, "pip", *options[:1], "--python", str(VENV_PYTHON), *options[2:]], lambda line: None, say)
        except CannotInstall:
            say("uv n’a pas abouti, essai avec pip")
        else:
            return
    total = len(re.findall(r"^[\w.-]+==", LOCKS[profile].read_text(encoding="utf-8"), re.MULTILINE))
    watch = _PipWatch(total)
    quick = ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--no-warn-script-location"]
    _run([str(VENV_PYTHON), "-m", "pip", "install", *quick, *options[2:]], watch.read, say, watch.tell)


class _PipWatch:
    """Turns pip's chatter into « 12/66 paquets »."""

    def __init__(self, total: int) -> None:
        self._total, self._seen, self._text = total, 0, "préparation"

    def read(self, line: str) -> None:
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            self._seen += 1
            name = re.split(r"[=<> (]", line.removeprefix("Collecting "), maxsplit=1)[0]
            self._text = f"téléchargement {min(self._seen, self._total)}/{self._total} : {name}"
        elif line.startswith("Installing collected"):
            self._text = f"installation de {self._total} paquets"

    def tell(self) -> str:
        return self._text


def _run(command: list[str], read, say: Say | None = None, tell=lambda: "en cours") -> None:
    """Run with the output in the log, progress on the screen every second, and a remedy when it fails."""
    lines: list[str] = []
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, cwd=ROOT, env=_environ(), text=True, errors="replace", **pipes)
    with process, LOG.open("a", encoding="utf-8") as log:
        reader = threading.Thread(target=_drain, args=(process, lines, log, read), daemon=True)
        reader.start()
        start = time.monotonic()
        try:
            while reader.is_alive():
                reader.join(1)
                if say and reader.is_alive():
                    say(f"{tell()} ({time.monotonic() - start:.0f} s)")
        except BaseException:
            process.terminate()
            reader.join(10)
            raise
    if process.returncode:
        raise CannotInstall(_explain("".join(lines)))


def _drain(process, lines: list[str], log, read) -> None:
    for line in process.stdout:
        lines.append(line)
        log.write(line)
        read(line)


def _environ() -> dict[str, str]:
    """The person's own, minus what would send packages elsewhere than into the environment."""
    environ = {key: value for key, value in os.environ.items() if key not in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX")}
    home = Path(environ.get("HOME") or "/nonexistent")
    if not os.access(home, os.W_OK) and "XDG_CACHE_HOME" not in environ:
        environ.update(PIP_NO_CACHE_DIR="1", UV_NO_CACHE="1")
    return environ


def _explain(output: str) -> str:
    tail = "\n".join(f"   {line}" for line in output.strip().splitlines()[-8:])
    remedy = next((text for pattern, text in REMEDIES if re.search(pattern, output)), "L’installation a échoué.")
    return f"{remedy}\nDernières lignes (tout est dans {LOG}) :\n{tail}"


if __name__ == "__main__":
    main()
