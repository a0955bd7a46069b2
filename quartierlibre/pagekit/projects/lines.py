"""Rows of money: what one needs, and its price, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.states import LineCategory
from quartierlibre.pagekit.fields_once import HOLE

ROW = (
    '<li class="line" data-row><span class="line-number" aria-hidden="true" data-row-number>{number}</span>'
    '<div class="line-what"><label for="{id}-label">{what}</label>'
    '<textarea rows="1" id="{id}-label" name="{id}-label" autocomplete="off">{label}</textarea></div>'
    '<div class="line-amount"><label for="{id}-amount">{price}</label><span class="input-money">'
    '<input type="text" inputmode="decimal" autocomplete="off" id="{id}-amount" name="{id}-amount" value="{amount}"'
    ' data-amount><span aria-hidden="true">€</span></span></div>{category}</li>'
)
CATEGORY = (
    '<div class="line-category"><label for="{id}-category">{kind}</label>'
    '<select id="{id}-category" name="{id}-category">{options}</select></div>'
)
KINDS = frozenset({"", *LineCategory.values})


class LinesInput(forms.Widget):
    """A list of rows. Written by hand: twenty rows through the template of each box would cost more than the page."""

    use_fieldset = True

    def __init__(self, *, rows: int, with_category: bool = True) -> None:
        self.rows, self.with_category = rows, with_category
        super().__init__()

    def id_for_label(self, id_: str) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = [row for row in value or [] if isinstance(row, Mapping)]
        shown = max(self.rows, len(given) + 1)
        written = [_row(name, number, row, self.with_category) for number, row in enumerate(given)]
        blank = [_row(name, number, {}, self.with_category) for number in range(len(given), shown)]
        items = SafeString("".join([*written, *blank]))
        return format_html('<ol class="lines" id="id_{}" data-ql-lines="{}">{}</ol>', name, name, items)


def _row(name: str, number: int, row: Mapping[str, Any], with_category: bool) -> SafeString:
    """Only two words of a row are its own: the rest is drawn once for each number and kind of purchase."""
    kind = str(row.get("category") or "")
    known = kind if kind in KINDS else "?"
    before, between, after = _drawn(name, number, with_category, known, get_language())
    label, amount = (escape(str(row.get(part) or "")) for part in ("label", "amount"))
    return SafeString(f"{before}{label}{between}{amount}{after}")


@lru_cache(maxsize=300)
def _drawn(name: str, number: int, with_category: bool, kind: str, language: str) -> tuple[str, ...]:
    key = f"{name}-{number}"
    row = format_html(
        ROW,
        id=key,
        number=number + 1,
        what=_("Quoi ?"),
        price=_("Prix"),
        label=HOLE,
        amount=HOLE,
        category=_category(key, kind, language) if with_category else "",
    )
    return tuple(row.split(HOLE))


def _category(key: str, chosen: str, language: str) -> SafeString:
    options = _options(language).replace(f'value="{chosen}"', f'value="{chosen}" selected')
    return format_html(CATEGORY, id=key, kind=_("Sorte d’achat"), options=SafeString(options))


@cache
def _options(language: str) -> str:
    """Every kind of purchase, none chosen: written once, since each row of each list shows them all."""
    choices = [("", _("Je ne sais pas")), *LineCategory.choices]
    return str(format_html_join("", '<option value="{}">{}</option>', choices))
