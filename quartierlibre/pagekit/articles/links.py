"""Links, numbered in the order one meets them and listed at the foot: paper has no other way to follow them."""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from quartierlibre.pagekit.articles.tree import ALONE, Node, read
from quartierlibre.pagekit.words import spaced

FOLLOWED = ("https://", "http://", "mailto:", "tel:")


class Links:
    """The links of one page. `base` makes whole the addresses of our own pages; one address has one number."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._numbers: dict[str, int] = {}

    def whole(self, address: str) -> str:
        """The address as somebody elsewhere may follow it."""
        try:
            return urljoin(self.base, address)
        except ValueError:  # an address nobody can follow is shown as it was written
            return address

    def number(self, address: str) -> int:
        """The number of this address, the next one if it is new."""
        return self._numbers.setdefault(self.whole(address), len(self._numbers) + 1)

    @property
    def listed(self) -> list[tuple[int, str]]:
        """Numbers and whole addresses, in order."""
        return [(number, address) for address, number in self._numbers.items()]

    def link(self, address: str, words: str) -> SafeString:
        """A link among the facts of a page, numbered on paper."""
        return format_html('<a href="{}">{}</a>{}', address, words, self._mark(address))

    def body(self, markup: str) -> SafeString:
        """HTML already made safe, each of its links followed by its number (shown on paper only)."""
        return mark_safe(self._written(read(markup)))  # noqa: S308 - a tree of safe tags, every text and value escaped

    def foot(self, title: str) -> SafeString:
        """The list at the foot of paper; nothing when the page has no link."""
        if not self._numbers:
            return SafeString("")
        said = ((number, _followed(address)) for number, address in self.listed)
        lines = format_html_join("", "<li><span>[{}]</span> {}</li>", said)
        return format_html('<section class="article-links"><h2>{}</h2><ol role="list">{}</ol></section>', title, lines)

    def _mark(self, address: str) -> SafeString:
        return format_html('<span class="link-number" aria-hidden="true">&nbsp;[{}]</span>', self.number(address))

    def _written(self, node: Node | str) -> str:
        if isinstance(node, str):
            return escape(spaced(node), quote=False)
        values = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
        if node.tag in ALONE:
            return f"<{node.tag}{values}>"
        mark = self._mark(node.attributes["href"]) if node.attributes.get("href") and node.tag == "a" else ""
        inside = "".join(map(self._written, node.inside))
        if not node.tag:
            return inside
        written = f"<{node.tag}{values}>{inside}</{node.tag}>{mark}"
        return f'<div class="table-region" tabindex="0">{written}</div>' if node.tag == "table" else written


def _followed(address: str) -> SafeString | str:
    """The address, itself a link: a page printed to a file is read on a screen too."""
    return format_html('<a href="{0}">{0}</a>', address) if address.startswith(FOLLOWED) else address
