"""Terms, addresses and dates in the words which labels and blocks hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import addresses, dates, hours
from quartierlibre.cms.old_pages import when as whens
from quartierlibre.cms.old_pages.dates import Written
from quartierlibre.cms.old_pages.inline import Reader, words_of
from quartierlibre.cms.old_pages.labels import Field, Value, Values
from quartierlibre.cms.old_pages.lines import fold, plain, tidy
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import Block, Item, Run, Runs, Term

_WEB = re.compile(r"<?((?:https?://|www\.)[^\s<>()\[\]\"]{3,2000})>?", re.IGNORECASE)
_BARE_TERM = re.compile(r"\s*(?:[-*•]\s+)?([^\[\]]{1,150}?)\s*\[([0-9]{1,4})\]\s*[,;]?\s*$")
LONGEST_NAME = 120


def runs_of(text: str) -> Runs:
    return (Run(text),)


def address_in(words: str) -> str:
    found = _WEB.search(words)
    if not found:
        return ""
    written = found[1].rstrip(".,;")
    return addresses.valid(f"https://{written}" if written.lower().startswith("www.") else written)


# --- words of a taxonomy --------------------------------------------------------------------------


def terms(value: Value, reader: Reader, notebook: Notebook) -> tuple[Term, ...]:
    """Each linked word is a term; words without link are apart by semicolons, by commas when nothing else says."""
    found: dict[str, Term] = {}
    for line in value.lines:
        bare = _BARE_TERM.fullmatch(line.text)
        written = f"[{bare[1]}](#) [{bare[2]}]" if bare else re.sub(r"^\s*[-*•]\s+", "", line.text)
        for term in _terms_of(reader.read(written, line.number), line.number, notebook):
            name = term.name[:LONGEST_NAME].strip()
            if name:
                found.setdefault(fold(name), replace(term, name=name))
    return tuple(found.values())


def _terms_of(runs: Runs, line: int, notebook: Notebook) -> Iterator[Term]:
    linked = any(run.href for run in runs)
    for run in runs:
        if run.href:
            yield Term(tidy(run.text), run.href, addresses.term_id(run.href))
            continue
        parts = [tidy(part) for part in re.split(r"[;|\n]|\s[•·]\s", run.text)]
        if not linked and len(parts) == 1 and "," in parts[0]:
            message = _("« %(words)s » : séparé à chaque virgule.") % {"words": parts[0]}
            notebook.guess("terms.commas", message, line)
            parts = [tidy(part) for part in parts[0].split(",")]
        yield from (Term(part.strip(" ,;-")) for part in parts if re.search(r"\w", part))


# --- dates ----------------------------------------------------------------------------------------


def texts_of(body: Iterable[Block]) -> Iterator[str]:
    """The words of each paragraph, heading and item, in order."""
    for block in body:
        if block.runs:
            yield words_of(block.runs)
        yield from _item_texts(block.items)


def _item_texts(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield words_of(item.runs)
        yield from _item_texts(item.children)


def text_lines(body: Iterable[Block]) -> Iterator[tuple[str, int]]:
    """The lines of the text with their numbers, those of a programme apart."""
    for block in body:
        text = "".join(run.text for run in block.runs)
        yield from ((words, block.line + offset) for offset, words in enumerate(text.split("\n")) if words.strip())
        if not block.programme:
            yield from ((words_of(item.runs), item.line) for item in block.items)


def dates_of(body: Iterable[Block]) -> list[Written]:
    """Every date of the text; an hour alone on the line under a date belongs to it."""
    found: list[Written] = []
    for words, line in text_lines(body):
        hour = hours.AT_START.fullmatch(fold(words)) if len(words) < 40 else None
        if hour and found and found[-1].alone and found[-1].hours == dates.NO_HOUR and line - found[-1].line <= 3:
            found[-1] = replace(found[-1], hours=hours.of(hour))
        else:
            found += dates.find(words, line)
    return found


def dates_of_value(value: Value) -> list[Written]:
    """The dates of a field; a range may be written on two lines, so all of them are read as one."""
    words = " ".join(plain(line.text) for line in value.lines)
    return [replace(written, line=value.line) for written in dates.find(words, value.line)]


def published(value: Value | None, notebook: Notebook) -> tuple[date | None, datetime | None]:
    """The day of publication, and its instant when the page gives an hour."""
    if value is None:
        return None, None
    if value.extra:
        notebook.leave_out("author", _("Auteur de la page (« %(words)s ».)") % {"words": value.extra}, value.line)
    return _instant(plain(value.words), value.line, notebook)


def modified(values: Values, notebook: Notebook) -> tuple[date | None, datetime | None]:
    """When the page was changed last: its own label, or what stands beside the address of the page."""
    value = values.get(Field.MODIFIED)
    source = values.get(Field.SOURCE)
    words = plain(value.words) if value else source.extra if source else ""
    line = value.line if value else source.line if source else 1
    if not words:
        return None, None
    notebook.lines["modified"] = line
    return _instant(words, line, notebook)


def _instant(words: str, line: int, notebook: Notebook) -> tuple[date | None, datetime | None]:
    found = whens.refuse_impossible(dates.find(words, line)[:1], notebook, in_field=True)
    day = found[0].last() if found else None
    if day is None:
        return None, None
    hour = found[0].hours.start
    if hour and found[0].zone:
        instant = dates.with_zone(day, hour, found[0].zone)
        return instant.date(), instant
    return day, whens.check_instant(day, hour, line, notebook)


# --- the place written under the date -------------------------------------------------------------


def lines_under_the_date(body: tuple[Block, ...]) -> list[tuple[str, int]]:
    """One or two short lines which follow the date standing alone: « Salle des fêtes » / « 3 rue Haute »."""
    listed = list(text_lines(block for block in body if block.kind == "paragraph"))
    for position, (words, line) in enumerate(listed):
        if any(written.alone for written in dates.find(words, line)):
            return list(_short_ones(listed[position + 1 : position + 4]))[:2]
    return []


def _short_ones(following: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for words, line in following:
        if hours.AT_START.fullmatch(fold(words)):
            continue
        if len(words) > 100 or words.rstrip()[-1] in ".:;!?" or dates.find(words, line):
            return
        yield tidy(words), line
