"""A field is drawn by its templates once; then only what a person typed is put in its place.

What a field looks like depends on its name, words, box and choices, all of which are the key: nothing ever has to be
forgotten. Free text goes into a hole left in the drawing, escaped; a choice among a few is drawn once per answer. A
field in error is drawn afresh. Twenty-six fields by templates took half of the time of the form of a project.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django import forms
from django.forms import BoundField
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 800  # drawings of one kilobyte or two
HOLE = "\ue000\ue001"  # private letters: no template of ours and no keyboard writes them
NOT_TEXT = (forms.CheckboxInput, forms.FileInput, forms.PasswordInput)

_drawn: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
_lock = Lock()


def draw(bound: BoundField) -> SafeString:
    """The same markup as `bound.as_field_group()`."""
    widget = bound.field.widget
    if bound.name in bound.form.errors or not isinstance(
        getattr(widget, "choices", []), list
    ):  # choices that only a query can tell
        return bound.as_field_group()
    if isinstance(widget, ChoiceWidget | forms.CheckboxInput):
        return _whole(bound, ("chosen", repr(bound.value())))
    if isinstance(widget, Input | forms.Textarea) and not isinstance(widget, NOT_TEXT):
        return _with_words(bound, widget)
    return _around(bound)


def _whole(bound: BoundField, answer: Hashable) -> SafeString:
    """Drawn once per answer."""
    return mark_safe(_once((_looks(bound), answer), lambda: str(bound.as_field_group()))[0])  # noqa: S308 - templates


def _with_words(bound: BoundField, widget: forms.Widget) -> SafeString:
    """Drawn once empty, and once with a hole for the words."""
    words = widget.format_value(bound.value())
    if words in (None, ""):
        return _whole(bound, ("blank", words))
    return _filled(_once((_looks(bound), "words"), lambda: _drawing_of(bound, value=lambda: HOLE)), str(words))


def _around(bound: BoundField) -> SafeString:
    """Label and help drawn once, around a box that draws itself."""
    parts = _once((_looks(bound), "around"), lambda: _drawing_of(bound, as_widget=lambda: mark_safe(HOLE)))  # noqa: S308
    return _filled(parts, bound.as_widget())


def _filled(parts: tuple[str, ...], words: str) -> SafeString:
    return mark_safe(conditional_escape(words).join(parts))  # noqa: S308 - templates, and words escaped here


def _drawing_of(bound: BoundField, **instead: Callable[[], str]) -> str:
    """The field drawn by its templates as if it answered otherwise; exactly one hole, or it is our mistake."""
    other = copy.copy(bound)
    other.__dict__.update(instead)
    drawing = str(other.as_field_group())
    if drawing.count(HOLE) != 1:
        raise ValueError(f"{bound.html_name}: {drawing.count(HOLE)} holes in its drawing, one expected")
    return drawing


def never_changing(field: forms.Field) -> forms.Field:
    """Promise that nobody will change this field: what it looks like is then gathered once."""
    field.looks = {}  # type: ignore[attr-defined]
    return field


def _looks(bound: BoundField) -> Hashable:
    known: dict[Hashable, Hashable] | None = getattr(bound.field, "looks", None)
    if known is None:
        return _gathered(bound)
    form = bound.form
    key = (_language_of(form), bound.html_name, bound.auto_id, form.use_required_attribute, type(form))
    if key not in known:
        known[key] = _gathered(bound)
    return known[key]


def _language_of(form: forms.BaseForm) -> str | None:
    """Asked once per form, which is made for one request: fields are many."""
    if not hasattr(form, "language"):
        form.language = get_language()  # type: ignore[attr-defined]
    return form.language  # type: ignore[attr-defined,no-any-return]


def _gathered(bound: BoundField) -> Hashable:
    """All that the drawing shows of a field besides its answer."""
    field, widget = bound.field, bound.field.widget
    return (
        *(get_language(), bound.html_name, bound.auto_id, str(bound.label), str(bound.help_text)),
        *(
            field.required,
            getattr(field, "needed_then", False),
            field.disabled,
            bound.form.use_required_attribute,
            type(bound.form),
            type(widget),
        ),
        tuple(sorted((name, str(value)) for name, value in widget.attrs.items())),
        _choices(widget),
    )


def _choices(widget: forms.Widget) -> Hashable:
    if not isinstance(widget, ChoiceWidget):
        return None
    return repr(list(widget.choices)), repr(getattr(widget, "helps", None))


def _once(key: Hashable, make: Callable[[], str]) -> tuple[str, ...]:
    """The drawing under this key, in the parts its hole leaves."""
    with _lock:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    parts = tuple(make().split(HOLE))
    with _lock:
        _drawn[key] = parts
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return parts


def forget() -> None:
    with _lock:
        _drawn.clear()
