"""Printed pages of an older site, all invented, and what is read in each: `NAME.json` stands beside `NAME.txt`.

To add one: write the page, run this file with REWRITE_OLD_PAGES=1, and read what was written before keeping it.
"""

import json
import os
from pathlib import Path

import pytest

from quartierlibre.cms.old_pages import telling
from quartierlibre.cms.old_pages.reading import read_page
from quartierlibre.foundation.verdicts import Refused

FOLDER = Path(__file__).parent / "old_pages"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")
COMMUNES = {"saint-amé", "hautefosse"}


def read(path):
    """What the report of a page says, its words and links included; or why it was refused."""
    try:
        page = read_page(path.read_bytes(), name=path.name, is_commune=lambda name: name.casefold() in COMMUNES)
    except Refused as refused:
        return {"refused": [[refusal.code, str(refusal.message)] for refusal in refused.verdict.refusals]}
    notes = {kind: telling.notes(page, kind) for kind in ("guessed", "left_out", "reported")}
    return {
        **telling.understood(page),
        "is_meeting": page.is_meeting,
        "body": [told(block) for block in page.body],
        **notes,
    }


def told(block):
    """A block as light Markdown, short enough to be read again by a person."""
    mark = {"heading": "#" * block.level + " ", "quote": "> "}.get(block.kind, "")
    if block.items:
        return [block.kind, *items(block.items)]
    return f"{block.line}: {mark}{runs(block.runs)}"


def items(listed):
    return [[runs(item.runs), *items(item.children)] if item.children else runs(item.runs) for item in listed]


def runs(listed):
    return "".join(
        f"[{run.text}]({run.href})" if run.href else f"**{run.text}**" if run.strong else run.text for run in listed
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_read_in_a_page(path):
    expected = path.with_name(f"{path.name}.json")
    found = read(path)
    if os.environ.get("REWRITE_OLD_PAGES"):
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))
