"""`{% once_key %}`: the hidden number that makes a form act once (see pagekit/once.py)."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quartierlibre.pagekit.once import FIELD

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """A new number each time the form is shown; browsers that go back keep the one already sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())
