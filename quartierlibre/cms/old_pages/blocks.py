"""From lines to paragraphs, headings, quotations and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from quartierlibre.cms.old_pages import hours
from quartierlibre.cms.old_pages.inline import SOFT, Reader, words_of
from quartierlibre.cms.old_pages.lines import Line, fold, is_open
from quartierlibre.cms.old_pages.page import Block, Item

_BULLET = re.compile(r"(\s*)(?:([-*•·‣▪●◦–—+])|([0-9]{1,2})[.)])\s+(?=\S)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)[\s#]*$")
_RULE = re.compile(r"\s*([-=*_])\s*(?:\1\s*){2,}$")
_TIMED_WORDS = re.compile(r"[0-9]{1,2}\s?(?:h|:[0-9]{2}).{0,30}?[:–—-]\s*\S|[0-9]{1,2}\s?h[0-9 ]{0,3}\s*\S")
WRAPPED = 60  # a line at least this long goes on with the next one; a shorter one ends where it ends
DEEPEST = 5


@dataclass(slots=True)
class _Row:
    depth: int
    numbered: bool
    marked: bool
    lines: list[Line]


def read(lines: list[Line], reader: Reader) -> tuple[Block, ...]:
    """The blocks in order; the items of a list may be apart by one blank line."""
    blocks: list[Block] = []
    rows: list[_Row] = []
    paragraph: list[Line] = []
    for position, line in enumerate(lines):
        if _RULE.fullmatch(line.text) and len(line.text) < 200:
            if paragraph and line.text.strip()[0] in "=-" and len(paragraph) == 1:
                blocks += _close_rows(rows, reader)
                blocks.append(_heading(paragraph[0].text, 1 if "=" in line.text else 2, paragraph[0].number, reader))
                paragraph = []
            continue
        if line.is_blank:
            blocks += _close_paragraph(paragraph, rows, reader)
            paragraph = []
        elif heading := _HEADING.fullmatch(line.text):
            blocks += _close_paragraph(paragraph, rows, reader) + _close_rows(rows, reader)
            paragraph = []
            blocks.append(_heading(heading[2], len(heading[1]), line.number, reader))
        elif _starts_row(line, paragraph):
            blocks += _close_paragraph(paragraph, rows, reader)
            paragraph = []
            rows.append(_row(line))
        elif _continues_row(line, lines[position - 1] if position else None, rows, paragraph):
            rows[-1].lines.append(line)
        else:
            blocks += _close_rows(rows, reader)
            paragraph.append(line)
    return tuple(blocks + _close_paragraph(paragraph, rows, reader) + _close_rows(rows, reader))


def _heading(text: str, level: int, line: int, reader: Reader) -> Block:
    return Block("heading", line, reader.read(text, line), level=level)


def _starts_row(line: Line, paragraph: list[Line]) -> bool:
    """A bullet or number; a line which begins with an hour too, when it does not go on with a sentence."""
    if _BULLET.match(line.text):
        return True
    wrapped = bool(paragraph) and len(paragraph[-1].text) >= WRAPPED
    return (
        not wrapped
        and _TIMED_WORDS.match(line.text.strip()) is not None
        and hours.AT_START.match(fold(line.text[:200])) is not None
    )


def _row(line: Line) -> _Row:
    found = _BULLET.match(line.text)
    if not found:
        return _Row(0, False, False, [Line(line.number, line.text.strip())])
    return _Row(len(found[1]), bool(found[3]), True, [Line(line.number, line.text[found.end() :])])


def _continues_row(line: Line, before: Line | None, rows: list[_Row], paragraph: list[Line]) -> bool:
    """Indented under its item, or cut by the width of the paper."""
    if not rows or paragraph or before is None or before.is_blank:
        return False
    return line.text[:1].isspace() or len(before.text) >= WRAPPED


def _close_paragraph(paragraph: list[Line], rows: list[_Row], reader: Reader) -> list[Block]:
    if not paragraph:
        return []
    quoted = all(line.text.lstrip().startswith(">") for line in paragraph)
    lines = [Line(line.number, line.text.lstrip().lstrip(">")) for line in paragraph] if quoted else paragraph
    runs = reader.read(_joined(lines), lines[0].number)
    block = Block("quote" if quoted else "paragraph", lines[0].number, runs)
    return [*_close_rows(rows, reader), block] if runs else []


def _joined(lines: list[Line]) -> str:
    """Lines cut by the width of the paper are one; short lines keep their ends."""
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        words = line.text.strip().removesuffix("\\")
        goes_on = following is not None and (len(line.text) >= WRAPPED or ("[" in line.text and is_open(line.text)))
        parts.append(words + (SOFT if goes_on else "\n" if following else ""))
    return "".join(parts)


def _close_rows(rows: list[_Row], reader: Reader) -> list[Block]:
    """The list gathered so far, its items under one another by their indentation."""
    if not rows:
        return []
    gathered = list(rows)
    rows.clear()
    return [_list(part, reader) for part in _of_one_kind(gathered)]


def _list(rows: list[_Row], reader: Reader) -> Block:
    line = rows[0].lines[0].number
    if len(rows) == 1 and not rows[0].marked:  # one line which begins with an hour is a sentence
        return Block("paragraph", line, reader.read(_joined(rows[0].lines), line))
    return Block("numbers" if rows[0].numbered else "bullets", line, items=_nested(rows, reader))


def _of_one_kind(rows: list[_Row]) -> list[list[_Row]]:
    """Numbers after bullets, at the left, begin another list."""
    parts: list[list[_Row]] = []
    for row in rows:
        if parts and (row.depth > parts[-1][0].depth or row.numbered == parts[-1][0].numbered):
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _nested(rows: list[_Row], reader: Reader) -> tuple[Item, ...]:
    """Deepest items first, so that each is complete when its parent takes it."""
    levels: list[tuple[int, list[Item]]] = [(rows[0].depth, [])]
    for row in rows:
        while len(levels) > 1 and row.depth <= levels[-2][0]:
            _fold_level(levels)
        if row.depth > levels[-1][0] + 1 and levels[-1][1] and len(levels) <= DEEPEST:
            levels.append((row.depth, []))
        item = Item(reader.read(_joined(row.lines), row.lines[0].number), row.lines[0].number)
        levels[-1][1].append(item)
    while len(levels) > 1:
        _fold_level(levels)
    return tuple(item for item in levels[0][1] if words_of(item.runs) or item.children)


def _fold_level(levels: list[tuple[int, list[Item]]]) -> None:
    _depth, children = levels.pop()
    parent = levels[-1][1]
    parent[-1] = replace(parent[-1], children=(*parent[-1].children, *children))
