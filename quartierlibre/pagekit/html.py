"""Small pieces of HTML that several components share."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from django.conf import settings
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

Tone = Literal["info", "success", "warning", "danger", "neutral"]
TONES: tuple[Tone, ...] = ("info", "success", "warning", "danger", "neutral")


def known_tone(tone: str) -> str:
    """Refuse a tone no style sheet knows: a typing mistake must not lose a colour silently."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}, choose among {', '.join(TONES)}")
    return tone


def icon(name: str) -> SafeString:
    """A drawing that says nothing by itself: the word is always beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        _drawings(settings.STATIC_URL, settings.DEBUG),
        name,
    )


@cache
def _drawings(prefix: str, debug: bool) -> str:
    """Where the drawings are; asked for some fifty times a page, so looked up once per process."""
    return static("pagekit/icons.svg")


def attributes(values: Mapping[str, str | bool | None]) -> SafeString:
    """HTML attributes from Python names: `data_hx_post` becomes `data-hx-post`; empty, None and False are left out."""
    return flatatt({name.rstrip("_").replace("_", "-"): value for name, value in values.items() if value})
