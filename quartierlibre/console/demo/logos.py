"""Logos of the demo's funders: an emblem of plain shapes and the invented name, so that nobody's real mark is shown."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageFont

from quartierlibre.console.demo.papers import Paper
from quartierlibre.pagekit.pdf import FONTS

SIDE, GAP, SIZE, LINE = 360, 56, 92, 108
LONGEST_LINE = 18  # signs
FACE = FONTS / "AtkinsonHyperlegibleNext-Bold.ttf"
WHITE = "#ffffff"

Draw = ImageDraw.ImageDraw


def logo(emblem: str, ink: str, name: str) -> Paper:
    """One of `EMBLEMS` in that colour, then the name, as a PNG."""
    face = ImageFont.truetype(str(FACE), SIZE)
    lines = textwrap.wrap(name, LONGEST_LINE)
    wide = round(max(face.getlength(line) for line in lines))
    picture = Image.new("RGB", (SIDE + GAP + wide, SIDE), WHITE)
    pen = ImageDraw.Draw(picture)
    EMBLEMS[emblem](pen, ink)
    top = (SIDE - LINE * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((SIDE + GAP, top + number * LINE), line, fill=ink, font=face)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return Paper(content.getvalue(), f"logo-{emblem}.png")


def _fields(pen: Draw, ink: str) -> None:
    """Three fields under a sun."""
    pen.ellipse((110, 20, 250, 160), fill="#edae49")
    for number, colour in enumerate((ink, "#66a182", "#9cc5a1")):
        top = 150 + number * 70
        pen.polygon([(0, top + 60), (SIDE, top), (SIDE, SIDE), (0, SIDE)], fill=colour)


def _belfry(pen: Draw, ink: str) -> None:
    pen.polygon([(180, 10), (250, 110), (110, 110)], fill=ink)
    pen.rectangle((120, 120, 240, SIDE), fill=ink)
    pen.ellipse((146, 146, 214, 214), fill=WHITE)
    for left in (30, 270):
        pen.rectangle((left, 250, left + 60, SIDE), fill=ink)


def _columns(pen: Draw, ink: str) -> None:
    """A pediment on four columns."""
    pen.polygon([(180, 20), (350, 120), (10, 120)], fill=ink)
    for number in range(4):
        pen.rectangle((30 + number * 84, 140, 78 + number * 84, 300), fill=ink)
    pen.rectangle((10, 316, 350, 350), fill="#d1495b")


def _water(pen: Draw, ink: str) -> None:
    """Two banks and a river."""
    pen.rounded_rectangle((0, 0, SIDE, SIDE), 60, fill=ink)
    for number in range(3):
        top = 80 + number * 80
        for left in range(60, 300, 80):
            side = 180 if (left // 80) % 2 else 0
            pen.arc((left, top, left + 80, top + 60), side, side + 180, fill=WHITE, width=22)


EMBLEMS: Mapping[str, Callable[[Draw, str], None]] = {
    "fields": _fields,
    "belfry": _belfry,
    "columns": _columns,
    "water": _water,
}
