"""Template tags every page may use: components, money, dates."""

from django import template

register = template.Library()
