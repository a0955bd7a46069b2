"""Projects told in pictures: what holders show of what they did, drawn in the colours of the site, nobody on them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from PIL import ImageDraw

DATA = Path(__file__).parents[1] / "demo_data" / "photos.toml"
WIDE, HIGH = 1280, 960
INK, PAPER, WOOD, EARTH = "#34302c", "#fbfaf4", "#8a5a3c", "#5c4632"
BRICKS = ("#9b3018", "#b4452a", "#7d2412")
LEAVES = ("#2f6f4f", "#4c8a5b", "#7da453")
FLOWERS = ("#f5b82e", "#d1495b", "#f2e9dc", "#7a6fb0")

Draw = ImageDraw.ImageDraw
Spot = tuple[float, float]


@cache
def photos() -> Mapping[str, Mapping[str, str]]:
    """By title of project: the scene to draw and the words that say it."""
    told: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["photos"]
    return {each["title"]: each for each in told}


def _sun(pen: Draw, sky: str, at: Spot, size: float = 90, colour: str = "#f5d27a") -> None:
    pen.rectangle((0, 0, WIDE, HIGH), fill=sky)
    pen.ellipse((at[0] - size, at[1] - size, at[0] + size, at[1] + size), fill=colour)


def _wall(pen: Draw, left: int, top: int, right: int, bottom: int, joint: str = "#8f4d37") -> None:
    pen.rectangle((left, top, right, bottom), fill=BRICKS[1])
    for row, y in enumerate(range(top, bottom, 34)):
        pen.line((left, y, right, y), fill=joint, width=4)
        for x in range(left + (row % 2) * 44, right, 88):
            pen.line((x, y, x, min(y + 34, bottom)), fill=joint, width=4)


def _gable(pen: Draw, left: int, wide: int, top: int, ground: int, colour: str) -> None:
    """A house with the stepped gable of the North."""
    steps, high = 4, 34
    for step in range(steps):
        inset = (steps - step) * wide // 11
        pen.rectangle((left + inset, top + step * high, left + wide - inset, ground), fill=colour)
    pen.rectangle((left, top + steps * high, left + wide, ground), fill=colour)
    for row in range(top + steps * high + 24, ground - 110, 130):
        for x in (left + wide // 5, left + wide * 3 // 5):
            pen.rectangle((x, row, x + wide // 5, row + 84), fill="#f6e3b4", outline=PAPER, width=8)


def _leaf(pen: Draw, at: Spot, size: float, colour: str) -> None:
    pen.ellipse((at[0] - size, at[1] - size * 0.6, at[0] + size, at[1] + size * 0.6), fill=colour)


def _flower(pen: Draw, at: Spot, size: float, colour: str) -> None:
    for dx, dy in ((-0.7, 0), (0.7, 0), (0, -0.7), (0, 0.7)):
        x, y = at[0] + dx * size, at[1] + dy * size
        pen.ellipse((x - size * 0.6, y - size * 0.6, x + size * 0.6, y + size * 0.6), fill=colour)
    pen.ellipse((at[0] - size * 0.45, at[1] - size * 0.45, at[0] + size * 0.45, at[1] + size * 0.45), fill="#7b4a12")


def _crate(pen: Draw, left: int, top: int, wide: int, high: int) -> None:
    pen.rectangle((left, top, left + wide, top + high), fill=WOOD)
    for y in range(top, top + high, high // 3):
        pen.rectangle((left, y, left + wide, y + high // 3 - 14), fill="#b98356")
    for x in (left + 18, left + wide - 40):
        pen.rectangle((x, top - 8, x + 22, top + high), fill="#6f4529")


def _baskets(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """Crates of vegetables on a table, houses behind."""
    _sun(pen, "#f3dfb5", (1010, 210))
    for number, left in enumerate((-40, 250, 560, 850, 1120)):
        _gable(pen, left, 270, 210 + (number % 2) * 60, 640, BRICKS[number % 3])
    pen.rectangle((0, 620, WIDE, HIGH), fill="#d9c7a4")
    pen.rectangle((0, 800, WIDE, 850), fill=EARTH)
    heaps = (("#e07a3f", 40), ("#4c8a5b", 52), ("#c8334a", 36), ("#f0d9b0", 44))
    for number, (colour, size) in enumerate(heaps):
        left = 60 + number * 300
        for layer in range(5):
            for _one in range(7 - layer):
                x, y = left + 40 + chance.randint(0, 190), 618 - layer * 26 + chance.randint(-6, 6)
                pen.ellipse((x - size / 2, y - size / 2, x + size / 2, y + size / 2), fill=colour, outline="#00000022")
                _leaf(pen, (x, y - size / 2), 9, LEAVES[number % 3])
        _crate(pen, left, 640, 250, 150)


def _oven(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """A bread oven of bricks lit in a courtyard, loaves on a board."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#2b3a4a")
    for number, left in enumerate((0, 330, 980)):
        _gable(pen, left, 300, 90 + (number % 2) * 70, 660, ("#5a2a20", "#6b3325", "#4c231b")[number])
    pen.rectangle((0, 640, WIDE, HIGH), fill="#6d6a55")
    pen.pieslice((330, 150, 960, 860), 180, 360, fill=BRICKS[1])
    for ring in range(5):
        pen.arc((330 + ring * 26, 150 + ring * 26, 960 - ring * 26, 860 - ring * 26), 180, 360, fill="#7d2412", width=4)
    _wall(pen, 330, 505, 960, 800, "#7d2412")
    pen.pieslice((470, 330, 820, 700), 180, 360, fill="#1c1512")
    pen.rectangle((470, 512, 820, 640), fill="#1c1512")
    for colour, spread, high in (("#c8431f", 140, 190), ("#f08a24", 100, 140), ("#f9d15b", 56, 92)):
        pen.polygon([(645 - spread, 640), (645 - spread / 2, 640 - high * 0.7), (645 - spread / 6, 640 - high * 0.4),
                     (645, 640 - high), (645 + spread / 4, 640 - high * 0.5), (645 + spread / 2, 640 - high * 0.8),
                     (645 + spread, 640)], fill=colour)  # fmt: skip
    pen.rectangle((130, 800, 1180, 836), fill="#a9764a")
    for left in range(170, 1080, 190):
        pen.ellipse((left, 722, left + 168, 812), fill="#c98b3f")
        for cut in range(3):
            pen.arc((left + 24 + cut * 42, 734, left + 70 + cut * 42, 790), 200, 330, fill="#f0d4a0", width=7)
    for _spark in range(40):
        x, y = 560 + chance.randint(0, 180), 130 + chance.randint(0, 260)
        pen.ellipse((x, y, x + 6, y + 6), fill="#f9d15b")


def _window(pen: Draw, left: int, top: int, chance: random.Random) -> None:
    """Lit, most often with flowers on its sill; or dark."""
    lit = chance.choice(("#f9d98a", "#f6e3b4", "#4a5876", "#f2c45f"))
    pen.rectangle((left, top, left + 76, top + 88), fill=lit, outline="#c9b49a", width=6)
    if lit == "#4a5876" or chance.random() > 0.6:
        return
    pen.rectangle((left - 6, top + 80, left + 82, top + 94), fill="#c9b49a")
    for bloom in range(3):
        _flower(pen, (left + 12 + bloom * 26, top + 76), 9, chance.choice(FLOWERS))


def _windows(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """An evening concert under the windows: lights, bunting, a stage with its instruments."""
    pen.rectangle((0, 0, WIDE, HIGH), fill="#31405e")
    pen.rectangle((60, 60, 1220, 640), fill=BRICKS[2])
    for row, column in product(range(4), range(9)):
        _window(pen, 96 + column * 124, 92 + row * 132, chance)
    for number in range(22):
        x, y = number * 60, 640 + abs((number % 8) - 4) * -9
        pen.polygon([(x, y), (x + 44, y), (x + 22, y + 46)], fill=FLOWERS[number % 4])
    pen.rectangle((0, 700, WIDE, HIGH), fill="#454a3c")
    pen.polygon([(210, 780), (1070, 780), (1170, 900), (110, 900)], fill="#a9764a")
    pen.rectangle((110, 900, 1170, 930), fill=WOOD)
    for left in (150, 1000):
        pen.rectangle((left, 640, left + 130, 890), fill="#1e1c1a")
        for top, size in ((660, 40), (760, 56)):
            pen.ellipse((left + 65 - size, top, left + 65 + size, top + size * 2), fill="#4a4642")
    pen.ellipse((560, 690, 760, 860), fill="#d1495b", outline=PAPER, width=10)
    for left in (470, 760):
        pen.ellipse((left, 650, left + 120, 680), fill="#f5b82e")
        pen.line((left + 60, 670, left + 60, 850), fill="#c9c4bb", width=6)


def _beds(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """Raised beds in flower along a street of bricks."""
    _sun(pen, "#cfe5ef", (220, 180), colour="#fbe7a6")
    for number, left in enumerate((-30, 240, 520, 800, 1080)):
        _gable(pen, left, 260, 190 + (number * 37) % 90, 560, BRICKS[(number + 1) % 3])
    pen.rectangle((0, 540, WIDE, HIGH), fill="#cdbb98")
    for row, top in enumerate((590, 760)):
        for left in range(40 - row * 60, WIDE, 440):
            for _one in range(46):
                x, y = left + chance.randint(10, 370), top - chance.randint(-16, 90)
                pen.line((x, y, x + chance.randint(-8, 8), top + 20), fill=LEAVES[0], width=5)
                _leaf(pen, (x, y + 30), 22, chance.choice(LEAVES))
                if chance.random() < 0.6:
                    _flower(pen, (x, y), chance.randint(12, 20), chance.choice(FLOWERS))
            _crate(pen, left, top, 380, 130)


def _books(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """A box of books screwed to the wall of a hall."""
    _wall(pen, 0, 0, WIDE, HIGH)
    pen.polygon([(240, 200), (640, 60), (1040, 200)], fill="#1f5673")
    pen.rectangle((270, 200, 1010, 850), fill="#2f6f8f")
    pen.rectangle((310, 240, 970, 810), fill="#e9d7b4")
    colours = (*FLOWERS, *LEAVES, *BRICKS, "#1f5673")
    for shelf in (510, 790):
        x = 330
        while x < 920:
            thick, high = chance.randint(26, 52), chance.randint(170, 232)
            pen.rectangle((x, shelf - high, x + thick, shelf), fill=chance.choice(colours))
            pen.rectangle((x + 6, shelf - high + 26, x + thick - 6, shelf - high + 38), fill=PAPER)
            x += thick + 5
        pen.rectangle((310, shelf, 970, shelf + 20), fill=WOOD)
    pen.rectangle((930, 480, 952, 560), fill="#f5b82e")


def _stars(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """A telescope in a public garden, the roofs asleep, the sky full of stars."""
    for band in range(HIGH):
        share = band / HIGH
        pen.line((0, band, WIDE, band), fill=(int(18 + 40 * share), int(26 + 44 * share), int(58 + 60 * share)))
    for _star in range(240):
        x, y, size = chance.randint(0, WIDE), chance.randint(0, 560), chance.choice((2, 2, 3, 5))
        pen.ellipse((x, y, x + size, y + size), fill=chance.choice((PAPER, "#f9e7b0")))
    pen.ellipse((960, 90, 1110, 240), fill="#f6e7b8")
    pen.ellipse((1000, 76, 1140, 216), fill="#182143")
    for number, left in enumerate((-20, 210, 460, 720, 960, 1170)):
        _gable(pen, left, 240, 470 + (number * 53) % 80, 800, ("#24202c", "#2c2531")[number % 2])
    pen.rectangle((0, 770, WIDE, HIGH), fill="#1f3a2e")
    pen.line((600, 940, 660, 720), fill="#0f0d12", width=14)
    pen.line((720, 940, 660, 720), fill="#0f0d12", width=14)
    pen.line((660, 940, 660, 720), fill="#0f0d12", width=14)
    pen.polygon([(560, 760), (800, 560), (850, 616), (606, 806)], fill="#d9d2c3")
    pen.polygon([(800, 560), (850, 616), (880, 596), (824, 534)], fill="#9b3018")


def _mural(pen: Draw, chance: random.Random, _answers: Mapping[str, Any]) -> None:
    """A long wall painted by many hands: a river, boats, a rising sun."""
    pen.rectangle((0, 0, WIDE, 130), fill="#cfe5ef")
    _wall(pen, 0, 130, WIDE, 780)
    pen.rectangle((90, 190, 1190, 720), fill="#f2dfb0")
    pen.pieslice((420, 240, 860, 680), 180, 360, fill="#f5b82e")
    for ray in range(7):
        x = 340 + ray * 100
        pen.line((640, 460, x, 210), fill="#f0a13a", width=10)
    for wave in range(4):
        top = 460 + wave * 64
        pen.rectangle((90, top, 1190, 720), fill=("#2f6f8f", "#3f86a6", "#2a617d", "#1f5673")[wave])
        for x in range(90 + (wave % 2) * 50, 1091, 100):
            pen.arc((x, top - 26, x + 100, top + 30), 180, 360, fill="#d7ecf3", width=8)
    for left, top, sail in ((230, 450, "#d1495b"), (560, 510, PAPER), (880, 440, "#7da453")):
        pen.polygon(
            [(left, top + 70), (left + 190, top + 70), (left + 150, top + 120), (left + 40, top + 120)], fill=WOOD
        )
        pen.polygon([(left + 96, top - 130), (left + 96, top + 58), (left + 186, top + 58)], fill=sail)
    pen.rectangle((0, 780, WIDE, HIGH), fill="#9d9686")
    for number, colour in enumerate((*FLOWERS, "#2f6f8f", "#9b3018")):
        left = 150 + number * 170
        pen.rectangle((left, 800, left + 90, 900), fill="#d8d4cb")
        pen.ellipse((left, 786, left + 90, 816), fill=colour)
        pen.line((left + 30 + chance.randint(0, 20), 800, left + 70, 720), fill=WOOD, width=8)


SCENES: Mapping[str, Callable[[Draw, random.Random, Mapping[str, Any]], None]] = {
    "baskets": _baskets,
    "oven": _oven,
    "windows": _windows,
    "beds": _beds,
    "books": _books,
    "stars": _stars,
    "mural": _mural,
}
