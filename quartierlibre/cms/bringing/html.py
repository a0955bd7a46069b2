"""Blocks of an old page as HTML: every word escaped, every address already made valid."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape

from quartierlibre.cms.old_pages.page import Block, Item, Run, Runs

LISTS = {"bullets": "ul", "numbers": "ol"}


def html_of(blocks: Iterable[Block]) -> str:
    """One element for each block. Headings begin at the second level: the first is the title's."""
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if block.items:
        return _list(LISTS[block.kind], block.items)
    inside = _runs(block.runs)
    if block.kind == "heading":
        level = min(max(block.level, 2), 4)
        return f"<h{level}>{inside}</h{level}>"
    return f"<blockquote><p>{inside}</p></blockquote>" if block.kind == "quote" else f"<p>{inside}</p>"


def _list(tag: str, items: tuple[Item, ...]) -> str:
    inside = (f"<li>{_runs(item.runs)}{_list('ul', item.children) if item.children else ''}</li>" for item in items)
    return f"<{tag}>{''.join(inside)}</{tag}>"


def _runs(runs: Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    words = escape(run.text).replace("\n", "<br>")
    if run.strong:
        words = f"<strong>{words}</strong>"
    if run.emphasis:
        words = f"<em>{words}</em>"
    return f'<a href="{escape(run.href)}">{words}</a>' if run.href else words
