"""Tables to download, opened safely by any spreadsheet: UTF-8 with its mark, semicolons, no formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.http import StreamingHttpResponse

from quartierlibre.foundation.money import Cents

# A cell that begins so would be computed, not read (OWASP ASVS 1.2.10); the wide forms are read as the plain ones.
FORMULA = tuple("=+-@|%\t\r\n＝＋－＠｜％")
AT_ONCE = 500


class _Echo:
    """What the csv module writes into: each line comes back."""

    def write(self, line: str) -> str:
        return line


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: text is neutralised, numbers stay numbers, days are ISO."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(FORMULA):
        return f"'{value}"
    return value


class Figure(str):
    """Text that is a figure: written as it is, minus sign included."""


def amount(cents: Cents | None) -> Figure:
    """« 1234,50 »: a figure a French spreadsheet adds up; empty when unknown."""
    if cents is None:
        return Figure("")
    whole, rest = divmod(abs(cents), 100)
    return Figure(f"{'-' if cents < 0 else ''}{whole},{rest:02d}")


def lines(header: Sequence[object], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file, a few hundred lines at a time."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    parts = ["\ufeff" + writer.writerow([str(title) for title in header])]
    for row in rows:
        parts.append(writer.writerow([value if isinstance(value, Figure) else cell(value) for value in row]))
        if len(parts) >= AT_ONCE:
            yield "".join(parts)
            parts = []
    yield "".join(parts)


def download(name: str, header: Sequence[object], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The answer that saves the table under this name; rows are read while it is sent."""
    answer = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-cache"
    return answer
