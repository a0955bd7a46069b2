"""`{% poll_mark page.mark %}`: a screen that asks again says what it already shows, and is answered only by news."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def poll_mark(mark: str) -> SafeString:
    """The attribute that htmx turns into an If-None-Match header."""
    return format_html('data-hx-headers="{}"', json.dumps({"If-None-Match": mark}))
