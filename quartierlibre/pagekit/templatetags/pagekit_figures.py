"""Sums drawn: the gauge of an envelope, bars. The figures are always there as text, in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from quartierlibre.foundation.money import Cents, format_euros

register = template.Library()

HATCH = (
    '<pattern id="{0}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" class="fill-reserved"/><path d="M0 0v8" class="line-reserved"/></pattern>'
)
PAID = '<rect width="16" height="16" class="fill-paid"/>'
FREE = '<rect width="16" height="16" class="fill-free"/>'


@dataclass(frozen=True)
class Bar:
    """One bar: a label and a value (cents or a count)."""

    label: StrOrPromise
    value: int


@dataclass(frozen=True)
class Pair:
    """Money asked and granted under one heading, in cents."""

    label: StrOrPromise
    asked: int
    granted: int


def _key(*parts: object) -> str:
    """An id that two different figures of one page never share, the same at each rendering."""
    return f"fig{crc32(repr(parts).encode()):08x}"


def share(part: int, whole: int) -> str:
    """A percentage for an SVG length, `0%` of nothing."""
    return f"{max(0, part) / whole * 100:.2f}%" if whole > 0 else "0%"


def _swatch(drawing: str, hatch: str = "") -> SafeString:
    fill = f'<rect width="16" height="16" fill="url(#{hatch})"/>' if hatch else drawing
    return format_html('<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', mark_safe(fill))  # noqa: S308 - constants


def _gauge_bar(label: str, paid: Cents, reserved: Cents, total: Cents, key: str) -> SafeString:
    description = _("%(paid)s versés, %(reserved)s promis, %(free)s disponibles.") % {
        "paid": format_euros(paid),
        "reserved": format_euros(reserved),
        "free": format_euros(Cents(total - paid - reserved)),
    }
    return format_html(
        '<svg class="gauge-bar" role="img" aria-labelledby="{0}-t {0}-d"><title id="{0}-t">{1}</title>'
        '<desc id="{0}-d">{2}</desc><defs>{3}</defs>'
        '<rect class="fill-paid" width="{4}" height="100%"/>'
        '<rect fill="url(#{0}-h)" x="{4}" width="{5}" height="100%"/></svg>',
        key,
        label,
        description,
        format_html(HATCH, f"{key}-h"),
        share(paid, total),
        share(reserved, total),
    )


@register.simple_tag
def gauge(*, label: str, available: Cents, reserved: Cents, paid: Cents, level: int = 3) -> SafeString:
    """An envelope in three parts: paid, promised, still available (cents)."""
    total = Cents(available + reserved + paid)
    key = _key(label, available, reserved, paid)
    rows = (
        (_swatch(FREE), _("Disponible"), format_euros(available)),
        (_swatch("", f"{key}-h"), _("Promis à des projets"), format_euros(reserved)),
        (_swatch(PAID), _("Déjà versé"), format_euros(paid)),
    )
    return format_html(
        '<div class="gauge"><h{0}>{1}</h{0}><p class="gauge-sum"><strong class="num">{2}</strong> {3}</p>{4}'
        '<table><caption class="visually-hidden">{1}</caption><tbody>{5}</tbody>'
        '<tfoot><tr><th scope="row">{6}</th><td class="end">{7}</td></tr></tfoot></table></div>',
        level,
        label,
        format_euros(available),
        _("disponibles sur %(total)s") % {"total": format_euros(total)},
        _gauge_bar(label, paid, reserved, total, key),
        format_html_join("", '<tr><th scope="row">{}{}</th><td class="end">{}</td></tr>', rows),
        _("Enveloppe"),
        format_euros(total),
    )


@register.simple_tag
def bar_chart(bars: Sequence[Bar], *, caption: str, unit: Literal["euros", "count"] = "euros") -> SafeString:
    """Horizontal bars inside a real table: the drawing comes after the words and never replaces them."""
    top = max((bar.value for bar in bars), default=0)
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td><svg aria-hidden="true" focusable="false"><rect class="fill-paid" rx="4"'
        ' width="{}" height="100%"/></svg></td><td class="end">{}</td></tr>',
        (
            (bar.label, share(bar.value, top), format_euros(Cents(bar.value)) if unit == "euros" else bar.value)
            for bar in bars
        ),
    )
    return format_html(
        '<div class="table-region bars"><table><caption>{}</caption><tbody>{}</tbody></table></div>', caption, rows
    )


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar, in cents; `look` is how it is drawn."""

    label: StrOrPromise
    cents: int
    look: Literal["paid", "reserved", "free"] = "paid"


@register.simple_tag
def stacked_bar(parts: Sequence[Part], *, label: str, total_label: str, level: int = 3) -> SafeString:
    """A whole drawn in its parts, side by side; under it each part is written with its sum (cents), then the whole."""
    total = sum(part.cents for part in parts)
    key = _key(label, *parts)
    said = ", ".join(f"{part.label} : {format_euros(Cents(part.cents))}" for part in parts)
    at, rects = 0, []
    for part in parts:
        fill = format_html('fill="url(#{}-h)"', key) if part.look == "reserved" else _class(part.look)
        rects.append((fill, share(at, total), share(part.cents, total)))
        at += part.cents
    swatches = {"paid": _swatch(PAID), "free": _swatch(FREE), "reserved": _swatch("", f"{key}-h")}
    return format_html(
        '<div class="gauge"><h{0}>{1}</h{0}><svg class="gauge-bar" role="img" aria-labelledby="{2}-t {2}-d">'
        '<title id="{2}-t">{1}</title><desc id="{2}-d">{3}</desc><defs>{4}</defs>{5}</svg>'
        '<table><caption class="visually-hidden">{1}</caption><tbody>{6}</tbody>'
        '<tfoot><tr><th scope="row">{7}</th><td class="end">{8}</td></tr></tfoot></table></div>',
        level,
        label,
        key,
        said,
        format_html(HATCH, f"{key}-h"),
        format_html_join("", '<rect {} x="{}" width="{}" height="100%"/>', rects),
        format_html_join(
            "",
            '<tr><th scope="row">{}{}</th><td class="end">{}</td></tr>',
            ((swatches[part.look], part.label, format_euros(Cents(part.cents))) for part in parts),
        ),
        total_label,
        format_euros(Cents(total)),
    )


def _class(look: str) -> SafeString:
    return format_html('class="fill-{}"', look)


def _pair_row(pair: Pair, top: int, hatch: str, heads: Sequence[StrOrPromise]) -> SafeString:
    """What was asked, hatched, and over it what was granted."""
    return format_html(
        '<tr><th scope="row">{0}</th><td><svg aria-hidden="true" focusable="false">'
        '<rect fill="url(#{1})" rx="4" width="{2}" height="100%"/>'
        '<rect class="fill-paid" rx="4" width="{3}" height="100%"/></svg></td>'
        '<td class="end" data-label="{4}">{5}</td><td class="end" data-label="{6}">{7}</td></tr>',
        pair.label,
        hatch,
        share(pair.asked, top),
        share(pair.granted, top),
        heads[0],
        format_euros(Cents(pair.asked)),
        heads[1],
        format_euros(Cents(pair.granted)),
    )


@register.simple_tag
def pair_chart(pairs: Sequence[Pair], *, caption: str, first: str = "", second: str = "") -> SafeString:
    """Asked and granted (or what `first` and `second` say), bar over bar inside a real table: hatched and plain."""
    heads = first or _("Demandé"), second or _("Accordé")
    top = max((max(pair.asked, pair.granted) for pair in pairs), default=0)
    key = _key(caption, *pairs)
    head = ((_swatch("", key), heads[0]), (_swatch(PAID), heads[1]))
    return format_html(
        '<div class="table-region bars bars-pair"><svg class="bars-defs" aria-hidden="true"><defs>{}</defs></svg>'
        "<table><caption>{}</caption><thead><tr><td></td><td></td>{}</tr></thead><tbody>{}</tbody></table></div>",
        format_html(HATCH, key),
        caption,
        format_html_join("", '<th scope="col" class="end">{}{}</th>', head),
        format_html_join("", "{}", ((_pair_row(pair, top, key, heads),) for pair in pairs)),
    )
