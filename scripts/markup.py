"""`make markup`: every page before two outside checkers: Nu for its HTML, schema.org's vocabulary for its data.

They are installed once, pinned and their content checked (tests/markup/package-lock.json). Says what is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from steps import speak_everywhere

ROOT = Path(__file__).resolve().parents[1]
LISTS = [ROOT / "tests" / "markup" / name for name in ("package.json", "package-lock.json")]
TOOLS = ROOT / ".venv" / "markup"
MISSING = """{name} n’est pas sur cette machine. Les vérificateurs de pages en ont besoin ;
sur Debian : apt-get install default-jre-headless npm. Les autres tests s’en passent : make test"""
NO_TOOLS = """Les vérificateurs de pages n’ont pas pu être installés (npm, environ 70 Mo, le réseau une fois) :
{said}"""


def main() -> None:
    speak_everywhere()
    for name in ("java", "npm"):
        if not shutil.which(name):
            sys.exit(MISSING.format(name=name))
    _install()
    options = ["--strict-markers", "--strict-config", "--import-mode=importlib", "-p", "no:cacheprovider"]
    # pytest's usual options leave this folder out.
    command = ["-m", "pytest", "-q", "-o", "addopts=" + " ".join(options), "tests/markup", *sys.argv[1:]]
    os.environ["MARKUP_TOOLS"] = str(TOOLS)
    os.execv(sys.executable, [sys.executable, *command])


def _install() -> None:
    """Nothing when the same list was installed; a half made folder has no list yet."""
    stamp = TOOLS / "installed.json"
    wanted = LISTS[1].read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    TOOLS.mkdir(parents=True)
    for path in LISTS:
        shutil.copy(path, TOOLS)
    # Without the scripts of packages: one of them would fetch another Java.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(NO_TOOLS.format(said=(done.stderr or done.stdout)[-2000:]))
    stamp.write_bytes(wanted)


if __name__ == "__main__":
    main()
