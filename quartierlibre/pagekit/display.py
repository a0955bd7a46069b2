"""How a reader wants pages to look: kept in a cookie of their own, no account and no script needed."""

from collections.abc import Mapping
from dataclasses import dataclass

THEME_COOKIE, CONTRAST_COOKIE = "ql_theme", "ql_contrast"
THEMES = ("", "light", "dark")
CONTRASTS = ("", "more")
ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Choice:
    """Empty means: as the device wishes."""

    theme: str = ""
    contrast: str = ""


def chosen(cookies: Mapping[str, str]) -> Choice:
    """Anything we did not write ourselves counts as no choice."""
    theme, contrast = cookies.get(THEME_COOKIE, ""), cookies.get(CONTRAST_COOKIE, "")
    return Choice(theme if theme in THEMES else "", contrast if contrast in CONTRASTS else "")
