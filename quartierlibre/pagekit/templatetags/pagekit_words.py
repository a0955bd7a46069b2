"""Money, dates and sizes as filters."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit import words

register = template.Library()


@register.filter
def euros(amount: Cents | None) -> str:
    """`1 234,50 €` from cents; nothing known stays nothing shown."""
    return "" if amount is None else format_euros(amount)


@register.filter
def long_date(value: date | datetime | None) -> str:
    return "" if value is None else words.long_date(value)


@register.filter
def short_date(value: date | datetime | None) -> str:
    return "" if value is None else words.short_date(value)


@register.filter
def hour(value: datetime | None) -> str:
    return "" if value is None else words.hour(value)


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else words.moment(value)


@register.filter
def days_from(value: date | datetime | None, today: date) -> str:
    """`{{ session.day|days_from:today }}`: `dans 3 jours`."""
    return "" if value is None else words.days_from(value, today)


@register.filter
def spaced(text: str) -> str:
    """`{{ title|spaced }}`: no line begins with « : »."""
    return words.spaced(text)


@register.filter
def file_size(size: int) -> str:
    return words.file_size(size)


@register.simple_tag
def when(value: date | datetime, *, short: bool = False) -> SafeString:
    """A `time` element: long day, and the hour for an instant."""
    if isinstance(value, datetime):
        local = words.in_paris(value)
        text = words.short_date(value) if short else words.moment(value)
        return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)
    text = words.short_date(value) if short else words.long_date(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)
