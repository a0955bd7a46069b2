"""What machines read of a page: schema.org data, and the card a network shows when somebody shares its address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Whatever a title says, it cannot close the element nor open a comment in it.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(data: Mapping[str, Any]) -> SafeString:
    """schema.org data as an element of the page; values None, "" and [] are left out."""
    said = {"@context": "https://schema.org", **_without_blanks(data)}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


def _without_blanks(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_blanks(each) for name, each in value.items() if each not in (None, "", [], ())}
    if isinstance(value, (list, tuple)):
        return [_without_blanks(each) for each in value]
    return value


@dataclass(frozen=True)
class Shared:
    """A page as a network shows it. Addresses are whole; dates are ISO 8601 with their offset."""

    title: str
    description: str
    url: str
    picture: str = ""
    picture_words: str = ""
    kind: str = "article"
    published: str = ""
    modified: str = ""


def open_graph(page: Shared) -> SafeString:
    """Open Graph and canonical address, for `{% block head %}`."""
    said = (
        ("og:title", page.title),
        ("og:description", page.description),
        ("og:type", page.kind),
        ("og:url", page.url),
        ("og:site_name", "Quartier Libre"),
        ("og:locale", "fr_FR"),
        ("og:image", page.picture),
        ("og:image:alt", page.picture_words if page.picture else ""),
        ("article:published_time", page.published),
        ("article:modified_time", page.modified),
    )
    tags = format_html_join("", '<meta property="{}" content="{}">', ((name, value) for name, value in said if value))
    card = format_html('<meta name="twitter:card" content="{}">', "summary_large_image" if page.picture else "summary")
    return format_html('<link rel="canonical" href="{}">{}{}', page.url, tags, card)
