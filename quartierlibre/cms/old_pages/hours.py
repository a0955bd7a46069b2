"""Hours as French pages write them: 14h, 14 h 30, 14:00, midi, « de 9h à 12h30 »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Literal

_ONE = (
    r"(?:(?P<{0}h>[0-9]{{1,2}})\s?(?:h(?:eures?)?\b\s?(?P<{0}m>[0-9]{{2}})?|h(?P<{0}n>[0-9]{{2}})"
    r"|[:](?P<{0}c>[0-9]{{2}})(?::[0-9]{{2}})?)(?![0-9])|(?P<{0}w>midi|minuit))"
)
_BETWEEN = r"\s?(?:a|-|/|et|to|until|jusqu'a)\s?"
_LEAD = r"[\s,;:()|-]{0,4}(?:(?:a partir de|a|de|des|des|entre|from|at|vers)\s)?"
_AGAIN = rf"(?:\s?(?:,|et|puis)\s?(?:de\s)?{_ONE.format('b')}{_BETWEEN}{_ONE.format('f')})?"  # « et de 14h à 17h »
AFTER = re.compile(rf"{_LEAD}{_ONE.format('s')}(?:{_BETWEEN}{_ONE.format('e')}{_AGAIN})?")
BEFORE = re.compile(rf"{_ONE.format('s')}(?:{_BETWEEN}{_ONE.format('e')})?\s?,?\s?(?:le|du)?\s?$")
AT_START = re.compile(rf"(?:de |a |des )?{_ONE.format('s')}(?:{_BETWEEN}{_ONE.format('e')})?\s*[:.)\]-]*\s*")


@dataclass(frozen=True, slots=True)
class Hours:
    """A start and maybe an end; `impossible` holds what was written when it is no hour of a day."""

    start: time | None = None
    end: time | None = None
    impossible: str = ""


def of(found: re.Match[str]) -> Hours:
    start, end = _time(found, "s"), _time(found, "e")
    if "fh" in found.re.groupindex and (later := _time(found, "f")) is not None:
        end = later
    if start is False or end is False:
        return Hours(impossible=found[0].strip(" ,;:()|-"))
    return Hours(start, end)


def _time(found: re.Match[str], which: str) -> time | Literal[False] | None:
    """The hour found; False when it is none of a day; None when nothing was written."""
    if found[f"{which}w"]:
        return time(12) if found[f"{which}w"] == "midi" else time(0)
    if not found[f"{which}h"]:
        return None
    minutes = found[f"{which}m"] or found[f"{which}n"] or found[f"{which}c"] or "0"
    hour, minute = int(found[f"{which}h"]), int(minutes)
    return time(hour, minute) if hour < 24 and minute < 60 else False
