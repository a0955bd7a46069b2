"""`{% kept mark "hero" %}…{% endkept %}`: a part of a public page made once, the same for every reader."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString, mark_safe

from quartierlibre.pagekit import kept

register = template.Library()

# What tells one reader from another: a kept part never sees it.
ABOUT_THE_READER = ("request", "user", "perms", "messages", "csrf_token")


class KeptNode(Node):
    def __init__(self, mark: FilterExpression, name: FilterExpression, nodelist: NodeList) -> None:
        self.mark, self.name, self.nodelist = mark, name, nodelist

    def render(self, context: Context) -> SafeString:
        key = (self.mark.resolve(context), self.name.resolve(context))
        return mark_safe(kept.part(key, lambda: self._made(context)))  # noqa: S308 - rendered, and escaped, by Django

    def _made(self, context: Context) -> str:
        with context.push(**dict.fromkeys(ABOUT_THE_READER)):
            return self.nodelist.render(context)


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    words = token.split_contents()
    if len(words) != 3:
        raise template.TemplateSyntaxError("kept takes a mark and the name of the part")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(CsrfTokenNode):
        raise template.TemplateSyntaxError("a form with a token belongs to one reader: it cannot be kept")
    mark, name = map(parser.compile_filter, words[1:])
    return KeptNode(mark, name, nodelist)
