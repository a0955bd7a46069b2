"""Safe HTML as blocks that the printed sheet sets: paragraphs, headings, lists, quotes, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from quartierlibre.pagekit.articles.links import Links
from quartierlibre.pagekit.articles.tree import BLANKS, HEADINGS, INLINE, Node, read, text_of
from quartierlibre.pagekit.words import spaced

Block = dict[str, Any]
ROWS = {"tr"}


@dataclass(frozen=True)
class _Style:
    strong: bool = False
    em: bool = False
    url: str = ""


def run(text: str, *, strong: bool = False, em: bool = False, url: str = "", number: int = 0) -> Block:
    """Some words in one shape; `number` follows them when they are a link."""
    return {"text": text, "strong": strong, "em": em, "url": url, "number": number}


def blocks(markup: str, links: Links) -> list[Block]:
    """The blocks of a text, its links numbered by `links`, exactly as on the page."""
    return list(_blocks(read(markup).inside, links))


def _blocks(inside: list[Node | str], links: Links) -> Iterator[Block]:
    """Words outside any block make a paragraph."""
    loose: list[Node | str] = []
    for each in inside:
        if isinstance(each, str) or each.tag in INLINE or each.tag == "br":
            loose.append(each)
            continue
        yield from _paragraph(loose, links)
        loose = []
        yield from _block(each, links)
    yield from _paragraph(loose, links)


def _paragraph(inside: list[Node | str], links: Links) -> Iterator[Block]:
    runs = _tidy(list(_runs(inside, _Style(), links)))
    if runs:
        yield {"kind": "p", "runs": runs}


def _block(node: Node, links: Links) -> Iterator[Block]:
    if node.tag in HEADINGS:
        for said in _paragraph(node.inside, links):
            yield {**said, "kind": "h", "level": HEADINGS[node.tag]}
    elif node.tag in ("ul", "ol"):
        items = [list(_blocks(each.inside, links)) for each in _nodes(node, {"li"})]
        yield {"kind": node.tag, "items": [each for each in items if each]}
    elif node.tag == "table":
        yield from _table(node, links)
    elif node.tag == "hr":
        yield {"kind": "hr"}
    elif node.tag == "img":  # paper gets the words that stand for the picture
        yield from _paragraph(
            [Node("em", inside=[f"[{node.attributes['alt']}]"])] if node.attributes.get("alt") else [], links
        )
    elif node.tag == "blockquote":
        yield {"kind": "quote", "items": [list(_blocks(node.inside, links))]}
    else:
        yield from _blocks(node.inside, links)


def _table(node: Node, links: Links) -> Iterator[Block]:
    rows = [
        [_tidy(list(_runs(cell.inside, _Style(strong=cell.tag == "th"), links))) for cell in _nodes(row, {"td", "th"})]
        for row in _nodes(node, ROWS)
    ]
    width = max(map(len, rows), default=0)
    if width:
        caption = next((text_of(each) for each in _nodes(node, {"caption"})), "")
        filled = [[*row, *[[run("")]] * (width - len(row))] for row in rows]
        yield {"kind": "table", "width": width, "caption": caption, "rows": filled}


def _nodes(node: Node, tags: set[str]) -> Iterator[Node]:
    """The nearest nodes of these tags; those between only group them."""
    for each in node.inside:
        if isinstance(each, Node):
            if each.tag in tags:
                yield each
            else:
                yield from _nodes(each, tags)


def _runs(inside: list[Node | str], style: _Style, links: Links) -> Iterator[Block]:
    for each in inside:
        if isinstance(each, str):
            yield run(spaced(BLANKS.sub(" ", each)), strong=style.strong, em=style.em, url=style.url)
        elif each.tag == "br":
            yield run("\n")
        else:
            yield from _marked(each, style, links)


def _marked(node: Node, style: _Style, links: Links) -> Iterator[Block]:
    inner = replace(style, strong=style.strong or node.tag in ("strong", "b"), em=style.em or node.tag in ("em", "i"))
    address = node.attributes.get("href", "") if node.tag == "a" else ""
    if not address:
        yield from _runs(node.inside, inner, links)
        return
    number = links.number(address)
    yield from _runs(node.inside, replace(inner, url=links.whole(address)), links)
    yield run("", number=number)


def _tidy(runs: list[Block]) -> list[Block]:
    """No run without words or number, no blank at the two ends."""
    kept = [each for each in runs if each["text"] or each["number"]]
    if kept:
        kept[0]["text"] = kept[0]["text"].lstrip()
        kept[-1]["text"] = kept[-1]["text"].rstrip()
    return [each for each in kept if each["text"] or each["number"]]
