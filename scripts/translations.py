"""Every French sentence goes through gettext, so that a second language is one file to fill.

Looks for French left bare in Python and in templates; where GNU gettext is installed, extracts everything as a
translator would and refuses what the tools complain about. French being the source, it needs no catalogue.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "quartierlibre"
MARKERS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "npgettext",
    "pgettext",
    "pgettext_lazy",
}
FRENCH = re.compile("[àâçéèêëîïôùûüœæÀÂÇÉÈÊÎÔÛŒ«»’]")
# Not sentences of the interface: what the machine’s operator reads in a terminal, and content which is data.
EXEMPT = (
    "cms/management/",
    "config/",
    "console/",
    "foundation/ledger/queries.py",
    "foundation/postgres/",
    "pagekit/personas.py",
    "pagekit/samples.py",
    "web/demo/",
    "/migrations/",
    "/management/",
    "/data/",
)
BRAND = {"quartier", "libre"}


def main() -> None:
    problems = [*_bare_python(), *_bare_templates(), *_catalogues(), *_extraction()]
    print("\n".join(problems) or "Tous les textes sont marqués.")
    sys.exit(bool(problems))


def _files(pattern: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob(pattern)):
        name = path.relative_to(PACKAGE).as_posix()
        if not any(part in f"/{name}" if part.startswith("/") else name.startswith(part) for part in EXEMPT):
            yield path


# --- Python ---------------------------------------------------------------------------------------


def _bare_python() -> Iterator[str]:
    for path in _files("*.py"):
        for node in _unmarked(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{path.relative_to(ROOT)}:{node.lineno} : texte sans _() : {node.value[:60]!r}"


def _unmarked(tree: ast.AST) -> Iterator[ast.Constant]:
    """String constants in French which are neither documentation nor given to gettext."""
    skipped = {id(constant) for node in ast.walk(tree) for constant in _excused(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            words = re.findall(r"\w{2,}", node.value)
            if len(words) > 1 and FRENCH.search(node.value):
                yield node


def _excused(node: ast.AST) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    marked = isinstance(node, ast.Call) and _name(node.func) in MARKERS
    # Why an event sends no letter: read by whoever writes the letters, never shown.
    reasons = isinstance(node, ast.AnnAssign) and _name(node.target) == "SILENT"
    if marked or reasons:
        yield from (each for each in ast.walk(node) if isinstance(each, ast.Constant))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


# --- templates ------------------------------------------------------------------------------------

DROPPED = (
    r"{#.*?#}",
    r"{%\s*comment.*?{%\s*endcomment\s*%}",
    r"{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*(?:endblocktranslate|endblocktrans)\s*%}",
    r"<!--.*?-->",
    r"<(script|style|code)\b.*?</\1>",
    r"{%.*?%}",
    r"{{.*?}}",
)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|label|summary)=["']([^"']*)["']""")


def _bare_templates() -> Iterator[str]:
    for path in _files("*.html"):
        text = path.read_text(encoding="utf-8")
        for pattern in DROPPED:
            text = re.sub(pattern, _blank, text, flags=re.DOTALL)
        for spoken in SPOKEN.finditer(text):
            yield from _complaint(path, text, spoken.start(), spoken[1])
        text = re.sub(r"<[^>]*>", _blank, text)
        for line in re.finditer(r"[^\n]+", text):
            yield from _complaint(path, text, line.start(), line[0])


def _blank(match: re.Match[str]) -> str:
    """Nothing but the line ends, so that line numbers stay right."""
    return " " + "\n" * match[0].count("\n")


def _complaint(path: Path, text: str, position: int, words: str) -> Iterator[str]:
    plain = re.sub(r"&\w+;", " ", words)
    if set(re.findall(r"[^\W\d_]{2,}", plain.lower())) - BRAND:
        number = text.count("\n", 0, position) + 1
        yield f"{path.relative_to(ROOT)}:{number} : texte sans {{% translate %}} : {plain.strip()[:60]!r}"


# --- gettext --------------------------------------------------------------------------------------


def _catalogues() -> Iterator[str]:
    """A language offered is a language complete: no missing and no doubtful sentence."""
    for path in sorted((ROOT / "locale").rglob("*.po")):
        catalogue = polib.pofile(str(path))
        for entry in [*catalogue.fuzzy_entries(), *catalogue.untranslated_entries()]:
            yield f"{path.relative_to(ROOT)}:{entry.linenum} : à traduire ou à relire : {entry.msgid[:60]!r}"


def _extraction() -> Iterator[str]:
    if not (shutil.which("xgettext") and shutil.which("msgfmt")):
        print("GNU gettext absent : l’extraction elle-même n’a pas été essayée.")
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(PACKAGE, copy / "quartierlibre", ignore=shutil.ignore_patterns("static", "__pycache__"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--no-location"]
        made = subprocess.run(command, cwd=copy, env={"PATH": _path()}, capture_output=True, text=True, check=False)
        yield from [line for line in made.stderr.splitlines() if line.strip()]
        if made.returncode:
            yield "L’extraction des textes a échoué (voir au-dessus)."
            return
        catalogue = copy / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        print(f"{len(polib.pofile(str(catalogue)))} textes extraits.")


def _path() -> str:
    return str(Path(shutil.which("xgettext") or "/usr/bin/x").parent) + ":/usr/bin:/bin"


if __name__ == "__main__":
    main()
