"""`{% translate "…" %}` looked up once per process and language: a page says sixty sentences that never change.

A sentence in French, the source, is in no catalogue: Django looks for it through every installed package's, each time.
"""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()


class SaidOnce(i18n.TranslateNode):
    """A sentence without variable, filter, context nor name: it depends on the language only."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop)
        self.said: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        key = get_language(), context.autoescape
        found = self.said.get(key)
        if found is None:
            found = self.said[key] = super().render(context)
        return found


@register.tag("translate")
def do_translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Django's own tag; what it says is kept when it can only be one thing."""
    node = i18n.do_translate(parser, token)
    spoken = node.filter_expression
    is_plain = not (node.asvar or node.message_context or spoken.filters) and spoken.var.literal is not None
    return SaidOnce(node) if is_plain else node
