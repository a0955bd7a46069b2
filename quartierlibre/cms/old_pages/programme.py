"""Timed items of a programme: their hour, their kind, and what is done during each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import hours
from quartierlibre.cms.old_pages.inline import words_of
from quartierlibre.cms.old_pages.lines import tidy
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import Block, Item, Part, Step
from quartierlibre.domain.meetings.rules.moments import kind_of

LONGEST = 200  # a longer list is no programme
_PARENTHESES = re.compile(r"\s*\(([^()]{3,1000})\)\s*$")


def read_step(words: str, line: int) -> Step | None:
    """« 14h : Travaux (présentation, échanges) »; None when the words do not begin with an hour."""
    folded_start = hours.AT_START.match(_same_length_fold(words))
    if not folded_start:
        return None
    told = hours.of(folded_start)
    title = tidy(words[folded_start.end() :]).lstrip("-–— :").strip()
    if told.start is None or not title:
        return None
    parts: tuple[Part, ...] = ()
    inside = _PARENTHESES.search(title)
    if inside and "," in inside[1]:
        names = [tidy(name) for name in inside[1].split(",") if name.strip()]
        parts = tuple(Part(name, kind_of(name)) for name in names)
        title = title[: inside.start()].rstrip()
    end = told.end if told.end and told.end > told.start else None
    return Step(told.start, title, kind_of(title), line, end, parts)


def _same_length_fold(words: str) -> str:
    """Small letters and bare « a », sign for sign, so that places found in it are places in the words."""
    return "".join(
        {"à": "a", "è": "e", "–": "-", "—": "-"}.get(sign, sign if len(sign.lower()) != 1 else sign.lower())
        for sign in words
    )


def steps_of(block: Block) -> tuple[Step, ...]:
    """The items of a list, when at least half of them are timed; the others are what is done during the one before."""
    steps: list[Step] = []
    if len(block.items) > LONGEST:
        return ()
    timed = sum(read_step(words_of(item.runs), item.line) is not None for item in block.items)
    if not timed or timed * 2 < len(block.items):
        return ()
    for item in block.items:
        step = read_step(words_of(item.runs), item.line)
        if step is not None:
            steps.append(_with_parts(step, item.children))
        elif not steps:
            return ()
        else:
            steps[-1] = _with_parts(steps[-1], (item,))
    return tuple(steps)


def _with_parts(step: Step, items: tuple[Item, ...]) -> Step:
    """What is written under an item is done during it, to any depth."""
    titles = [words_of(item.runs) for item in _flat(items)]
    return replace(step, parts=(*step.parts, *(Part(title, kind_of(title)) for title in titles if title)))


def _flat(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _flat(item.children)


def take(blocks: tuple[Block, ...], notebook: Notebook) -> tuple[tuple[Block, ...], tuple[Step, ...]]:
    """The blocks, the programme marked among them, and its items in the order of the day."""
    marked: list[Block] = []
    steps: list[Step] = []
    for block in blocks:
        found = steps_of(block) if block.kind in {"bullets", "numbers"} else ()
        if found and [step.start for step in found] == sorted(step.start for step in found):
            day = steps[-1].day + (found[0].start < steps[-1].start) if steps else 0
            steps += [replace(step, day=day) for step in found]
            block = replace(block, programme=True)
        elif found:
            _report_backwards(block.line, notebook)
        marked.append(block)
    return tuple(marked), tuple(steps)


def _report_backwards(line: int, notebook: Notebook) -> None:
    message = _("Horaires qui reviennent en arrière : laissés en liste dans le texte.")
    notebook.report("programme.backwards", message, line)


def fits(steps: tuple[Step, ...], days: int) -> bool:
    """Hours which go back once more than there are nights are no programme of these days."""
    return not steps or steps[-1].day < days
