"""What a first visit weighs: HTML, styles and scripts as they travel compressed; fonts and pictures apart."""

import re
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TEXTS = {"text/html", "text/css", "text/javascript", "application/javascript"}
STATIC_IMPORT = re.compile(rb"""(?:from|import)\s*["']([^"']+\.js)["']""")
LATER_IMPORT = re.compile(rb"""behaviour\(\s*["'](\w+)["'].*?import\(\s*["']([^"']+\.js)["']""", re.DOTALL)
STYLE_URL = re.compile(rb"""url\(["']?([^"')]+)["']?\)""")


@dataclass
class Weight:
    """Bytes on the wire by kind, and the number of requests."""

    text: int = 0
    rest: int = 0
    requests: int = 0
    parts: dict[str, int] = field(default_factory=dict)


class _Links(HTMLParser):
    """What a browser fetches at once for this page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        wanted = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
        if tag == "link" and wanted & set((said.get("rel") or "").split()):
            self.found.append(said.get("href") or "")
        if tag in {"script", "img"} and said.get("src"):
            self.found.append(said["src"] or "")


def weigh(root: str, path: str, headers: dict[str, str]) -> Weight:
    """A first visit of this page: it, and everything of the same site it asks for."""
    weight, seen = Weight(), set[str]()
    page, _kind = _fetch(weight, urljoin(root, path), headers)
    links = _Links()
    links.feed(page.decode())
    waiting = [urljoin(urljoin(root, path), each) for each in links.found]
    while waiting:
        url = waiting.pop()
        if url in seen or not url.startswith(root):
            continue
        seen.add(url)
        content, kind = _fetch(weight, url, headers)
        waiting += [urljoin(url, each) for each in _next(content, kind, page)]
    return weight


def _next(content: bytes, kind: str, page: bytes) -> list[str]:
    """What a style or a script asks for in turn; a behaviour is fetched only by a page that uses it."""
    if "javascript" in kind:
        used = [path for name, path in LATER_IMPORT.findall(content) if b"data-ql-" + name in page]
        return [each.decode() for each in STATIC_IMPORT.findall(content) + used]
    if kind == "text/css":
        return [each.decode() for each in STYLE_URL.findall(content) if not each.startswith((b"data:", b"#"))]
    return []


def _fetch(weight: Weight, url: str, headers: dict[str, str]) -> tuple[bytes, str]:
    """Count the compressed answer; give back its content."""
    compressed = urllib.request.Request(url, headers={**headers, "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(compressed, timeout=30) as answer:
        kind, size = answer.headers.get_content_type(), len(answer.read())
    weight.requests += 1
    weight.parts[urlsplit(url).path] = size
    if kind in TEXTS:
        weight.text += size
    else:
        weight.rest += size
    return (b"" if kind not in TEXTS else _plain(url, headers)), kind


def _plain(url: str, headers: dict[str, str]) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        content: bytes = answer.read()
    return content
