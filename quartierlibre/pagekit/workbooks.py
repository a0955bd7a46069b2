"""Tables to keep and work on, in the two formats people open: XLSX and ODS. No formula is ever written.

A workbook is a list of `Sheet`: a title, a header, rows of text, whole numbers, days and `Euros`. Text that a
spreadsheet would compute is neutralised (see `sheets.cell`); amounts are exact decimals, never floats.

The ODS writer is ours: a zip whose first member says what it is, uncompressed; `content.xml` holds the cells, and four
styles for the header, days, amounts and the width of columns (OpenDocument 1.2, parts 1 and 3). Rows are written as
they come, and the same rows give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.http import HttpResponse

from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit import sheets

Format = Literal["xlsx", "ods"]
TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# Signs that XML cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TITLE = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE, LONGEST_TEXT = 31, 32_000
EPOCH = (1980, 1, 1, 0, 0, 0)
WIDE, USUAL = 40, 14


@dataclass(frozen=True)
class Euros:
    """An amount of a cell, in cents; None when it is not known."""

    cents: Cents | int | None


@dataclass(frozen=True)
class Sheet:
    """One tab. Rows are read once, while they are written. `wide` are the columns which hold words."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    wide: frozenset[int] = field(default=frozenset({0}))


def download(name: str, pages: Sequence[Sheet], form: Format) -> HttpResponse:
    """The answer that saves the workbook under this name."""
    answer = HttpResponse(xlsx(pages) if form == "xlsx" else ods(pages), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def readable(value: object) -> object:
    """A value as both formats may have it: neutral text without unwritable signs, days without hours."""
    if isinstance(value, datetime):
        raise TypeError("A cell holds a day: say which, in Paris.")
    if value is None or isinstance(value, (int, date, Euros)):
        return value
    text = UNWRITABLE.sub("", str(value))[:LONGEST_TEXT]
    return sheets.cell(text)


def titled(title: str) -> str:
    """A title both formats accept."""
    return TITLE.sub(" ", title).strip()[:LONGEST_TITLE] or "Feuille"


# -- XLSX --------------------------------------------------------------------------------------------------------------


def xlsx(pages: Sequence[Sheet]) -> bytes:
    """Written row by row (openpyxl, write-only): memory does not grow with the number of rows."""
    from openpyxl import Workbook  # only when somebody downloads
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for page in pages:
        tab = book.create_sheet(titled(page.title))
        tab.freeze_panes = "A2"
        for at in range(len(page.header)):
            tab.column_dimensions[get_column_letter(at + 1)].width = WIDE if at in page.wide else USUAL
        heads = [WriteOnlyCell(tab, value=str(readable(title))) for title in page.header]
        for head in heads:
            head.font = Font(bold=True)
        tab.append(heads)
        for row in page.rows:
            tab.append([_xlsx_cell(tab, WriteOnlyCell, readable(value)) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _xlsx_cell(tab: Any, make: Any, value: object) -> Any:
    if isinstance(value, Euros):
        cell = make(tab, value=_decimal(value))
        cell.number_format = "#,##0.00\\ [$€-40C]"
        return cell
    if isinstance(value, date):
        cell = make(tab, value=value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    return value


def _decimal(amount: Euros) -> Decimal | None:
    return None if amount.cents is None else Decimal(amount.cents).scaleb(-2)


# -- ODS ---------------------------------------------------------------------------------------------------------------

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
)
STYLES = """<office:automatic-styles>
<number:date-style style:name="day-format"><number:day number:style="long"/><number:text>/</number:text><number:month
 number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:currency-style style:name="euro-format"><number:number number:decimal-places="2" number:min-integer-digits="1"
 number:grouping="true"/><number:text> </number:text><number:currency-symbol>€</number:currency-symbol>
</number:currency-style>
<style:style style:name="wide" style:family="table-column"><style:table-column-properties
 style:column-width="8cm"/></style:style>
<style:style style:name="usual" style:family="table-column"><style:table-column-properties
 style:column-width="3cm"/></style:style>
<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="day-format"/>
<style:style style:name="euro" style:family="table-cell" style:data-style-name="euro-format"/>
</office:automatic-styles>"""
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{TYPES["ods"]}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def ods(pages: Sequence[Sheet]) -> bytes:
    """The same as an OpenDocument spreadsheet."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr(_member("mimetype", ZIP_STORED), TYPES["ods"])
        archive.writestr(_member("META-INF/manifest.xml"), MANIFEST)
        with archive.open(_member("content.xml"), "w") as content:
            for part in _content(pages):
                content.write(part.encode())
    return kept.getvalue()


def _member(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    member = ZipInfo(name, EPOCH)
    member.compress_type = compression
    return member


def _content(pages: Sequence[Sheet]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES} office:version="1.2">'
    yield f"{STYLES}<office:body><office:spreadsheet>"
    for page in pages:
        yield f'<table:table table:name="{escape(titled(page.title), {chr(34): "&quot;"})}">'
        for at in range(len(page.header)):
            yield f'<table:table-column table:style-name="{"wide" if at in page.wide else "usual"}"/>'
        heads = "".join(_text(readable(title), style=' table:style-name="head"') for title in page.header)
        yield f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>"
        for row in page.rows:
            yield "<table:table-row>" + "".join(_ods_cell(readable(value)) for value in row) + "</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _ods_cell(value: object) -> str:
    if value is None or (isinstance(value, Euros) and value.cents is None):
        return "<table:table-cell/>"
    if isinstance(value, Euros):
        return _typed("currency", f'office:currency="EUR" office:value="{_decimal(value)}"', "euro", _decimal(value))
    if isinstance(value, date):
        return _typed("date", f'office:date-value="{value.isoformat()}"', "day", value.isoformat())
    if isinstance(value, int):
        return _typed("float", f'office:value="{int(value)}"', "", int(value))
    return _text(value)


def _typed(kind: str, said: str, style: str, shown: object) -> str:
    named = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{named} office:value-type="{kind}" {said}><text:p>{escape(str(shown))}</text:p>'
        "</table:table-cell>"
    )


def _text(value: object, *, style: str = "") -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).splitlines()) or "<text:p/>"
    return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'
