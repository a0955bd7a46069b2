"""Workbooks read back by other people's readers: the same cells, no formula, exact amounts."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from quartierlibre.pagekit import workbooks
from quartierlibre.pagekit.workbooks import Euros, Sheet

DANGEROUS = ["=1+1", "+33 6", "-2", "@SUM(A1)", " =cmd|' /C calc'!A0", "\t=1"]
ROWS = [
    ["Fête & goûter <b>", 12, date(2026, 6, 21), Euros(123_456), "deux\nlignes"],
    ["sans \x00 signe", 0, None, Euros(None), ""],
    [*DANGEROUS[:2], date(2026, 1, 1), Euros(-1), DANGEROUS[2]],
]


def book(rows=ROWS):
    return [
        Sheet("Projets : 2026/2027", ["Titre", "Nombre", "Jour", "Somme", "Mots"], iter(rows)),
        Sheet("Vide", ["A"], []),
    ]


@pytest.mark.parametrize("write", [workbooks.xlsx, workbooks.ods])
def test_both_formats_are_read_back_by_another_reader(write):
    read = CalamineWorkbook.from_filelike(BytesIO(write(book())))
    assert read.sheet_names == ["Projets   2026 2027", "Vide"]
    head, first, second, third = read.get_sheet_by_name("Projets   2026 2027").to_python()
    assert head == ["Titre", "Nombre", "Jour", "Somme", "Mots"]
    assert first == ["Fête & goûter <b>", 12.0, date(2026, 6, 21), 1234.56, "deux\nlignes"]
    assert second[:4] == ["sans  signe", 0.0, "", ""]
    assert third == ["'=1+1", "'+33 6", date(2026, 1, 1), -0.01, "'-2"]


def test_no_text_is_ever_a_formula_and_amounts_are_exact():
    rows = [[each, 1, None, Euros(10**12 + 1), each] for each in DANGEROUS]
    sheet = openpyxl.load_workbook(BytesIO(workbooks.xlsx(book(rows)))).worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        assert [cell.data_type for cell in row] == ["s", "n", "n", "n", "s"]
        assert row[0].value.startswith("'")
    with ZipFile(BytesIO(workbooks.ods(book(rows)))) as archive:
        content = archive.read("content.xml").decode()
    assert "table:formula" not in content
    assert f'office:value="{Decimal(10**12 + 1).scaleb(-2)}"' in content


def test_an_ods_says_first_what_it_is_and_is_the_same_twice():
    once, again = workbooks.ods(book()), workbooks.ods(book())
    assert once == again
    with ZipFile(BytesIO(once)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)


def test_an_instant_is_refused_rather_than_cut():
    from datetime import UTC, datetime

    with pytest.raises(TypeError, match="Paris"):
        workbooks.readable(datetime(2026, 1, 1, tzinfo=UTC))
