"""`make test-browser`: the journeys in Chromium. Says how to get it when it is missing."""

from __future__ import annotations

import os
import shutil
import sys

NO_CHROMIUM = """Chromium n’est pas sur cette machine (ni dans le PATH, ni dans CHROMIUM=).
Sur Debian : apt-get install chromium. Les autres tests n’en ont pas besoin : make test"""


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit(NO_CHROMIUM)
    options = ["--strict-markers", "--strict-config", "--import-mode=importlib", "-p", "no:cacheprovider"]
    options += ["-n", "logical", "--dist", "loadgroup"]
    if os.environ.get("CI"):
        options += ["--reruns", "1", "-rR"]  # docs/decisions/0023-a-journey-walked-twice.md
    # pytest's own options, in pyproject.toml, leave this folder out.
    command = ["-m", "pytest", "-q", "-o", "addopts=" + " ".join(options), "tests/browser", *sys.argv[1:]]
    os.environ["CHROMIUM"] = chromium
    os.execv(sys.executable, [sys.executable, *command])


if __name__ == "__main__":
    main()
