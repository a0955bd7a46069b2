"""The body of a page as HTML: only the tags we know, set in French."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe

from quartierlibre.cms.models import Article
from quartierlibre.cms.typography import set_html

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "a", "b", "i", "em", "strong", "br", "figure", "figcaption", "img"),
    *("blockquote", "cite", "aside", "span", "div", "picture", "source"),
}
ATTRIBUTES = {
    "a": {"href", "class", "download"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "source": {"srcset", "type"},
    "aside": {"class"},
    "figure": {"class"},
    "div": {"class"},
    "p": {"class"},
    "span": {"class"},
}
SCHEMES = {"http", "https", "mailto", "tel"}


def body_of(page: Article) -> SafeString:
    """What a reader sees; whatever an editor pasted, no script, no style, no frame."""
    clean = nh3.clean(
        str(page.body), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener", strip_comments=True
    )
    return mark_safe(set_html(clean))  # noqa: S308 - cleaned just above
