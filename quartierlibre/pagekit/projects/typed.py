"""What a browser sends, field by field, as the form's answers: the same words, nothing read, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict

from quartierlibre.domain.applications.form import Field, FieldKind, Form
from quartierlibre.domain.applications.reading import MOST_ROWS, is_blank

ROW_PARTS = ("label", "amount", "category")
MOST_ROWS_READ = MOST_ROWS * 2  # one more than allowed must arrive, so that the rule can say so


def answers_in(post: QueryDict, form: Form) -> dict[str, Any]:
    """The answers present in this request: all of them, or those an autosave lists under `changed`."""
    changed = set(post.getlist("changed"))
    asked = (each for each in form.fields() if not changed or each.name in changed)
    return {each.name: value_of(post, each) for each in asked}


def value_of(post: QueryDict, asked: Field) -> Any:
    """One answer; a box left unticked is a blank, for a browser says nothing of it."""
    if asked.kind == FieldKind.LINES:
        return rows_of(post, asked.name)
    if asked.kind in {FieldKind.THEMES, FieldKind.NEIGHBOURHOODS}:
        return [value for value in post.getlist(asked.name) if value]
    return post.get(asked.name, "")


def rows_of(post: QueryDict, name: str) -> list[dict[str, str]]:
    """The rows of a list of money lines (`lines-0-label`…), in order, without those left blank."""
    numbered = sorted(set(_row_numbers(post, name)))[:MOST_ROWS_READ]
    rows = [{part: _on_one_line(post.get(f"{name}-{number}-{part}", "")) for part in ROW_PARTS} for number in numbered]
    return [row for row in rows if not is_blank(row)]


def _on_one_line(text: str) -> str:
    """What one buys is read in full in its box, which may hold a return; it is one line of a budget."""
    return re.sub(r"[\r\n]+", " ", text)


def _row_numbers(post: QueryDict, name: str) -> Iterator[int]:
    pattern = re.compile(rf"{re.escape(name)}-([0-9]{{1,3}})-(?:{'|'.join(ROW_PARTS)})")
    for key in post:
        match = pattern.fullmatch(key)
        if match:
            yield int(match[1])


def base_revision(post: QueryDict) -> int:
    """The last revision the page had seen; a value we did not write counts as a page that had seen nothing."""
    text = post.get("revision", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def spelled(answers: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Stored answers as the fields of a page expect them: every field present, lists as lists."""
    empty: dict[FieldKind, Any] = {FieldKind.LINES: [], FieldKind.THEMES: [], FieldKind.NEIGHBOURHOODS: []}
    return {each.name: answers.get(each.name) or empty.get(each.kind, "") for each in form.fields()}
