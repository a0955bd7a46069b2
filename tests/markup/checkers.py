"""Two checkers that are not ours: the Nu checker for HTML, and the vocabulary of schema.org as TypeScript knows it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

SHOWN = 160
# Said of a list without its signs: Safari would otherwise no longer tell that it is one.
ON_PURPOSE = ("The “list” role is unnecessary",)


def tools() -> Path:
    """The folder `make markup` installs the checkers in."""
    return Path(os.environ["MARKUP_TOOLS"])


def faults_of_html(pages: Mapping[str, bytes], folder: Path) -> list[str]:
    """Every error and warning of the Nu checker, as `page:line message`; each page is read as it was served."""
    names = {}
    for number, (name, content) in enumerate(sorted(pages.items())):
        path = folder / f"{number}.html"
        path.write_bytes(content)
        names[path.name] = name
    jar = tools() / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)["messages"]
    grave = [each for each in said if not each["message"].startswith(ON_PURPOSE)]
    return [_readable(each, names[each["url"].rpartition("/")[2]]) for each in grave]


def _readable(said: Mapping[str, Any], page: str) -> str:
    extract = " ".join(said.get("extract", "").split())[:SHOWN]
    return f"{page}:{said.get('lastLine', '?')} {said['message']} | {extract}"


class _Data(HTMLParser):
    """The schema.org elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(json.loads(data))


def data_of(content: bytes) -> list[Any]:
    """What the page tells machines."""
    reader = _Data()
    reader.feed(content.decode())
    reader.close()
    return reader.found


def faults_of_data(told: Mapping[str, Any], folder: Path) -> list[str]:
    """Types and properties the vocabulary does not know, or whose value is of a wrong kind; `told` by page."""
    lines = ['import type { WithContext, Thing } from "schema-dts"']
    for number, (name, data) in enumerate(sorted(told.items())):
        lines.append(f"/* {name} */ export const told{number}: WithContext<Thing> = {json.dumps(data)}")
    (folder / "told.ts").write_text("\n".join(lines), encoding="utf-8")
    (folder / "node_modules").symlink_to(tools() / "node_modules")
    compiler = tools() / "node_modules" / ".bin" / "tsc"
    options = ["--noEmit", "--strict", "--pretty", "false", "--ignoreConfig", "told.ts"]
    done = subprocess.run([str(compiler), *options], capture_output=True, text=True, cwd=folder, check=False)
    said = done.stdout.splitlines()
    if done.returncode and not said:
        raise RuntimeError(done.stderr)
    return said
