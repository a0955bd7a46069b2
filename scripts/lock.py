"""Pin every package, with hashes: requirements/dev.lock (everything) and run.lock (what the demo needs).

make lock                       resolve again (needs uv and the network)
python scripts/lock.py --check  only compare with pyproject.toml
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
DEV, RUN = ROOT / "requirements" / "dev.lock", ROOT / "requirements" / "run.lock"
# Needed to install the project itself without the network.
BUILD = ("hatchling", "editables")
OPTIONS = (
    *("--no-config", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--quiet"),
)


def main() -> None:
    if "--check" in sys.argv:
        check()
    else:
        resolve()


def resolve() -> None:
    uv = shutil.which("uv")
    if not uv:
        sys.exit("« make lock » demande uv (https://docs.astral.sh/uv/) ; le reste du projet n’en a pas besoin.")
    build = "\n".join(BUILD)
    compile_ = [uv, "pip", "compile", *OPTIONS, "pyproject.toml", "-"]
    subprocess.run([*compile_, "--all-extras", "-o", str(DEV)], cwd=ROOT, input=build, text=True, check=True)
    constrained = [*compile_, "--extra", "embedded", "-c", str(DEV), "-o", str(RUN)]
    subprocess.run(constrained, cwd=ROOT, input=build, text=True, check=True)
    check()


def check() -> None:
    """Both locks satisfy pyproject.toml, agree with each other, and pin content, not only versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    everything = [*project["dependencies"], *(line for lines in extras.values() for line in lines), *BUILD]
    dev, run = _pins(DEV), _pins(RUN)
    problems = [
        *_missing(everything, dev, DEV.name),
        *_missing([*project["dependencies"], *extras["embedded"], *BUILD], run, RUN.name),
        *[f"{RUN.name} : {name} n’est pas à la version de {DEV.name}" for name in run if run[name] != dev.get(name)],
    ]
    if problems:
        sys.exit("\n".join([*problems, "Relancez : make lock"]))
    print(f"{len(dev)} paquets figés, dont {len(run)} pour la démo.")


def _pins(path: Path) -> dict[str, str]:
    blocks = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    unhashed = [block for block in blocks if not block.startswith("#") and "--hash=sha256:" not in block]
    if unhashed:
        sys.exit(f"{path.name} : sans empreinte : {unhashed[0].splitlines()[0]}")
    found = [re.match(r"([\w.-]+)==([^\s;\\]+)", block) for block in blocks]
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def _missing(wanted: list[str], pins: dict[str, str], lock: str) -> list[str]:
    requirements = [Requirement(line) for line in wanted]
    return [
        f"{lock} : {requirement} n’est pas satisfait"
        for requirement in requirements
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"), prereleases=True)
        or canonicalize_name(requirement.name) not in pins
    ]


if __name__ == "__main__":
    main()
