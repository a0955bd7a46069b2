"""Words with their shape: HTML written by people or brought from elsewhere, made safe once, before it is kept.

A closed list of tags, hardly an attribute but the address of a link: no style, no script, no picture, nothing fetched.
"""

from __future__ import annotations

import re

import nh3

TAGS = frozenset(
    (
        *("p", "br", "hr", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
        *("a", "strong", "b", "em", "i", "abbr", "q", "cite", "sub", "sup"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    )
)
ATTRIBUTES = {"a": {"href"}, "abbr": {"title"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
WITH_THEIR_WORDS = frozenset({"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"})
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean(markup: str) -> str:
    """The same text, with the tags of the closed list and nothing else; cleaned twice, it does not change."""
    return nh3.clean(
        CONTROLS.sub("", markup),
        tags=set(TAGS),
        clean_content_tags=set(WITH_THEIR_WORDS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    ).strip()
