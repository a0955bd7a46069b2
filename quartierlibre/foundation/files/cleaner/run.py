"""`python -I run.py KIND PICTURE THUMBNAIL`: read a file on the standard input, write what may be kept.

The answer is one line of JSON on the standard output: `{"refused": []}` and, for a picture, its size in points.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))  # isolated mode starts with no path of ours

from quartierlibre.foundation.files.cleaner import confine


def clean_picture(kind: str, picture: int, thumbnail: int) -> dict[str, object]:
    from quartierlibre.foundation.files.cleaner import picture as pictures  # a PDF need not wait for Pillow

    pictures.prepare(kind)
    confine.close_the_doors()
    try:
        with os.fdopen(picture, "wb") as drawn, os.fdopen(thumbnail, "wb") as small:
            return {"refused": [], **pictures.redraw(sys.stdin.buffer, kind, drawn, small)}
    except pictures.Unfit as unfit:
        return {"refused": [unfit.reason]}


def check_pdf() -> dict[str, object]:
    from quartierlibre.foundation.files.cleaner import pdf  # a photo need not wait for it either

    confine.close_the_doors()
    return {"refused": pdf.examine(sys.stdin.buffer.read())}


if __name__ == "__main__":
    confine.limit_resources()
    answer = check_pdf() if sys.argv[1] == "PDF" else clean_picture(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(answer))
