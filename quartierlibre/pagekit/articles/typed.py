"""Words typed in a plain box, with a few signs for their shape: what who writes without an editor can keep.

A blank line ends a paragraph; `## ` begins a title and `### ` a smaller one; `- ` and `1. ` begin the lines of a list;
`[words](address)` is a link, `**words**` are strong.
"""

from __future__ import annotations

import re

from django.utils.html import escape

from quartierlibre.pagekit.articles.tree import BLANKS, Node, read

TITLE = re.compile(r"(#{2,3}) (.+)")
BULLET, NUMBER = re.compile(r"- (.+)"), re.compile(r"\d+\. (.+)")
LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")
STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
LISTS = (("ul", BULLET), ("ol", NUMBER))


def as_html(typed: str) -> str:
    """HTML of what was typed; not yet made safe: the operation that keeps it does."""
    parts = re.split(r"\n\s*\n", typed.replace("\r\n", "\n").strip())
    return "".join(_block([line.strip() for line in part.split("\n")]) for part in parts if part.strip())


def _block(lines: list[str]) -> str:
    if len(lines) == 1 and (title := TITLE.fullmatch(lines[0])):
        level = len(title[1])
        return f"<h{level}>{_inline(title[2])}</h{level}>"
    for tag, sign in LISTS:
        found = [sign.fullmatch(line) for line in lines]
        if all(found):
            items = "".join(f"<li>{_inline(each[1])}</li>" for each in found if each)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(text: str) -> str:
    linked = LINK.sub(lambda found: f'<a href="{found[2]}">{found[1]}</a>', str(escape(text)))
    return STRONG.sub(r"<strong>\1</strong>", linked)


def as_typed(markup: str) -> str | None:
    """What one would type to have this HTML; None when it holds more than can be typed."""
    try:
        typed = "\n\n".join(_typed_block(each) for each in read(markup).inside if not _is_blank(each))
    except ValueError:
        return None
    return typed if _same(read(as_html(typed)), read(markup)) else None


def _is_blank(node: Node | str) -> bool:
    return isinstance(node, str) and not node.strip()


def _typed_block(node: Node | str) -> str:
    if isinstance(node, Node):
        if node.tag in ("h2", "h3"):
            return f"{'#' * int(node.tag[1])} {_typed_inline(node)}"
        if node.tag == "p":
            return _typed_inline(node)
        if node.tag in ("ul", "ol"):
            items = [each for each in node.inside if not _is_blank(each)]
            signs = ["-"] * len(items) if node.tag == "ul" else [f"{n}." for n in range(1, len(items) + 1)]
            return "\n".join(f"{sign} {_typed_inline(each)}" for sign, each in zip(signs, items, strict=True))
    raise ValueError("not a block one can type")


def _typed_inline(node: Node | str) -> str:
    if isinstance(node, str):
        return BLANKS.sub(" ", node)
    inside = "".join(_typed_inline(each) for each in node.inside)
    if node.tag == "br":
        return "\n"
    if node.tag == "a":
        return f"[{inside}]({node.attributes.get('href', '')})"
    if node.tag in ("strong", "b"):
        return f"**{inside}**"
    if node.tag in ("p", "h2", "h3", "li"):
        return inside.strip()
    raise ValueError("not words one can type")


def _same(one: Node | str, other: Node | str) -> bool:
    return _plain(one) == _plain(other)


def _plain(node: Node | str) -> object:
    """The tree without the blanks HTML does not show."""
    if isinstance(node, str):
        return BLANKS.sub(" ", node).strip()
    inside = [_plain(each) for each in node.inside if not _is_blank(each)]
    return ("strong" if node.tag == "b" else node.tag, node.attributes.get("href", ""), inside)
