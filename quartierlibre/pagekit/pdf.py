"""Printed pages: one way to typeset a Typst template as an accessible PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
# Typst refuses to compile what breaks these: no title, no language, a skipped heading, a picture without words.
STANDARDS = ["ua-1", "a-2a"]


# What to try, in order, when a word is written in a script our fonts do not draw: a page with an empty square is
# better than no page, and strangers' names must print.
ATTEMPTS: tuple[tuple[bool, Any], ...] = ((True, STANDARDS), (False, STANDARDS), (False, []))


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1, PDF/A-2a). People's words travel in `data` only, never in the source of a template.

    `at` is the date written in the PDF: the same data and date give the same bytes. Nothing is fetched; only the fonts
    of the repository and those inside Typst are used, unless they lack a sign: then those of the machine too, and at
    worst the standards are given up rather than the page.
    """
    import typst  # 25 MB in memory, only when somebody prints

    for own_fonts_only, standards in ATTEMPTS:
        try:
            written = typst.compile(
                template,
                font_paths=[FONTS],
                ignore_system_fonts=own_fonts_only,
                format="pdf",
                sys_inputs=_words(data),
                pdf_standards=standards,
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            continue
        return bytes(written)
    raise AssertionError("without a standard to keep, every word can be set")


def picture(template: Path, data: Mapping[str, Any], *, dots: int = 144) -> bytes:
    """The one page of a template as a PNG, `dots` to an inch of 72 points."""
    import typst

    return bytes(
        typst.compile(
            template, font_paths=[FONTS], ignore_system_fonts=True, format="png", ppi=dots, sys_inputs=_words(data)
        )
    )


def pages_of(template: Path, data: Mapping[str, Any]) -> int:
    """How many pages a template takes with this data: it says so under the label `<pages>`."""
    import typst

    said = typst.query(
        template,
        "<pages>",
        field="value",
        one=True,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs=_words(data),
    )
    return int(json.loads(said))


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}
