"""Safe HTML read as a tree, so that a page, a sheet and a feed say the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = frozenset({"br", "hr", "img"})
INLINE = frozenset({"a", "strong", "b", "em", "i", "abbr", "q", "cite", "sub", "sup", ""})
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
BLANKS = re.compile(r"[ \t\r\n\f]+")  # those HTML brings to one: never the ones that hold words together
DEEPEST = 12  # beyond, words go on at the same depth


@dataclass
class Node:
    """A tag with what it holds: text, and other nodes."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.path = [self.root]
        self.too_deep: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.path) > DEEPEST and tag not in ALONE:
            self.too_deep.append(tag)
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.path[-1].inside.append(node)
        if tag not in ALONE:
            self.path.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.too_deep and self.too_deep[-1] == tag:
            self.too_deep.pop()
        elif len(self.path) > 1 and self.path[-1].tag == tag:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].inside.append(data)


def read(markup: str) -> Node:
    """The tree of HTML already made safe; its root has no tag. Headings follow one another without a gap."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    _close_gaps(reader.root, 1)
    return reader.root


def _close_gaps(node: Node, above: int) -> int:
    """A reader by ear goes from title to title: after a second level comes a third, never a fourth."""
    for each in node.inside:
        if isinstance(each, Node):
            if each.tag in HEADINGS:
                above = min(HEADINGS[each.tag], above + 1)
                each.tag = f"h{above}"
            else:
                above = _close_gaps(each, above)
    return above


def text_of(node: Node | str) -> str:
    """The words alone, blanks brought to one."""
    return BLANKS.sub(" ", _words(node)).strip()


def _words(node: Node | str) -> str:
    if isinstance(node, str):
        return node
    inside = "".join(_words(each) for each in node.inside)
    return inside if node.tag in INLINE else f" {inside} "
