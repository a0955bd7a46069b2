"""Walk a page as its most telling reader: what it weighs, what it says, how wide it gets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TABLE = Path(__file__).parents[1] / "access"
READERS = ("anonymous", "amina", "chloe", "bruno", "farid", "driss", "eve")
APART = frozenset({"font", "image"})
WEIGHT = 150_000
WEIGHT_OF_TEXT = 60_000
REQUESTS = 20
STYLE = 3_000  # bytes: the house's sheet is larger, an answer from the cache much smaller
# WCAG 1.4.12, placed as a constructed sheet since the policy stops inline styles.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* { line-height: 1.5 !important;
  letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet] }"""
# Which elements reach past the edge, by their box or by a word that leaves it: the deepest say why.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? '' : [...document.querySelectorAll('body *')]
  .filter(e => { const box = e.getBoundingClientRect();
    return box.width > 1 && Math.max(box.right, box.left + e.scrollWidth) > innerWidth })
  .map(e => e.outerHTML.slice(0, 90)).slice(-3).join(' | ') || 'the page itself'"""


@dataclass(frozen=True)
class Stop:
    """One address of the access table, and who is sent to read it."""

    name: str
    path: str
    reader: str


@dataclass
class Visit:
    """Everything one page asked for and complained of."""

    requests: list[Any] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Any) -> None:
        page.on("requestfinished", lambda asked: self.requests.append(asked))
        page.on("requestfailed", lambda asked: self.complaints.append(f"{asked.url} did not come"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)


def stops() -> list[Stop]:
    """Every address somebody may read: a new route of the table is walked without touching this file."""
    found = []
    for file in sorted(TABLE.glob("*.toml")):
        for name, row in tomllib.loads(file.read_text(encoding="utf-8")).items():
            reader = next((each for each in READERS if row[each] == 200), None)
            if "GET" in row["methods"] and reader:
                found.append(Stop(name, row["path"], reader))
    return found


def not_a_page(headers: dict[str, str]) -> str:
    """Files are not pages; nor is a letter, which the browser shows in a box of its own (CSP sandbox)."""
    kind = headers.get("content-type", "")
    boxed = "sandbox" in headers.get("content-security-policy", "")
    return "" if kind.startswith("text/html") and not boxed else f"not a page but {'a letter' if boxed else kind}"


def faults_of_words(page: Any) -> list[str]:
    """What every page must say about itself."""
    found = []
    if page.locator("html").get_attribute("lang") != "fr":
        found.append("no language")
    if (titles := page.locator("h1").count()) != 1:
        found.append(f"{titles} h1")
    if not page.title().removesuffix("– Quartier Libre").strip():
        found.append("no title of its own")
    return found


def faults_of_weight(visit: Visit, site: str) -> list[str]:
    """Too many requests, too many bytes, or anyone else's server. Bytes are those of the wire, headers included."""
    asked = [each for each in visit.requests if not each.url.startswith(("data:", "blob:"))]
    sizes = [(each, _bytes(each)) for each in asked]
    total = sum(size for _, size in sizes)
    text = sum(size for each, size in sizes if each.resource_type not in APART)
    strangers = [each.url for each in asked if urlsplit(each.url).netloc != urlsplit(site).netloc]
    told = [f"{size} {each.url}" for each, size in sizes]
    came = [size for each, size in sizes if each.resource_type == "stylesheet"]
    return [
        *(["not opened cold: its style came from the cache"] if max(came, default=0) < STYLE else []),
        *(f"asks {url}" for url in strangers),
        *([f"{len(asked)} requests: {told}"] if len(asked) > REQUESTS else []),
        *([f"{total} bytes: {told}"] if total > WEIGHT else []),
        *([f"{text} bytes of text: {told}"] if text > WEIGHT_OF_TEXT else []),
    ]


def _bytes(request: Any) -> int:
    sizes = request.sizes()
    return int(sizes["responseBodySize"]) + int(sizes["responseHeadersSize"])


def faults_of_width(page: Any) -> list[str]:
    """Sideways scroll on the narrowest screen, before and after a reader spaces the text out."""
    page.set_viewport_size({"width": 320, "height": 640})
    found = [f"scrolls sideways: {wide}"] if (wide := page.evaluate(TOO_WIDE)) else []
    page.evaluate(SPACED)
    return found + ([f"scrolls sideways once spaced: {wide}"] if (wide := page.evaluate(TOO_WIDE)) else [])
