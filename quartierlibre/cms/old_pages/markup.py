"""From HTML to lines of light Markdown which keep the line they came from. Reads any size in the time of its length."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages.lines import Line, plain, tidy
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import OldImage

_LOOKS_LIKE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|div|article|main|section|p|h1)\b", re.IGNORECASE)
_COMMENTS_FIRST = re.compile(r"(?:\s*+<!--(?:(?!-->).){0,2000}+-->|\s*+<\?[^>]{0,200}>)*+", re.DOTALL)
# No « < » inside a tag and possessive repetitions: a tag never closed costs its own length, once.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40}+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:-]{0,60}+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_SPECIAL = re.compile(r"([\\*_]|\[(?![0-9]{1,4}\])|(?<!\d)\])")
_BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
}
_UNREAD = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "select",
    "textarea",
    "button",
    "object",
    "iframe",
    "video",
    "audio",
    "canvas",
    "nav",
}
_TOLD = {"iframe", "video", "audio", "object", "nav"}
_MAIN = {"main", "article"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Markup:
    """What a page of HTML said: its lines, its own title, and what its head tells."""

    lines: list[Line]
    title: str = ""
    canonical: str = ""
    outside: frozenset[int] = frozenset()  # places of the lines around the page's own part, when it names one


def is_html(text: str, name: str) -> bool:
    """Said by the name of the file, or by the first thing written in it."""
    if name.lower().endswith((".html", ".htm", ".xhtml")):
        return True
    beginning = text[:8000]
    return _LOOKS_LIKE.match(beginning, _COMMENTS_FIRST.match(beginning).end()) is not None  # type: ignore[union-attr]


def read(text: str, notebook: Notebook) -> Markup:
    writer = _Writer(notebook)
    for token in _tokens(text):
        writer.take(token)
    writer.end_line()
    if writer.has_main:  # the pictures of the site's frame are not those of the page
        notebook.images = [each for each in notebook.images if each not in writer.images_outside]
    outside = frozenset(writer.outside) if len(writer.outside) < writer.written else frozenset()
    return Markup(
        writer.lines, tidy(_unescape(writer.title)), writer.canonical, outside if writer.has_main else frozenset()
    )


# --- cutting the text in tags and words -----------------------------------------------------------


@dataclass(slots=True)
class _Token:
    line: int
    words: str = ""
    tag: str = ""
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    raw: str = ""  # what stands between the tags of an element that is not read


def _tokens(text: str) -> Iterator[_Token]:
    position, line = 0, 1
    missing: set[str] = set()  # end tags known not to come any more
    while position < len(text):
        start = text.find("<", position)
        end = len(text) if start < 0 else start
        if end > position:
            yield _Token(line, words=text[position:end])
            line += text.count("\n", position, end)
        if start < 0:
            return
        token, position = _markup(text, start, line, missing)
        if token:
            yield token
        line += text.count("\n", start, position)


def _markup(text: str, start: int, line: int, missing: set[str]) -> tuple[_Token | None, int]:
    if text.startswith(("<!", "<?"), start):
        closing = "-->" if text.startswith("<!--", start) else ">"
        end = text.find(closing, start + 2)
        return None, len(text) if end < 0 else end + len(closing)
    found = _TAG.match(text, start)
    if not found:
        return _Token(line, words="<"), start + 1
    token = _Token(line, tag=found[2].lower(), closing=bool(found[1]), attributes=_attributes(found[3]))
    if (token.tag in _UNREAD or token.tag == "title") and not token.closing:
        return _unread(text, token, found.end(), missing)
    return token, found.end()


def _attributes(written: str) -> dict[str, str]:
    pairs = ((each[1].lower(), each[2] or each[3] or each[4] or "") for each in _ATTRIBUTE.finditer(written))
    return {name: _unescape(value) for name, value in pairs}


def _unread(text: str, token: _Token, position: int, missing: set[str]) -> tuple[_Token, int]:
    """Everything up to the end tag; an element never closed hides nothing."""
    if token.tag in missing:
        return token, position
    found = re.compile(rf"</{token.tag}\b[^<>]*+>", re.IGNORECASE).search(text, position)
    if not found:
        missing.add(token.tag)
        return token, position
    token.raw = text[position : found.start()]
    return token, found.end()


def _unescape(text: str) -> str:
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))


# --- writing lines --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    notebook: Notebook
    lines: list[Line] = field(default_factory=list)
    title: str = ""
    canonical: str = ""
    parts: list[str] = field(default_factory=list)
    start: int = 1
    prefix: str = ""
    lists: list[int | None] = field(default_factory=list)  # None for bullets, else the last number
    link: str | None = None
    link_from: int = 0
    preformatted: bool = False
    within: int = 0  # how many <main> or <article> are open
    has_main: bool = False
    written: int = 0
    outside: list[int] = field(default_factory=list)
    images_outside: list[OldImage] = field(default_factory=list)

    def take(self, token: _Token) -> None:
        if not token.tag:
            self._write(token)
            return
        special = _SPECIAL_TAGS.get(token.tag)
        if special:
            special(self, token)
        elif token.tag in _UNREAD or token.tag == "title":
            self._leave_out(token)
        elif token.tag in _HEADINGS or token.tag in _BLOCKS:
            self._block(token)

    def _write(self, token: _Token) -> None:
        words = _unescape(token.words)
        if not self.preformatted:
            words = re.sub(r"[ \t\r\n\f]+", " ", words)
        if not self.parts and not words.strip():
            return
        if not self.parts:
            self.start = token.line + (len(token.words) - len(token.words.lstrip()) and _ends_before_words(token.words))
        self.parts.append(_SPECIAL.sub(r"\\\1", words))

    def _leave_out(self, token: _Token) -> None:
        if token.tag == "title" and not token.closing and not self.title:
            self.title = _unescape(token.raw)
        if token.tag in _TOLD and not token.closing and token.raw + "".join(token.attributes.values()):
            words = plain(_unescape(re.sub(r"<[^<>]*>", " ", token.raw[:2000])))[:80]
            details = {"tag": token.tag, "words": token.attributes.get("src") or words or "…"}
            self.notebook.leave_out("html.element", _("Élément <%(tag)s> : %(words)s") % details, token.line)

    def _block(self, token: _Token) -> None:
        self.end_line()
        self.lines.append(Line(token.line, ""))
        if token.tag in _MAIN:
            self.within = max(self.within - 1, 0) if token.closing else self.within + 1
            self.has_main = True
        if token.tag in _HEADINGS and not token.closing:
            self.prefix = "#" * _HEADINGS[token.tag] + " "
        if token.tag == "blockquote" and not token.closing:
            self.prefix = "> "
        if token.tag == "pre":
            self.preformatted = not token.closing

    def end_line(self) -> None:
        """What was gathered becomes a line; marks of emphasis which do not pair are taken away."""
        self._close_link()
        text = "".join(self.parts)
        self.parts = []
        for offset, words in enumerate(text.split("\n")):
            words = tidy(words)
            if words.count("**") % 2:
                words = words.replace("**", "")
            if words.replace("**", "").strip():
                if not self.within:
                    self.outside.append(len(self.lines))
                self.written += 1
                self.lines.append(Line(self.start + (offset if self.preformatted else 0), self.prefix + words))
                self.prefix = " " * len(self.prefix) if self.prefix.lstrip()[:1] in {"-", "1"} else ""
        if text.strip():
            self.prefix = ""

    def _close_link(self) -> None:
        if self.link is None:
            return
        words = "".join(self.parts[self.link_from :]).strip()
        if words:
            space = " " if self.parts[self.link_from][:1] == " " else ""
            address = self.link.strip().replace("(", "%28").replace(")", "%29").replace(" ", "%20")
            self.parts[self.link_from :] = [f"{space}[{words}](<{address}>)"]
        self.link = None

    def on_break(self, token: _Token) -> None:
        self.end_line()
        self.start = token.line

    def on_list(self, token: _Token) -> None:
        self.end_line()
        if token.closing:
            self.lists = self.lists[:-1]
        else:
            self.lists.append(0 if token.tag == "ol" else None)
        if not self.lists or (len(self.lists) == 1 and not token.closing):
            self.lines.append(Line(token.line, ""))

    def on_item(self, token: _Token) -> None:
        self.end_line()
        self.prefix = ""
        if token.closing:
            return
        depth = min(max(len(self.lists) - 1, 0), 5)
        mark = "- "
        if self.lists and (last := self.lists[-1]) is not None:
            self.lists[-1] = last + 1
            mark = f"{(last + 1) % 100}. "
        self.prefix = "    " * depth + mark

    def on_link(self, token: _Token) -> None:
        self._close_link()
        if not token.closing and token.attributes.get("href"):
            self.link, self.link_from = token.attributes["href"], len(self.parts)
            if not self.parts:
                self.start = token.line

    def on_strong(self, token: _Token) -> None:
        if self.link is None:
            if not self.parts:
                self.start = token.line
            self.parts.append("**")

    def on_image(self, token: _Token) -> None:
        words, address = token.attributes.get("alt", ""), token.attributes.get("src", "")
        image = self.notebook.leave_image_out(address, words, token.line)
        if not self.within:
            self.images_outside.append(image)

    def on_head_link(self, token: _Token) -> None:
        if token.attributes.get("rel", "").lower() == "canonical":
            self.canonical = token.attributes.get("href", "")


def _ends_before_words(words: str) -> int:
    return words[: len(words) - len(words.lstrip())].count("\n")


_SPECIAL_TAGS: dict[str, Callable[[_Writer, _Token], None]] = {
    "br": _Writer.on_break,
    "ul": _Writer.on_list,
    "ol": _Writer.on_list,
    "li": _Writer.on_item,
    "a": _Writer.on_link,
    "b": _Writer.on_strong,
    "strong": _Writer.on_strong,
    "img": _Writer.on_image,
    "link": _Writer.on_head_link,
}
