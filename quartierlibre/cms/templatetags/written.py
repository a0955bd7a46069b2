"""Words of the newsroom, set in French."""

from django import template

from quartierlibre.cms.typography import set_text

register = template.Library()
register.filter("french", set_text)
