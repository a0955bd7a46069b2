"""Write THIRD_PARTY_NOTICES.md from what is locked and vendored; `--check` fails when it is out of date."""

import argparse
import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "THIRD_PARTY_NOTICES.md"
VENDORED = ROOT / "quartierlibre" / "pagekit" / "static" / "pagekit" / "vendor.json"
HEAD = """# Ce que Quartier Libre doit à d'autres

Page écrite par `python scripts/notices.py` à partir de `requirements/run.lock` (où sont les versions)
et de `vendor.json`. Chaque bibliothèque garde sa licence ; les textes complets sont dans les paquets installés,
et à côté des fichiers copiés.

## Bibliothèques Python installées

| Nom | Licence |
|---|---|
"""
MIDDLE = """
## Fichiers copiés dans le dépôt

| Nom | Version | Licence |
|---|---|---|
"""
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)(?:\s*;\s*(.*?))?\s*\\?$")


def locked_names() -> set[str]:
    """Names in the run lock; a line with an environment marker may not be installed on this machine."""
    lines = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8").splitlines()
    return {match[1] for line in lines if (match := LOCKED.match(line))}


def licence_of(name: str) -> str:
    info = metadata.metadata(name)
    if expression := info.get("License-Expression"):
        return str(expression)
    classifiers = [c.rsplit(" :: ", 1)[1] for c in info.get_all("Classifier", []) if c.startswith("License :: ")]
    written = (info.get("License") or "").strip().splitlines()
    return " ; ".join(classifiers) or (written[0][:60] if written else "voir le paquet")


def python_rows() -> list[str]:
    rows = []
    for name in sorted(locked_names(), key=str.lower):
        try:
            rows.append(f"| {name} | {licence_of(name)} |")
        except metadata.PackageNotFoundError:  # another platform's
            continue
    return rows


def vendored_rows() -> list[str]:
    entries = json.loads(VENDORED.read_text(encoding="utf-8"))["packages"]
    return [f"| {entry['name']} | {entry['version']} | {entry['licence']} |" for entry in entries]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    rows = [HEAD.rstrip(), *python_rows(), MIDDLE.rstrip(), *vendored_rows()]
    if not parser.parse_args().check:
        TARGET.write_text("\n".join([*rows, ""]), encoding="utf-8")
        return 0
    # What is installed depends on the machine (a Windows-only library is not here): every row found must be written.
    written = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if all(row in written for row in rows):
        return 0
    print("THIRD_PARTY_NOTICES.md n'est plus à jour : lancez `python scripts/notices.py`.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
