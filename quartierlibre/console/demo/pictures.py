"""Photos of the demo, drawn with flat colours and a little grain: the same file every time."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from quartierlibre.console.demo import memories
from quartierlibre.pagekit.pdf import FONTS

WIDE, HIGH = memories.WIDE, memories.HIGH
SKY, BRICK, GRASS, PAPER, INK = "#bcd9e8", "#b4664a", "#7d9b5f", "#fbfaf4", "#34302c"
CLOTHS = ("#d1495b", "#edae49", "#2f6f8f", "#66a182", "#f2e9dc")

Draw = ImageDraw.ImageDraw


def draw(scene: str, answers: Mapping[str, Any]) -> bytes:
    """One of `SCENES` as a JPEG of a phone's proportions."""
    chance = random.Random(scene)  # noqa: S311 - a drawing, not a secret
    picture = Image.new("RGB", (WIDE, HIGH), SKY)
    SCENES[scene](ImageDraw.Draw(picture), chance, answers)
    grain = Image.frombytes("L", (WIDE // 4, HIGH // 4), chance.randbytes(WIDE * HIGH // 16)).resize((WIDE, HIGH))
    picture = Image.blend(picture.filter(ImageFilter.GaussianBlur(1.2)), grain.convert("RGB"), 0.05)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=82)
    return content.getvalue()


def _words(pen: Draw, at: tuple[int, int], text: str, size: int, *, ink: str = INK, bold: bool = False) -> None:
    face = FONTS / f"AtkinsonHyperlegibleNext-{'Bold' if bold else 'Regular'}.ttf"
    pen.text(at, text, fill=ink, font=ImageFont.truetype(str(face), size))


def _tower(pen: Draw, left: int, top: int, wide: int, chance: random.Random) -> None:
    pen.rectangle((left, top, left + wide, 700), fill=BRICK)
    for row in range(top + 30, 660, 78):
        for column in range(left + 24, left + wide - 40, 74):
            lit = chance.choice(("#f6e3b4", "#dfe8ec", "#c9d6dc", "#efd9a0"))
            pen.rectangle((column, row, column + 42, row + 48), fill=lit)
            pen.rectangle((column - 4, row + 48, column + 46, row + 56), fill="#8f4d37")


def _table(pen: Draw, left: int, top: int, cloth: str) -> None:
    pen.polygon([(left, top), (left + 260, top), (left + 300, top + 60), (left - 40, top + 60)], fill=cloth)
    pen.rectangle((left - 40, top + 60, left + 300, top + 74), fill=INK)
    for foot in (left - 20, left + 270):
        pen.rectangle((foot, top + 74, foot + 10, top + 130), fill=INK)
    for plate in range(left + 10, left + 250, 66):
        pen.ellipse((plate, top + 16, plate + 46, top + 40), fill=PAPER)


def _court(pen: Draw, chance: random.Random, answers: Mapping[str, Any]) -> None:
    """Tables laid out between the towers, a string of photos above."""
    for left, top, wide in ((20, 120, 330), (420, 60, 380), (880, 160, 360)):
        _tower(pen, left, top, wide, chance)
    pen.rectangle((0, 690, WIDE, HIGH), fill=GRASS)
    pen.arc((-200, 380, WIDE + 200, 640), 10, 170, fill=INK, width=4)
    for step in range(9):
        left = 90 + step * 125
        pen.rectangle((left, 590 + (step % 3) * 8, left + 54, 662), fill=PAPER)
    for number, left in enumerate((110, 500, 890)):
        _table(pen, left, 760 - (number % 2) * 30, CLOTHS[number])


def _market(pen: Draw, chance: random.Random, answers: Mapping[str, Any]) -> None:
    """A stall and its prices on slates."""
    pen.rectangle((0, 620, WIDE, HIGH), fill="#a89c8d")
    for stripe in range(16):
        pen.polygon([(stripe * 80, 120), (stripe * 80 + 80, 120), (stripe * 80 + 60, 300), (stripe * 80 + 20, 300)],
                    fill=CLOTHS[0] if stripe % 2 else PAPER)  # fmt: skip
    pen.rectangle((40, 470, WIDE - 40, 720), fill="#7b5b3d")
    prices = (("Gombos", "4,20 €"), ("Coriandre", "0,90 €"), ("Patates douces", "2,10 €"), ("Citrons", "2,80 €"))
    for number, (label, price) in enumerate(prices):
        left = 70 + number * 300
        for _fruit in range(46):
            x, y = left + chance.randint(0, 210), 490 + chance.randint(0, 120)
            pen.ellipse((x, y, x + 38, y + 38), fill=("#6a994e", "#386641", "#e07a3f", "#f2cc3c")[number])
        pen.rectangle((left + 10, 640, left + 250, 730), fill=INK)
        _words(pen, (left + 24, 646), label, 28, ink=PAPER)
        _words(pen, (left + 24, 682), f"{price} le kilo", 32, ink="#f6e3b4", bold=True)


def _ticket(pen: Draw, chance: random.Random, answers: Mapping[str, Any]) -> None:
    """A till receipt on a workbench."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#8a6d52")
    for plank in range(0, HIGH, 160):
        pen.line((0, plank, WIDE, plank + chance.randint(-8, 8)), fill="#6f563f", width=6)
    pen.polygon([(390, 60), (890, 80), (870, 900), (370, 880)], fill=PAPER)
    _words(pen, (450, 110), "Cycles & Bricole", 44, bold=True)
    _words(pen, (450, 166), "Rouvelinghem (inventé)", 28)
    for number, line in enumerate(answers["lines"]):
        _words(pen, (440, 280 + number * 110), line["label"][:30], 30)
        _words(pen, (680, 322 + number * 110), f"{line['amount']} €", 36, bold=True)


def _workshop(pen: Draw, chance: random.Random, answers: Mapping[str, Any]) -> None:
    """Two sewing machines under a window."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#e7ddcd")
    pen.rectangle((340, 70, 940, 430), fill=SKY, outline=PAPER, width=18)
    pen.line((640, 70, 640, 430), fill=PAPER, width=14)
    pen.rectangle((0, 690, WIDE, 740), fill="#7b5b3d")
    for left in (180, 720):
        pen.rounded_rectangle((left, 640, left + 360, 692), 14, fill=INK)
        pen.rectangle((left + 270, 480, left + 340, 644), fill=INK)
        pen.rounded_rectangle((left + 30, 470, left + 340, 534), 20, fill=INK)
        pen.rectangle((left + 50, 530, left + 84, 610), fill=INK)
        pen.ellipse((left + 318, 520, left + 392, 594), fill="#8d8d8d")
    for number, cloth in enumerate(CLOTHS):
        pen.rectangle((60 + number * 236, 770 + chance.randint(0, 40), 250 + number * 236, 920), fill=cloth)


def _sheet(pen: Draw, chance: random.Random, answers: Mapping[str, Any]) -> None:
    """A paper sheet filled in by hand, photographed flat."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#5b6b62")
    pen.polygon([(250, 30), (1040, 44), (1030, 930), (236, 916)], fill=PAPER)
    _words(pen, (310, 80), "Fiche projet", 46, bold=True)
    said = [answers["title"], answers.get("group_name", ""), answers["holder_name"], answers["place_text"]]
    said += [f"{line['label']} : {line['amount']} €" for line in answers["lines"]] + [f"Total : {answers['asked']} €"]
    for number, words in enumerate(said):
        top = 180 + number * 92
        pen.line((310, top + 52, 970, top + 52), fill="#b8b2a6", width=2)
        _words(pen, (320 + chance.randint(0, 14), top), words[:46], 34, ink="#274690")


SCENES: Mapping[str, Callable[[Draw, random.Random, Mapping[str, Any]], None]] = {
    "court": _court,
    "market": _market,
    "ticket": _ticket,
    "workshop": _workshop,
    "sheet": _sheet,
    **memories.SCENES,
}
