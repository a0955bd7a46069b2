"""Bring third-party front-end files in from npm, and prove that they are the ones we read.

python scripts/vendor.py --check    compare the committed files with vendor.json (no network)
python scripts/vendor.py            fetch every package again; refuse a file whose sha256 differs
python scripts/vendor.py --accept   same, and write the new sha256 (after changing a version and reading the diff)
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "quartierlibre/pagekit/static/pagekit/vendor.json"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def committed_problems() -> list[str]:
    problems = []
    for package in json.loads(LIST.read_text())["packages"]:
        for file in package["files"]:
            path = ROOT / file["to"]
            if not path.exists():
                problems.append(f"missing: {file['to']}")
            elif sha256(path.read_bytes()) != file["sha256"]:
                problems.append(f"not the file of {package['name']} {package['version']}: {file['to']}")
    return problems


def fetch(package: dict[str, Any], folder: Path) -> tarfile.TarFile:
    name = f"{package['name']}@{package['version']}"
    answer = subprocess.run(["npm", "pack", name, "--silent"], cwd=folder, check=True, capture_output=True, text=True)
    return tarfile.open(folder / answer.stdout.split()[-1])


def shaped(content: bytes, file: dict[str, str]) -> bytes:
    """A link to a source map that we do not ship would make the static manifest refuse the file."""
    prefix = file.get("drop_line", "").encode()
    if not prefix:
        return content
    return b"\n".join(line for line in content.split(b"\n") if not line.startswith(prefix))


def revendor(*, accept: bool) -> list[str]:
    listing = json.loads(LIST.read_text())
    problems = []
    for package in listing["packages"]:
        with tempfile.TemporaryDirectory() as folder, fetch(package, Path(folder)) as archive:
            for file in package["files"]:
                member = archive.extractfile(f"package/{file['from']}")
                if member is None:
                    problems.append(f"{package['name']} has no {file['from']}")
                    continue
                content = shaped(member.read(), file)
                if not accept and sha256(content) != file["sha256"]:
                    problems.append(f"{package['name']} {package['version']} changed: {file['from']}")
                    continue
                file["sha256"] = sha256(content)
                path = ROOT / file["to"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    if accept:
        LIST.write_text(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()
    problems = committed_problems() if options.check else revendor(accept=options.accept)
    print("\n".join(problems) or "Vendored files are the expected ones.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
